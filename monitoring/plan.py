"""What an entry of money is held against: the figures of the convention's plan, and when they are passed.

What the plan makes impossible (a source the project does not have, a year after its end) is refused. What merely
passes its figure may be true, since reality exceeds plans: it is asked twice, kept with its reason, and found by the
control « Au-delà du plan ». Amounts are integer FCFA; nothing is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.clock import add_months
from cper.words.french import long_date, money
from monitoring import entries, ledger
from monitoring.models import BudgetEntry, FollowedContract, Movement
from monitoring.models.tranche import NOT_ASKED
from monitoring.values import delays
from negotiation.models import Project
from negotiation.models.project import Source

Kind = BudgetEntry.Kind
OWN_SHARE = (Source.REGION, Kind.INSCRIBED)


@dataclass(frozen=True)
class Doubt:
    """Why an entry is asked twice: the figure it differs from, what is entered, and by how much in all (less than
    zero where it falls short)."""

    sentence: str
    entered: int
    excess: int


def ceiling(plan: dict[int | None, int], taken: dict[int, int], year: int) -> int:
    """What a plan gives a year in all: its own line, and what the other years leave of what has no year."""
    others = sum(max(0, amount - plan.get(other, 0)) for other, amount in taken.items() if other != year)
    return plan.get(year, 0) + max(0, plan.get(None, 0) - others)


def project_plan(project: Project, source: str) -> dict[int | None, int]:
    """What the plan gives the project from that source, by year; None for what has no year."""
    plan: dict[int | None, int] = {}
    for line in project.lines:
        if line.source == source and line.amount:
            plan[line.year] = plan.get(line.year, 0) + line.amount
    return plan


def contract_plan(contract: FollowedContract, source: str) -> dict[int | None, int]:
    """The same for all the projects of the contract."""
    plan: dict[int | None, int] = {}
    for project in contract.retained:
        for year, amount in project_plan(project, source).items():
            plan[year] = plan.get(year, 0) + amount
    return plan


def mobilised(contract: FollowedContract, project: Project, source: str) -> dict[int, int]:
    """What came to the project from that source, by year: movements, and for the windows' source their tranches."""
    taken: dict[int, int] = {}
    for movement in contract.standing_movements:
        if (movement.kind, movement.project_id, movement.source) == ("mobilised", project.pk, source):
            taken[movement.year] = taken.get(movement.year, 0) + (movement.amount or 0)
    for tranche in contract.tranches.all():
        if (tranche.project_id, tranche.source) == (project.pk, source) and tranche.state not in NOT_ASKED:
            taken[tranche.year] = taken.get(tranche.year, 0) + tranche.current_sum
    return taken


def doubt_of_movement(
    contract: FollowedContract, *, on: date, project: Project, source: str, year: int, kind: str, amount: int
) -> Doubt | None:
    """Whether this money, with what came before it, passes what the plan in force on its day gives the project that
    year."""
    project = contract.in_terms_of(on).as_agreed(project)
    if kind != Movement.Kind.MOBILISED or project is None:
        return None
    plan, taken = project_plan(project, source), mobilised(contract, project, source)
    most, before = ceiling(plan, taken, year), taken.get(year, 0)
    if before + amount <= most:
        return None
    words = {"plan": money(most), "year": year, "number": project.number, "amount": money(amount)}
    words["before"] = _(", dont %s déjà mobilisés") % money(before) if before and most else ""
    sentence = (
        _("Le plan prévoit %(plan)s pour le projet %(number)s en %(year)s%(before)s ; vous inscrivez %(amount)s.")
        if most
        else _("Le plan ne prévoit rien de cette source pour le projet %(number)s en %(year)s ; vous inscrivez "
               "%(amount)s.")
    )  # fmt: skip
    return Doubt(sentence % words, amount, before + amount - max(most, before))


def doubt_of_budget(
    contract: FollowedContract, *, on: date, source: str, year: int, kind: str, amount: int | None
) -> Doubt | None:
    """Whether what is asked or inscribed passes what the plan in force on that day gives that year, or what was asked;
    and whether the collectivité inscribes less of its own share than the plan gives that year."""
    contract = contract.in_terms_of(on)
    taken = {other: sum_ for other, sum_ in entries.in_budget(contract, source, kind).items() if other != year}
    most = ceiling(contract_plan(contract, source), taken, year)
    asked = entries.in_budget(contract, source, Kind.ASKED).get(year) if kind == Kind.INSCRIBED else None
    words = {"plan": money(most), "year": year, "amount": money(amount or 0), "asked": money(asked or 0)}
    if (amount or 0) > most:
        verb = _("vous demandez") if kind == Kind.ASKED else _("vous inscrivez")
        sentence = _("Le plan prévoit %(plan)s pour %(year)s ; %(verb)s %(amount)s.") % (words | {"verb": verb})
        return Doubt(sentence, amount, amount - most)
    if asked and amount and amount > asked:
        sentence = _("La collectivité a demandé %(asked)s pour %(year)s ; vous inscrivez %(amount)s.") % words
        return Doubt(sentence, amount, amount - asked)
    least = ledger.share(contract, Source(source), year) if (source, kind) == OWN_SHARE else 0
    if amount is not None and 0 < amount < least:
        words |= {"plan": money(least), "lack": money(least - amount)}
        sentence = _("Le plan prévoit %(plan)s pour %(year)s\u00a0; vous inscrivez %(amount)s, il manquera %(lack)s.")
        return Doubt(sentence % words, amount, amount - least)
    return None


def sources_of(contract: FollowedContract, project: Project, on: date) -> list[str]:
    """The sources that the plan in force that day gives the project, in their order; none where it has it not."""
    agreed = contract.in_terms_of(on).as_agreed(project)
    given = {line.source for line in agreed.lines if line.amount} if agreed else set()
    return [source.value for source in Source if source in given]


