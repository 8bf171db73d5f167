"""What the examiners ask of the region, remark by remark, and what it has done about each: mended it, or answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.signatory import Signatory, capacity
from cper.rows import together
from cper.words import french
from negotiation import grounds, snapshots, workflow
from negotiation.models import examination
from negotiation.vocabulary import IN_SHORT
from negotiation.workflow import Criterion, Step

VERDICT, RETURN, OPINION = "verdict", "passage", "opinion"
# What the remarks of a dossier rest on, beside its facts and its returns.
RELATIONS = ("verdicts__judged", "opinions__institution", "opinions__judged", "answers")
# Where a contract keeps the returns that were fetched for it.
RETURNS = "returns_made"
# The acts that send back the dossier (E4), the list (E7) and the text of the convention (E8).
SENDING_BACK = ("send_back", "return_list", "return_convention")


@dataclass(frozen=True)
class Remark:
    """One thing that an examiner asks. `row` is where it is said: a verdict that is not met, the passage of a return,
    an opinion; `kind` is the column of `Answer` that points at such a row.

    It is met once something it touches has changed since it was made, or once it is answered in words.
    """

    kind: str
    row: Any
    subject: str
    words: str
    at: datetime
    mended: bool
    answer: Any | None
    project_id: int | None = None

    @property
    def key(self) -> str:
        """`verdict-12`: the remark in a form."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def is_met(self) -> bool:
        return self.mended or self.answer is not None

    @property
    def by(self) -> str:
        """« Awa Traoré, Directrice générale des collectivités territoriales P.I. »."""
        return f"{self.row.by_name}, {capacity(self.row.by_title, self.row.by_mention, self.row.by_office)}"


def standing(contract: Any) -> list[Remark]:
    """What is to be met now: the remarks of a return (E3), the corrections that ministries ask for (E5), the words
    that sent back the list (E6) or the text of the convention (E8)."""
    if contract.step == Step.FORMALISATION and contract.returns:
        return [*of_verdicts(contract), *of_return(contract)]
    found = {Step.MINISTRY_REVIEW: of_opinions, Step.PROJECT_LIST: of_list, Step.SIGNATURE: of_text}
    return found[contract.step](contract) if contract.step in found else []


def sent_back(contract: Any) -> str:
    """Who sent what back, while something that they ask is still to be met: « liste renvoyée par le Gouverneur de la
    Région de Kayes »; empty when nothing is."""
    asking = [remark for remark in contract.remarks if not remark.is_met]
    if not asking:
        return ""
    if asking[0].kind == OPINION:
        names = [remark.subject for remark in asking]
        if len(names) > 1:
            return _("corrections demandées par %s ministères") % french.digits(len(names))
        return _("corrections demandées (%s)") % names[0]
    if contract.step == Step.FORMALISATION:
        return _("dossier retourné par %s") % _whose(return_of(contract, contract.returns - 1))
    return asking[0].subject[:1].lower() + asking[0].subject[1:]


def _whose(passage: Any) -> str:
    return Signatory(passage.by_title, mention=passage.by_mention).in_sentence


def awaited(contract: Any, _day: date) -> list[str]:
    """Condition: something is asked of the region."""
    return [] if contract.remarks else [_("Aucune remarque n’attend de suite.")]


def unmet(contract: Any, _day: date) -> list[str]:
    """Condition: every remark is met; else a sentence for each that is not, with what to do."""
    return [
        _("%s : corrigez ce qui est demandé, ou répondez à la remarque.") % remark.subject
        for remark in contract.remarks
        if not remark.is_met
    ]


def of_list(contract: Any) -> list[Remark]:
    """The words that sent the list back (E7 to E6); what they touch is the list."""
    if contract.reached < workflow.number(Step.SELECTION):
        return []
    last = _last_return(contract, "return_list")
    if last is None or last.at != contract.entered_step_at:
        return []
    changed = snapshots.read(last.judged).projects != contract.facts.projects
    return [_of_passage(contract, last, _("Liste renvoyée par %s"), changed)]


def of_text(contract: Any) -> list[Remark]:
    """The words that sent back the text of the convention (E8), until another is proposed; what they touch is the
    dossier that it prints, and the clauses of the text to come (`operations.propose_convention`)."""
    drafts = contract.drafts.all()
    last = _last_return(contract, "return_convention") if drafts and all(draft.returned for draft in drafts) else None
    if last is None:
        return []
    changed = snapshots.read(last.judged) != contract.facts
    return [_of_passage(contract, last, _("Autre rédaction demandée par %s"), changed)]


def of_returns(contract: Any, action: str) -> list[Remark]:
    """What each return of that kind asked, the first one first, with the region's last words on it: met or not, it
    stays in sight of whoever decides afterwards."""
    subject = {"return_list": _("Liste renvoyée par %s"), "return_convention": _("Autre rédaction demandée par %s")}
    made = [passage for passage in _returns(contract) if passage.action == action]
    if made:
        prefetch_related_objects([contract], "answers")
    return [_of_passage(contract, passage, subject[action], False) for passage in made]


