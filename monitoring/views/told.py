"""What the other side has said of a tranche or a report, and someone must now act upon: why, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cper.words.french import NBSP, long_date, money
from monitoring.models import Justification, Passage, QuarterReport, Tranche, WaiverRequest
from monitoring.vocabulary import TrancheState

T = TrancheState


@dataclass(frozen=True)
class Told:
    """« Retournée le 27 novembre 2026 par … », and what was written, word for word."""

    title: str
    text: str

    @property
    def in_short(self) -> str:
        return f"{self.title}{NBSP}: «{NBSP}{self.text}{NBSP}»"


def of(subject: Tranche | QuarterReport) -> list[Told]:
    """What is to be read of a tranche or a quarter before acting."""
    found = reasons([subject]) if isinstance(subject, Tranche) else remarks([subject])
    return found.get(subject.pk, [])


def remarks(reports: Iterable[QuarterReport]) -> dict[int, list[Told]]:
    """What the Governor wants taken up again in each report; one query for all."""
    sent = [report.pk for report in reports if report.remarks]
    if not sent:
        return {}
    rows = Passage.objects.filter(action="return_report", report__in=sent).order_by("report_id", "-pk")
    found = {}
    for passage in rows.distinct("report_id"):
        title = _("Renvoyé le %(day)s par %(who)s") % {"day": long_date(passage.on), "who": passage.signatory}
        found[passage.report_id] = [Told(title, passage.comment)]
    return found


def reasons(tranches: Iterable[Tranche]) -> dict[int, list[Told]]:
    """The same for many: one query for each kind that there is something of, whatever their number."""
    rows = list(tranches)
    found: dict[int, list[Told]] = {}
    for pk, one in [*_returns(rows), *_cuts(rows), *_pleas(rows), *_refusals(rows)]:
        found.setdefault(pk, []).append(one)
    return found


def _returns(rows: list[Tranche]) -> Iterable[tuple[int, Told]]:
    """The last return of those that stand returned."""
    returned = [row.pk for row in rows if row.state == T.RETURNED]
    if not returned:
        return
    for passage in _last(Passage.objects.filter(action="send_back"), returned):
        words = {"day": long_date(passage.on), "who": passage.signatory}
        title = _("Retournée le %(day)s par %(who)s") % words
        yield passage.tranche_id, Told(title, passage.comment)


def _cuts(rows: list[Tranche]) -> Iterable[tuple[int, Told]]:
    """The last justification that was not accepted whole, while the region has still to declare."""
    paid = [row.pk for row in rows if row.state == T.PAID and row.undeclared]
    if not paid:
        return
    for one in _last(Justification.objects.all(), paid):
        if one.waits or one.accepted == one.declared:
            continue
        words = {"number": one.number, "day": long_date(one.answered_on), "who": one.answerer}
        words["accepted"] = money(one.accepted)
        title = (
            _("Justification %(number)s acceptée en partie (%(accepted)s) le %(day)s par %(who)s")
            if one.accepted
            else _("Justification %(number)s refusée le %(day)s par %(who)s")
        )
        yield one.tranche_id, Told(title % words, one.reason)


def _pleas(rows: list[Tranche]) -> Iterable[tuple[int, Told]]:
    """The waivers that are asked for, each with the rule as a fact."""
    asking = [row.pk for row in rows if row.waivers_asked]
    if asking:
        for one in WaiverRequest.objects.filter(tranche__in=asking, answered_at=None):
            title = _("%(fact)s. Dérogation demandée par %(who)s") % {"fact": one.fact, "who": one.signatory}
            yield one.tranche_id, Told(title, one.plea)


def _refusals(rows: list[Tranche]) -> Iterable[tuple[int, Told]]:
    """The last waiver that was refused, while its rule is still what the file lacks."""
    lacking = [row.pk for row in rows if row.state in (T.DRAFT, T.RETURNED) and row.lacks_rules]
    if not lacking:
        return
    for one in _last(WaiverRequest.objects.all(), lacking):
        if one.granted is False:
            words = {"day": long_date(one.answered_on), "who": one.answerer}
            yield one.tranche_id, Told(_("Dérogation refusée le %(day)s par %(who)s") % words, one.reason)


def _last(rows: QuerySet, tranches: list[int]) -> QuerySet:
    """The last row of each of these tranches."""
    return rows.filter(tranche__in=tranches).order_by("tranche_id", "-pk").distinct("tranche_id")


def answers(tranche: Tranche) -> list[Told]:
    """What the region answered to the last return, for who examines the file again."""
    last = tranche.passages.filter(action__in=("send_back", "answer_return")).first()
    if last is None or last.action != "answer_return" or tranche.state != T.REQUESTED:
        return []
    words = {"day": long_date(last.on), "who": last.signatory, "about": last.detail}
    return [Told(_("Réponse au retour (%(about)s), le %(day)s, par %(who)s") % words, last.comment)]
