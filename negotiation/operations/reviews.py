"""What the examiners write: verdicts on the criteria (E4), opinions asked, given and asked again (E5)."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db.models import Model, Q, prefetch_related_objects

from negotiation import clock
from negotiation.models import Actor, Contract, CriterionVerdict, Institution, Opinion
from negotiation.operations.door import Deed, act
from negotiation.workflow import Body

Answers = Mapping[tuple[int, str], tuple[bool, str]]
# What an opinion rests on.
FIGURES = ("number", "cost", "duration_months")
WORDS = (*FIGURES, "title", "purpose", "nature", "scale", "domain")
LINE = ("source", "payer", "year", "amount")
SITE = ("name", "kind", "alias", "cercle_id", "current_cercle_id", "note")


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
        opinion.ground = ground_of(deed.contract, opinion.institution)
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
    passing = [one for one in contract.opinions.current().select_related("institution") if one.lets_pass]
    grounds = {opinion.pk: ground_of(contract, opinion.institution) for opinion in passing}
    return [opinion for opinion in passing if grounds[opinion.pk] not in ("", opinion.ground)]


def ground_of(contract: Contract, institution: Institution) -> str:
    """The fingerprint of what the institution speaks on: all the figures of the contract for the ministry in charge of
    finance, every word of its own projects for a sector ministry; empty for one that has no project left.

    Kept with the opinion, it tells exactly what has changed since. A revision of the project or a date in its history
    would not: both move when a page is saved as it was, or put back as it was; and sites keep no history.
    """
    prefetch_related_objects([contract], "projects__financing", "projects__sites")
    whole = institution.body == Body.FINANCE
    projects = [project for project in contract.projects.all() if whole or project.ministry_id == institution.pk]
    if not projects:
        return ""
    facts: list = [contract.duration_months] if whole else []
    for project in projects:
        facts.append(_columns(project, FIGURES if whole else WORDS))
        facts += [_columns(line, LINE) for line in project.financing.all()]
        facts += [] if whole else [_columns(site, SITE) for site in project.sites.all()]
    return sha256(json.dumps(facts).encode()).hexdigest()


def _columns(row: Model, names: tuple[str, ...]) -> list:
    return [getattr(row, name) for name in names]
