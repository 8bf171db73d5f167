"""What the examiners write: verdicts on the criteria (E4), opinions asked, given and asked again (E5)."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cper.people.models import Actor, Institution
from cper.people.rights import Refused, Verdict
from cper.people.roles import Body
from cper.words import clock
from negotiation import grounds, snapshots
from negotiation.envelope import Envelope
from negotiation.models import Contract, CriterionVerdict, Opinion
from negotiation.operations.door import Deed, act
from negotiation.snapshots import Facts

Answers = Mapping[tuple[int, str], tuple[bool, str]]


def assess(contract: Contract, answers: Answers, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Write the DGCT's verdicts of this round: (project id, criterion) → (met, remark).

    Until the DGCT decides, the verdicts of the round may be rewritten; each return opens a new round.
    """
    with act("assess", contract, by=by, at=at, seen=seen) as deed:
        own = {project.pk for project in deed.contract.projects.all()}
        given = {"given_at": at, "judged": deed.judged, **deed.stamp}
        for (project_id, criterion), (met, remark) in answers.items():
            if project_id not in own:
                raise ValueError("a project of another contract")
            CriterionVerdict.objects.update_or_create(
                project_id=project_id,
                criterion=criterion,
                round=deed.contract.returns,
                defaults={"contract": deed.contract, "met": met, "remark": remark, **given},
            )


def give_opinion(
    contract: Contract,
    *,
    verdict: str,
    text: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    envelope: Envelope | None = None,
) -> None:
    """Give the opinion asked of the institution the actor signs for; once given it does not change.

    The ministry in charge of finance gives the State's envelope with it when it lets the dossier pass, and only then;
    without it the opinion is refused (`Refused`).
    """
    with act("give_opinion", contract, by=by, at=at, seen=seen) as deed:
        opinion = deed.contract.opinions.current().get(institution=deed.mandate.institution)
        opinion.verdict, opinion.text, opinion.given_at = verdict, text, at
        _check_envelope(opinion, envelope)
        if envelope:
            opinion.envelope, opinion.envelope_from, opinion.envelope_to = astuple(envelope)
        opinion.judged = deed.judged
        for field, value in deed.stamp.items():
            setattr(opinion, field, value)
        opinion.save()
        deed.detail = str(opinion.get_verdict_display())
        deed.asking = opinion if opinion.asks_correction else None


def _check_envelope(opinion: Opinion, envelope: Envelope | None) -> None:
    wanted = opinion.institution.body == Body.FINANCE and opinion.lets_pass
    if wanted and envelope is None:
        raise Refused(Verdict(allowed=False, reason=_("Donnez l’enveloppe de l’État et ses années.")))
    if envelope and not wanted:
        reason = _("Seul le ministère chargé des finances donne l’enveloppe de l’État, avec un avis favorable.")
        raise Refused(Verdict(allowed=False, reason=reason))


def ask_opinions(deed: Deed) -> None:
    """Ask the ministry in charge of finance and each sector ministry concerned, once each."""
    asked = set(deed.contract.opinions.values_list("institution", flat=True))
    concerned = Institution.objects.filter(Q(body=Body.FINANCE) | Q(pk__in=deed.contract.sector_ids))
    Opinion.objects.bulk_create(
        Opinion(contract=deed.contract, institution=institution, asked_on=clock.day_of(deed.at))
        for institution in concerned
        if institution.pk not in asked
    )


def ask_again(deed: Deed) -> None:
    """Supersede the opinions that asked for corrections, and those whose ground has changed; ask those ministries
    again, and the newly concerned ones."""
    current = list(deed.contract.opinions.current().select_related("institution"))
    for opinion in [*(opinion for opinion in current if opinion.asks_correction), *without_ground(deed.contract)]:
        opinion.superseded = True
        opinion.save(update_fields=["superseded"])
        Opinion.objects.create(
            contract=deed.contract,
            institution_id=opinion.institution_id,
            round=opinion.round + 1,
            asked_on=clock.day_of(deed.at),
        )
    ask_opinions(deed)


def without_ground(contract: Contract) -> list[Opinion]:
    """The opinions that let the dossier pass and no longer hold: what they rest on has been written again since."""
    current = contract.opinions.current().select_related("institution", "judged")
    passing = [opinion for opinion in current if opinion.lets_pass]
    if not passing:
        return []
    now = snapshots.facts_of(contract)
    return [opinion for opinion in passing if has_moved(opinion, now)]


def has_moved(opinion: Opinion, now: Facts) -> bool:
    """Whether what a given opinion rests on differs now; one whose projects are all gone has nothing left to say.

    A revision of the project or a date in its history would not tell: both move when a page is saved as it was, or
    put back as it was.
    """
    ground = grounds.of_opinion(now, opinion.institution)
    return ground not in (None, grounds.of_opinion(snapshots.read(opinion.judged), opinion.institution))
