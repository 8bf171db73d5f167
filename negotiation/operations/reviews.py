"""What the examiners write: verdicts on the criteria (E4), opinions asked, given and asked again (E5)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from negotiation import clock
from negotiation.models import Actor, Contract, CriterionVerdict, Institution, Opinion
from negotiation.models.review import LETS_PASS
from negotiation.operations.door import Deed, act
from negotiation.workflow import Body

Answers = Mapping[tuple[int, str], tuple[bool, str]]


def assess(contract: Contract, answers: Answers, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Write the DGCT's verdicts of this round: (project id, criterion) → (met, remark).

    Until the DGCT decides, the verdicts of the round may be rewritten; each return opens a new round.
    """
    with act("assess", contract, by=by, at=at, seen=seen) as deed:
        own = {project.pk for project in deed.contract.projects.all()}
        for (project_id, criterion), (met, remark) in answers.items():
            if project_id not in own:
                raise ValueError("a project of another contract")
            CriterionVerdict.objects.update_or_create(
                project_id=project_id,
                criterion=criterion,
                round=deed.contract.returns,
                defaults={"contract": deed.contract, "met": met, "remark": remark, "given_at": at, **deed.stamp},
            )


def give_opinion(
    contract: Contract, *, verdict: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Give the opinion asked of the institution the actor signs for; once given it does not change."""
    with act("give_opinion", contract, by=by, at=at, seen=seen) as deed:
        opinion = deed.contract.opinions.current().get(institution=deed.mandate.institution)
        opinion.verdict, opinion.text, opinion.given_at = verdict, text, at
        for field, value in deed.stamp.items():
            setattr(opinion, field, value)
        opinion.save()
        deed.detail = str(opinion.get_verdict_display())


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
    """Supersede the opinions that asked for corrections and ask those ministries again; ask newly concerned ones."""
    for opinion in deed.contract.opinions.current().exclude(verdict__in=["", *LETS_PASS]):
        opinion.superseded = True
        opinion.save(update_fields=["superseded"])
        Opinion.objects.create(
            contract=deed.contract,
            institution_id=opinion.institution_id,
            round=opinion.round + 1,
            asked_on=clock.day_of(deed.at),
        )
    ask_opinions(deed)
