"""From an address to what the act is about: the contract in sight, its tranche, its quarter, its duty, its year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring import access, ledger
from monitoring.access import Nation
from monitoring.calendar import Quarter, quarters
from monitoring.forms.acts import Case
from monitoring.forms.budget import budget_years
from monitoring.models import Duty, FollowedContract, FundingWindow, QuarterReport, Tranche
from monitoring.models.budget import ANSWERED, FACTS
from monitoring.models.report import OPEN
from monitoring.models.requirements import checklist
from monitoring.operations import next_quarter, to_convene
from monitoring.operations.justifications import under_review
from monitoring.operations.tranches import CEILING_OF
from monitoring.views.act_screens import SOURCES
from monitoring.views.links import ONCE
from monitoring.views.page import find, locate, report_of, tranche_of
from monitoring.vocabulary import Action, PaperKind
from monitoring.workflow import ENDED_BY, EXTRA_PAPERS, FILE, OWN_ACTS, TRANCHE_PAPERS, WAIVE, every_action
from negotiation import kept

# Which acts each address does.
PLAIN = ("open_tranche", "convene", "propose_canvas", "declare_lapse", "record_movement")
BUDGET = (*FACTS, *ANSWERED)
MOVEMENT = ("reverse_movement",)
NATIONAL = ("hold_national",)
OWN = (*(name for name in OWN_ACTS if name not in NATIONAL), *ENDED_BY)
BESIDE = ("file_paper", "waive", "ask_waiver")
TRANCHE_ACTS = tuple(action.name for action in every_action() if action.name not in BESIDE)


def find_for(
    request: HttpRequest,
    reference: str,
    action: Action,
    there: Callable[[FollowedContract], bool] = lambda contract: True,
) -> FollowedContract:
    """The contract with its facts. Who has no mandate for the act is told so before they are read, if what the address
    names is `there` (what is not is missing for everybody)."""
    contract = locate(request, reference)
    turn_away(request, action, contract, there)
    return contract.load()


def turn_away(
    request: HttpRequest,
    action: Action,
    contract: FollowedContract,
    there: Callable[[FollowedContract], bool] = lambda contract: True,
) -> None:
    """403 without the mandate for the act, at once; who had the page before is told later, with what was typed."""
    verdict = access.forbids(request.actor, action.name, contract)
    if verdict and not kept.was_shown(request) and there(contract):
        raise PermissionDenied(verdict.put(contract.offices.said).reason)


def of_contract(request: HttpRequest, reference: str, action: Action) -> Case:
    contract, day = find_for(request, reference, action), request.actor.day
    case = Case(action, contract, day, contract)
    more: dict[str, Callable[[], dict]] = {
        "open_tranche": lambda: {"windows": open_windows()},
        "convene": lambda: {"quarter": to_convene(contract, day), "quarters": unsettled(contract, day)},
        "propose_canvas": lambda: {"quarter": next_quarter(contract, day), "quarters": unsettled(contract, day)},
        "declare_lapse": lambda: {"quarters": lapsable(contract, day)},
    }
    return replace(case, **more[action.name]()) if action.name in more else case


def of_budget(request: HttpRequest, reference: str, action: Action, year: int) -> Case:
    contract = find(request, reference)
    source = SOURCES[action.name]
    case = Case(action, contract, request.actor.day, contract, year=year, source=source)
    if year not in budget_years(case):
        raise Http404(_("Ce contrat-plan ne touche pas cet exercice."))
    return replace(case, most=ledger.share(contract, source, year))


def of_movement(request: HttpRequest, reference: str, action: Action, pk: int) -> Case:
    contract = find_for(request, reference, action, lambda held: pk in held.movements.values_list("pk", flat=True))
    movement = next((row for row in contract.movements.all() if row.pk == pk), None)
    if movement is None:
        raise Http404(_("Ce contrat-plan n’a pas ce mouvement."))
    return Case(action, contract, request.actor.day, contract, movement=movement)


def of_duty(request: HttpRequest, reference: str, action: Action, key: str) -> Case:
    contract = locate(request, reference)
    duty = duty_of(contract, action, "" if key == ONCE else key)
    turn_away(request, action, contract)
    return Case(action, contract.load(), request.actor.day, contract, duty=duty)


def of_nation(request: HttpRequest, action: Action, key: str) -> Case:
    return Case(action, Nation(), request.actor.day, duty=duty_of(None, action, key))


def duty_of(contract: FollowedContract | None, action: Action, key: str) -> Duty:
    """The duty of that period, compared here: an address may hold what the database could not read."""
    code = (OWN_ACTS | ENDED_BY)[action.name].code
    duties = Duty.objects.filter(contract=contract, code=code)
    duty = next((duty for duty in duties if duty.key == key), None)
    if duty is None:
        raise Http404(_("Cette obligation n’existe pas pour cette période."))
    return duty


def of_paper(request: HttpRequest, reference: str, number: int, kind: str) -> Case:
    if kind not in (*TRANCHE_PAPERS, *EXTRA_PAPERS):
        raise Http404(_("Cette pièce n’est pas de celles d’une tranche."))
    tranche = tranche_in(request, reference, number, FILE)
    return Case(FILE, tranche, request.actor.day, tranche.contract, kind=PaperKind(kind))


def of_waiver(request: HttpRequest, reference: str, number: int, code: str, action: Action = WAIVE) -> Case:
    tranche = tranche_of(find(request, reference), number)
    met = next((met for met in checklist(tranche) if met.code == code), None)
    if met is None:
        raise Http404(_("Cette tranche n’a pas cette règle."))
    return Case(action, tranche, request.actor.day, tranche.contract, met=met)


def of_tranche(request: HttpRequest, reference: str, number: int, action: Action) -> Case:
    tranche = tranche_in(request, reference, number, action)
    row = tranche.at(action.name) or action
    windows = open_windows() if action.name == "edit_tranche" else ()
    declared = under_review(tranche) if row.name == "examine" else None
    facts = {"windows": windows, "most": most(tranche, row), "declared": declared}
    return Case(row, tranche, request.actor.day, tranche.contract, **facts)


def most(tranche: Tranche, action: Action) -> int | None:
    """The most that the sum of the act may be, as far as the tranche has come."""
    if action.sum_of == "declared":
        return tranche.undeclared
    return getattr(tranche, CEILING_OF[action.sum_of]) if action.sum_of in CEILING_OF else None


def tranche_in(request: HttpRequest, reference: str, number: int, action: Action) -> Tranche:
    contract = find_for(
        request, reference, action, lambda held: number in held.tranches.values_list("number", flat=True)
    )
    return tranche_of(contract, number)


def of_quarter(request: HttpRequest, reference: str, code: str, action: Action) -> Case:
    contract = find_for(
        request, reference, action, lambda held: code in held.reports.values_list("quarter", flat=True)
    )
    report = report_of(contract, code)
    return Case(report.at(action.name) or action, report, request.actor.day, report.contract)


def open_windows() -> tuple[FundingWindow, ...]:
    return tuple(FundingWindow.objects.filter(open=True))


def unsettled(contract: FollowedContract, day: date) -> tuple[Quarter, ...]:
    """The quarters of the term without a report, in order."""
    reports = {report.quarter for report in contract.reports.all()}
    return tuple(quarter for quarter in quarters(contract.term(day)) if quarter.code not in reports)


def lapsable(contract: FollowedContract, day: date) -> tuple[Quarter, ...]:
    """The quarters ended without a report, as long as none stands open."""
    if any(report.state in OPEN for report in contract.reports.all()):
        return ()
    return tuple(quarter for quarter in unsettled(contract, day) if quarter.end < day)


def way_back(case: Case) -> dict[str, str]:
    """The page of the subject, or the tab the act belongs to."""
    if isinstance(case.subject, Tranche):
        return {"url": case.subject.get_absolute_url(), "label": _("Revenir à la tranche")}
    if isinstance(case.subject, QuarterReport):
        return {"url": case.subject.get_absolute_url(), "label": _("Revenir au trimestre")}
    if case.contract is None:
        return {"url": reverse("nation"), "label": _("Revenir au suivi national")}
    tab, label = tab_of(case)
    return {"url": reverse(tab, args=[case.contract.reference]), "label": label}


def tab_of(case: Case) -> tuple[str, str]:
    if case.duty:
        return "calendar", _("Revenir au calendrier")
    tabs = {
        "open_tranche": ("tranches", _("Revenir aux tranches")),
        "convene": ("quarters", _("Revenir aux trimestres")),
        "propose_canvas": ("quarters", _("Revenir aux trimestres")),
        "declare_lapse": ("quarters", _("Revenir aux trimestres")),
    }
    return tabs.get(case.action.name, ("budget", _("Revenir au budget")))