def sources_ever(contract: FollowedContract) -> list[str]:
    """The sources that a version of the plan has given a project: money of that time may still be written."""
    days = [terms.since for terms in contract.terms.all()] or [contract.signed_on]
    given = {source for day in days for own in contract.retained for source in sources_of(contract, own, day)}
    return [source.value for source in Source if source in given]


def earliest(contract: FollowedContract) -> date:
    """The first day that money or a budget may bear: the signature less a parameter, since the State may pay, and a
    budget be voted, before it."""
    return add_months(contract.signed_on, -delays().before_signature.value_on(contract.signed_on))


def money_years(contract: FollowedContract, today: date) -> list[int]:
    """The years that money may be entered for: those of the plan and the term, and those that `earliest` admits."""
    contract = contract.in_terms_of(today)
    named = ledger.plan_years(contract, contract.term(today))
    return sorted({*named, *range(earliest(contract).year, contract.signed_on.year)})


def is_early(contract: FollowedContract, on: date) -> bool:
    """Whether an act dated that day comes before the signature: admitted, and said wherever it is shown."""
    return on < contract.signed_on


BEYOND = {
    Movement.Kind.MOBILISED: gettext_lazy("Projet %(number)s, %(who)s : mobilisé en %(year)s au-delà du plan"),
    Kind.ASKED: gettext_lazy("%(who)s : demande de %(year)s au-delà du plan"),
    Kind.INSCRIBED: gettext_lazy("%(who)s : inscription de %(year)s au-delà du plan"),
}


@dataclass(frozen=True)
class Passed:
    """A figure of the plan that the facts have passed; `project` is None for a budget of the whole contract."""

    source: Source
    year: int
    planned: int
    entered: int
    what: str
    reason: str
    project: Project | None = None

    @property
    def excess(self) -> int:
        return self.entered - self.planned

    @property
    def key(self) -> str:
        number = self.project.number if self.project else ""
        return f"{self.what[0]}{list(Source).index(self.source)}-{self.year}-P{number}"

    @property
    def title(self) -> str:
        number = self.project.number if self.project else ""
        return str(BEYOND[self.what]) % {"number": number, "who": self.source.label, "year": self.year}

    @property
    def evidence(self) -> str:
        words = {"planned": money(self.planned), "year": self.year, "entered": money(self.entered)}
        told = _("Le plan prévoit %(planned)s pour %(year)s ; %(entered)s sont enregistrés.") % words
        why = _("Motif donné : « %s ».") % self.reason if self.reason else _("Aucun motif n’est donné.")
        return f"{told} {why}"


def passed(contract: FollowedContract) -> Iterator[Passed]:
    """Every figure of the plan that is passed: money mobilised by project, then budgets and demands."""
    for project in contract.retained:
        for source in Source:
            yield from _mobilised_beyond(contract, project, source)
    for source in (Source.REGION, Source.STATE):
        for kind in (Kind.ASKED, Kind.INSCRIBED):
            yield from _budgeted_beyond(contract, source, kind)


def _mobilised_beyond(contract: FollowedContract, project: Project, source: Source) -> Iterator[Passed]:
    plan, taken = project_plan(project, source), mobilised(contract, project, source)
    for year, amount in sorted(taken.items()):
        most = ceiling(plan, taken, year)
        if amount > most:
            rows = [
                row.reason
                for row in contract.standing_movements
                if (row.project_id, row.source, row.year) == (project.pk, source, year) and row.reason
            ]
            yield Passed(source, year, most, amount, Movement.Kind.MOBILISED, rows[-1] if rows else "", project)


def _budgeted_beyond(contract: FollowedContract, source: Source, kind: str) -> Iterator[Passed]:
    plan, taken = contract_plan(contract, source), entries.in_budget(contract, source, kind)
    for year, amount in sorted(taken.items()):
        most = ceiling(plan, taken, year)
        if amount > most:
            reasons = [
                entry.reason
                for entry in contract.budget.all()
                if (entry.source, entry.year, entry.kind) == (source, year, kind)
            ]
            yield Passed(source, year, most, amount, kind, reasons[-1])


def over(on: date, year: int) -> str:
    """Why an act of that day enters no budget of that year, and how to mend."""
    words = {"year": year, "last": long_date(date(year, 12, 31)), "day": long_date(on)}
    return (
        _(
            "L’exercice %(year)s est terminé depuis le %(last)s : un acte du %(day)s n’y entre plus. S’il a été fait "
            "avant, donnez sa date."
        )
        % words
    )


def not_reversible(contract: FollowedContract, movement: Movement) -> str:
    """Why a movement cannot be reversed; empty when it can."""
    if movement.reverses_id:
        return _("Une contre-passation ne se contre-passe pas : enregistrez à nouveau le mouvement.")
    standing = {row.pk: row for row in contract.standing_movements}
    if movement.pk not in standing:
        return _("Ce mouvement est déjà contre-passé.")
    after = {"mobilised": "paid", "paid": "justified"}.get(movement.kind)
    place = (movement.project_id, movement.source, movement.year)
    sums = {"mobilised": 0, "paid": 0, "justified": 0}
    for row in standing.values():
        if (row.project_id, row.source, row.year) == place:
            sums[row.kind] += row.amount or 0
    if after and sums[movement.kind] - (movement.amount or 0) < sums[after]:
        words = {"sum": money(sums[after]), "after": Movement.Kind(after).label}
        return _("%(sum)s en sont déjà enregistrés comme %(after)s : contre-passez-les d’abord.") % words
    return ""
