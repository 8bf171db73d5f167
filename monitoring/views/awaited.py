"""What the follow-up waits for from one person: duties, tranches, quarters, inscriptions; each once.

A duty for which a tranche in preparation or an open quarter already stands in the list is not told twice: that line
bears its deadline. The most urgent come first: late, then without a deadline, then in time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.law import budget_years
from cper.pages.tables import Table
from cper.people.models import Actor
from cper.people.rights import fills, holds, reaches
from cper.words.delays import elapsed, lateness
from cper.words.french import NBSP, money, sequence
from monitoring import bsi, workflow
from monitoring.bsi import ANSWERS
from monitoring.models import BudgetEntry, Duty, FollowedContract, QuarterReport, Tranche
from monitoring.models.report import OPEN
from monitoring.views import told
from monitoring.views.links import budget_url, duty_url
from monitoring.views.rows import contract_cell
from monitoring.views.tables import awaited_table
from monitoring.vocabulary import ReportState, TrancheState
from negotiation.models.project import Source

ASK_A_TRANCHE, SESSION, CANVAS, TRANSMIT = "O3", "O7", "O8", "O9"
Kind_ = BudgetEntry.Kind


def duties(actor: Actor) -> QuerySet[Duty]:
    """The duties of the actor, save those that a line of `tranches` or `quarters` stands for, in their list or in that
    of their own house: a demand in preparation is with its agents, then with its President."""
    same = {"contract": OuterRef("contract")}
    drafts = Tranche.objects.filter(state=TrancheState.DRAFT, source=Source.STATE)
    drafted = Exists(drafts.annotate(code=Cast("year", CharField())).filter(**same, code=OuterRef("key")))
    opened = Exists(QuarterReport.objects.awaiting(actor).filter(**same, quarter=OuterRef("key")))
    stands = Case(When(code=ASK_A_TRANCHE, then=drafted), default=opened)
    found = Duty.objects.awaited(actor.day).of(actor).alias(stands=stands).filter(stands=False)
    found = found.exclude(Q(code=CANVAS) & _not_the_next())
    found = found.exclude(Q(code__in=(SESSION, CANVAS)) & _another_is_open())
    return urgent(found, actor, due=F("due_on"), since=F("opens_on"))


def _not_the_next() -> Exists:
    """Whether an earlier quarter of the contract has no canvas yet: they are opened one after the other."""
    earlier = Duty.objects.filter(code=CANVAS, contract=OuterRef("contract"), settled_on=None)
    return Exists(earlier.filter(key__lt=OuterRef("key")))


def _another_is_open() -> Exists:
    """Whether another quarter of the contract is under review: the next is called and opened once its report is
    adopted."""
    here = QuarterReport.objects.filter(contract=OuterRef("contract"), state__in=OPEN)
    return Exists(here.exclude(quarter=OuterRef("key")))


def tranches(actor: Actor) -> QuerySet[Tranche]:
    """The tranches in which an act is awaited from the actor; one in preparation is due with the duty of its year,
    while no other tranche has settled it."""
    owed = Duty.objects.filter(code=ASK_A_TRANCHE, settled_on=None)
    of_the_year = owed.filter(contract=OuterRef("contract"), key=OuterRef("code"))
    found = Tranche.objects.awaiting(actor).annotate(code=Cast("year", CharField()))
    drafted = When(state=TrancheState.DRAFT, source=Source.STATE, then=Subquery(of_the_year.values("due_on")[:1]))
    return urgent(found, actor, due=Case(drafted, output_field=DateField()), since=F("entered_state_on"))


def quarters(actor: Actor) -> QuerySet[QuarterReport]:
    """The quarters in which an act is awaited from the actor: due for the session, then for the transmission."""
    sent = Duty.objects.filter(code=TRANSMIT, contract=OuterRef("contract"), key=OuterRef("quarter"))
    due = Case(
        When(state=ReportState.CANVAS, then=F("session_planned_on")),
        When(state=ReportState.TRANSMITTED, then=Value(None)),
        default=Subquery(sent.values("due_on")[:1]),
        output_field=DateField(),
    )
    return urgent(QuarterReport.objects.awaiting(actor), actor, due=due, since=F("entered_state_on"))


def inscriptions(actor: Actor) -> QuerySet[BudgetEntry]:
    """The demands made to the DNPD that are neither in the BSI nor answered, for who inscribes them; the last of a
    year counts, until that year is over.

    `listed` tells that the demand is in the national register.
    """
    if not any(holds(actor, role) for role in workflow.roles_of("inscribe_bsi")):
        return BudgetEntry.objects.none()
    asked = _last_of_its_year(actor, Kind_.ASKED, *ANSWERS).filter(kind=Kind_.ASKED)
    same = BudgetEntry.objects.filter(contract=OuterRef("contract"), year=OuterRef("year"), source=Source.STATE)
    listed = asked.annotate(listed=Exists(same.filter(kind=Kind_.REGISTERED)))
    return urgent(listed, actor, due=Case(output_field=DateField()), since=F("on"))


def answers(actor: Actor) -> QuerySet[BudgetEntry]:
    """What the DNPD refused or wants completed, for who may make another demand; the last word of a year counts. The
    new demand is due by the 30 June that the first one was to keep, where the answer came before it."""
    here = [mandate.region_id for mandate in actor.mandates if fills(mandate, workflow.roles_of("ask_bsi")[0])]
    found = _last_of_its_year(actor, Kind_.ASKED, *ANSWERS).filter(kind__in=ANSWERS, contract__region__in=here)
    due = Case(When(on__lte=F("deadline"), then=F("deadline")), output_field=DateField())
    return urgent(found.annotate(deadline=_bsi_deadline()), actor, due=due, since=F("on"))


def _bsi_deadline() -> Case:
    """The last day to ask for the BSI of the year of an entry, as `budget_years.bsi_deadline` has it."""
    whens = [When(year__gte=first, then=_year_before(*day)) for first, day in budget_years.deadlines()]
    return Case(*whens, output_field=DateField())


def _year_before(month: int, day: int) -> Func:
    return Func(F("year") - 1, Value(month), Value(day), function="make_date", output_field=DateField())


def _last_of_its_year(actor: Actor, *kinds: str) -> QuerySet[BudgetEntry]:
    """The last entry of these kinds of each contract and year, until the BSI has it or its year is over."""
    rows = BudgetEntry.objects.filter(source=Source.STATE)
    same = rows.filter(contract=OuterRef("contract"), year=OuterRef("year"))
    return rows.filter(
        ~Exists(same.filter(kind=Kind_.INSCRIBED)),
        ~Exists(same.filter(kind__in=kinds, pk__gt=OuterRef("pk"))),
        Exists(FollowedContract.objects.visible_to(actor).filter(pk=OuterRef("contract"), cutoff=None)),
        kind__in=kinds,
        year__gte=actor.day.year,
    )


def urgent(rows: QuerySet, actor: Actor, *, due: Any, since: Any) -> QuerySet:
    """The rows with `due`, `since` and `urgency`, the most urgent first, their contract loaded."""
    rank = Case(When(due__lt=actor.day, then=0), When(due=None, then=1), default=2, output_field=IntegerField())
    dated = rows.annotate(due=due, since=since).annotate(urgency=rank, turn=Coalesce("due", "since"))
    return dated.select_related("contract__region").order_by("urgency", "turn", "pk")


def of_duty(duty: Duty) -> dict:
    return {"act": duty.title, "object": duty.label, "url": duty_url(duty), "why": [duty.note] if duty.note else []}


def of_tranche(tranche: Tranche, actor: Actor, said: list) -> dict:
    words = {"number": tranche.number, "year": tranche.year, "sum": money(tranche.current_sum)}
    return {
        "act": acts(tranche, actor),
        "object": _("Tranche %(number)s (%(year)s) : %(sum)s") % words,
        "url": tranche.get_absolute_url(),
        "why": [one.in_short for one in said] or lacking(tranche),
    }


def lacking(tranche: Tranche) -> list[str]:
    """What a file in preparation lacks."""
    lacks = [*tranche.lacks_papers, *tranche.lacks_rules] if tranche.state == TrancheState.DRAFT else []
    return [_("Il manque : %s") % sequence(lacks)] if lacks else []


def of_quarter(report: QuarterReport, actor: Actor, said: list) -> dict:
    return {
        "act": acts(report, actor),
        "object": _("Trimestre %s") % report.when.label,
        "url": report.get_absolute_url(),
        "why": [one.in_short for one in said],
    }


def of_inscription(entry: BudgetEntry) -> dict:
    name = "inscribe_bsi" if entry.listed else "register"
    asked = _("%s demandés") % money(entry.amount) if entry.amount else ""
    return {
        "act": str(workflow.example(name).label),
        "object": f"{NBSP}: ".join(filter(None, [_("BSI %s") % entry.year, asked])),
        "url": budget_url(entry.contract, name, entry.year),
    }


def of_answer(entry: BudgetEntry) -> dict:
    demand = bsi.Demand(entry.year, entry, entry)
    return {
        "act": str(workflow.example("ask_bsi").label),
        "object": _("BSI %s") % entry.year,
        "url": budget_url(entry.contract, "ask_bsi", entry.year),
        "why": [demand.said],
    }


def acts(subject: Tranche | QuarterReport, actor: Actor) -> str:
    """The acts that the subject waits for from the actor's mandates that reach it."""
    own = [mandate for mandate in actor.mandates if reaches(mandate, subject)]
    labels = [
        str(action.label)
        for action in subject.stage.actions
        if subject.awaits(action) and any(fills(mandate, role) for mandate in own for role in action.roles)
    ]
    return ", ".join(labels)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that waits: the parameter of its pages, its heading, its rows, what a line says of one."""

    name: str
    label: str
    rows: Callable[[Actor], QuerySet]
    words: Callable[[Any, Actor, list], dict]
    reasons: Callable[[Iterable[Any]], dict[int, list]] = lambda _rows: {}

    @property
    def table(self) -> Table:
        return awaited_table(self.name, self.label)

    def lines(self, rows: Iterable[Model], actor: Actor) -> list[dict]:
        listed = list(rows)
        said = self.reasons(listed)
        return [line(row, self.words(row, actor, said.get(row.pk, [])), actor) for row in listed]


KINDS = (
    Kind("obligations", gettext_lazy("Obligations"), duties, lambda duty, *_more: of_duty(duty)),
    Kind("tranches", gettext_lazy("Tranches"), tranches, of_tranche, told.reasons),
    Kind("trimestres", gettext_lazy("Trimestres"), quarters, of_quarter, told.remarks),
    Kind("bsi", gettext_lazy("Répertoire et BSI"), inscriptions, lambda entry, *_more: of_inscription(entry)),
    Kind("reponses", gettext_lazy("Réponses de la DNPD"), answers, lambda entry, *_more: of_answer(entry)),
)


def on_contract(contract: FollowedContract, actor: Actor) -> list[tuple[dict, Any]]:
    """What the contract waits for from the actor: the lines of his inbox that are about it, each with its row, as the
    contract has it loaded."""
    loaded = {(type(one), one.pk): one for one in (*contract.tranches.all(), *contract.reports.all())}
    found: list[tuple[dict, Any]] = []
    for kind in KINDS:
        rows = [_dated(row, loaded) for row in kind.rows(actor).filter(contract=contract)]
        for row in rows:
            row.contract = contract
        found += zip(kind.lines(rows, actor), rows, strict=True)
    return sorted(found, key=lambda one: one[0]["order"])


def _dated(row: Any, loaded: dict) -> Any:
    """The row that is loaded already, with the days by which this one waits."""
    held = loaded.get((type(row), row.pk), row)
    held.due, held.since, held.urgency, held.turn = row.due, row.since, row.urgency, row.turn
    return held


def line(row: Any, words: dict, actor: Actor) -> dict:
    """What waits, about which contract, since when, before when."""
    return {
        **words,
        "contract": contract_cell(row.contract) if row.contract else None,
        "since": elapsed(row.since, actor.day),
        "due": lateness(row.due, actor.day),
        "order": (row.urgency, row.turn),
    }


def first_lines(actor: Actor, most: int) -> tuple[list[dict], int]:
    """The most urgent lines of all kinds together, and how many wait in all. One query for each kind."""
    found, count = [], 0
    for kind in KINDS:
        rows = list(kind.rows(actor).annotate(total=Window(Count("pk")))[:most])
        count += rows[0].total if rows else 0
        found += kind.lines(rows, actor)
    return sorted(found, key=lambda one: one["order"])[:most], count


def has_a_part(actor: Actor) -> bool:
    """Whether the follow-up ever awaits something from the actor."""
    rows = [action for stages in workflow.MACHINES.values() for stage in stages for action in stage.actions]
    awaited = [role for action in rows if action.awaited for role in action.roles]
    owed = [duty.role for duty in workflow.DUTIES]
    return any(holds(actor, role) for role in {*awaited, *owed, *workflow.roles_of("inscribe_bsi")})