def _of_passage(contract: Any, passage: Any, subject: str, mended: bool) -> Remark:
    answer = last_answer(contract, RETURN, passage)
    return Remark(RETURN, passage, subject % _whose(passage), passage.comment, passage.at, mended, answer)


def _last_return(contract: Any, action: str) -> Any | None:
    return next((passage for passage in reversed(_returns(contract)) if passage.action == action), None)


def _returns(contract: Any) -> list[Any]:
    prefetch_related_objects([contract], returns_of(contract))
    return getattr(contract, RETURNS)


def of_verdicts(contract: Any, round_: int | None = None) -> list[Remark]:
    """The remarks of the last answers of the DGCT, up to a round, on the criteria that are not met."""
    together.fetch(contract, "projects", "verdicts__judged", "answers")
    unmet = [verdict for verdict in examination.latest(contract, round_).values() if not verdict.met]
    return [_of_verdict(contract, verdict) for verdict in unmet]


def _of_verdict(contract: Any, verdict: Any) -> Remark:
    number = {project.pk: project.number for project in contract.projects.all()}[verdict.project_id]
    judged = snapshots.read(verdict.judged)
    return Remark(
        VERDICT,
        verdict,
        subject_of(number, verdict.criterion),
        verdict.remark,
        verdict.given_at,
        mended=len({grounds.of_remark(facts, number, verdict.criterion) for facts in (judged, contract.facts)}) > 1,
        answer=last_answer(contract, VERDICT, verdict),
        project_id=verdict.project_id,
    )


def subject_of(number: int, criterion: str) -> str:
    """« Projet 2, caractère structurant »."""
    words = {"number": number, "criterion": IN_SHORT[Criterion(criterion)]}
    return _("Projet %(number)s, %(criterion)s") % words


def as_line(subject: str, remark: str) -> str:
    """A remark as a line of the words of a return."""
    return _("%(subject)s : %(remark)s") % {"subject": subject, "remark": remark}


def of_return(contract: Any, round_: int | None = None) -> list[Remark]:
    """What the return that ended a round (the last one) says beside the remarks on the criteria; it touches the whole
    dossier."""
    round_ = contract.returns - 1 if round_ is None else round_
    passage = return_of(contract, round_)
    words = own_words(passage.comment, of_verdicts(contract, round_)) if passage else ""
    if not words:
        return []
    changed = snapshots.read(passage.judged) != contract.facts
    answer = last_answer(contract, RETURN, passage)
    return [Remark(RETURN, passage, _("L’ensemble du dossier"), words, passage.at, changed, answer)]


def return_of(contract: Any, round_: int) -> Any | None:
    """The passage that ended a round by sending the dossier back; None for a round that goes on or was transmitted."""
    if not 0 <= round_ < contract.returns:
        return None
    made = [passage for passage in _returns(contract) if passage.action == "send_back"]
    return made[round_] if round_ < len(made) else None


def returns_of(contract: Any) -> Prefetch:
    """What sent the dossier back, the first return first, to be fetched with the rest for one dossier or for many."""
    passages = contract.passages.model.objects.filter(action__in=SENDING_BACK).select_related("judged").order_by("pk")
    return Prefetch("passages", passages, to_attr=RETURNS)


def own_words(comment: str, remarks: Iterable[Remark]) -> str:
    """The words of a return without the lines that repeat the remarks on the criteria."""
    left = _as_typed(comment)
    for remark in remarks:
        left = left.replace(_as_typed(as_line(remark.subject, remark.words)), "")
    return "\n".join(line for line in left.splitlines() if line.strip())


def _as_typed(text: str) -> str:
    """The text with the ends of lines and the spaces that a browser may have changed in passing."""
    return text.replace("\r\n", "\n").replace(french.NBSP, " ")


def of_opinions(contract: Any) -> list[Remark]:
    """The opinions in force that ask for corrections, one remark each."""
    together.fetch(contract, "opinions__institution")
    asking = [one for one in contract.opinions.all() if not one.superseded and one.asks_correction]
    if asking:
        together.fetch(contract, "opinions__judged", "answers")
    return [_of_opinion(contract, opinion) for opinion in asking]


def _of_opinion(contract: Any, opinion: Any) -> Remark:
    before, after = (
        grounds.of_correction(facts, opinion.institution) for facts in (snapshots.read(opinion.judged), contract.facts)
    )
    answer = last_answer(contract, OPINION, opinion)
    name = capfirst(opinion.institution.name)
    return Remark(OPINION, opinion, name, opinion.text, opinion.given_at, before != after, answer)


def last_answer(contract: Any, kind: str, row: Any) -> Any | None:
    """The last words of the region on that remark, or None."""
    given = [answer for answer in contract.answers.all() if getattr(answer, f"{kind}_id") == row.pk]
    return given[-1] if given else None
