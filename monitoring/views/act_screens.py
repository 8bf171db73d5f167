"""Each act's screen: its template, what it shows, its form, the one operation it calls, and where that leads.

`wanting` (`act_grounds`) says why an act that the law allows has nothing to lean on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from cper.words.french import long_date, money, sequence, sum_of
from monitoring import operations
from monitoring.forms.acts import ActForm, Case, MoveForm, PaperForm, ReasonForm
from monitoring.forms.budget import AnswerForm, BudgetForm, MovementForm
from monitoring.forms.duty import DutyForm
from monitoring.forms.erratum import ErratumForm
from monitoring.forms.examination import ExaminationForm
from monitoring.forms.parts import AnictPartForm, PartForm, RegionPartForm
from monitoring.forms.quarter import (
    AdoptForm,
    CanvasForm,
    ConveningForm,
    HoldForm,
    LapseForm,
    MoveSessionForm,
    RectifyForm,
    TransmitForm,
)
from monitoring.forms.returns import ReturnForm, WaiveForm
from monitoring.forms.synthesis import SynthesisForm
from monitoring.forms.tranche import TrancheForm
from monitoring.models import QuarterReport, Tranche
from monitoring.models.budget import ANSWERED, FACTS
from monitoring.views import act_facts as facts
from monitoring.views import act_grounds as grounds
from monitoring.views import answer_facts as answers
from monitoring.views import review_facts as reviews
from monitoring.workflow import OWN_ACTS
from negotiation.models.project import Source


class Led(NamedTuple):
    """Where an act leads, what its message may name, and whose next act the message tells, where it has just begun."""

    address: str
    said: dict[str, str]
    begun: Tranche | QuarterReport | None = None


def move(case: Case, form: MoveForm, **who: Any) -> Led:
    """A plain move of a tranche, with what its row asks for."""
    given = form.given("comment", "amount", "on", "file", "concerns")
    moved = operations.move_tranche(case.subject, case.action.name, **given, **form.seen, **who)
    return Led(moved.get_absolute_url(), {})


def open_tranche(case: Case, form: TrancheForm, **who: Any) -> Led:
    tranche = operations.open_tranche(case.subject, **form.demand, **who)
    return Led(tranche.get_absolute_url(), {}, tranche)


def edit_tranche(case: Case, form: TrancheForm, **who: Any) -> Led:
    return Led(operations.edit_tranche(case.subject, **form.demand, **form.seen, **who).get_absolute_url(), {})


def file_paper(case: Case, form: PaperForm, **who: Any) -> Led:
    paper = operations.file_paper(case.subject, case.kind, form.cleaned_data["file"], **form.seen, **who)
    words = {"kind": case.kind.label, "version": paper.version}
    return Led(case.subject.get_absolute_url(), {"paper": _("%(kind)s, version %(version)s") % words})


def waive(case: Case, form: WaiveForm, **who: Any) -> Led:
    answer = operations.refuse_waiver if form.refused else operations.waive
    answer(case.subject, case.met.code, reason=form.cleaned_data["comment"], **form.seen, **who)
    said = {"outcome": _("refusée") if form.refused else _("accordée")}
    return Led(case.subject.get_absolute_url(), said)


def ask_waiver(case: Case, form: ReasonForm, **who: Any) -> Led:
    operations.ask_waiver(case.subject, case.met.code, reason=form.cleaned_data["comment"], **form.seen, **who)
    return Led(case.subject.get_absolute_url(), {})


def answer_return(case: Case, form: ReasonForm, **who: Any) -> Led:
    operations.answer_return(case.subject, reason=form.cleaned_data["comment"], **form.seen, **who)
    return Led(case.subject.get_absolute_url(), {})


def justify(case: Case, form: MoveForm, **who: Any) -> Led:
    given = form.given("amount", "on", "file")
    operations.justify(case.subject, **given, **form.seen, **who)
    return Led(case.subject.get_absolute_url(), {})


def examine(case: Case, form: ExaminationForm, **who: Any) -> Led:
    reason = form.cleaned_data["comment"]
    answered = operations.examine(case.subject, accepted=form.accepted, reason=reason, **form.seen, **who)
    accepted = sum_of(answered.accepted, "%s accepté", "%s acceptés")
    said = f"{str(answered.state.label).lower()}, {accepted}"
    return Led(case.subject.get_absolute_url(), {"outcome": said})


def record_budget(case: Case, form: BudgetForm, **who: Any) -> Led:
    given = form.given("amount", "on", "reference", "reason", "file")
    operations.record_budget(case.contract, case.action.name, year=case.year, **given, **form.seen, **who)
    return Led(reverse("budget", args=[case.contract.reference]), {})


def answer_bsi(case: Case, form: AnswerForm, **who: Any) -> Led:
    typed = form.cleaned_data
    operations.answer_bsi(
        case.contract, case.action.name, year=case.year, reason=typed["comment"], on=typed["on"], **form.seen, **who
    )
    return Led(reverse("budget", args=[case.contract.reference]), {})


def record_movement(case: Case, form: MovementForm, **who: Any) -> Led:
    operations.record_movement(case.contract, **form.movement, **form.seen, **who)
    return Led(reverse("budget", args=[case.contract.reference]), {})


def reverse_movement(case: Case, form: MoveForm, **who: Any) -> Led:
    operations.reverse_movement(case.movement, reason=form.cleaned_data["comment"], **who)
    return Led(reverse("budget", args=[case.contract.reference]), {"sum": money(case.movement.amount or 0)})


def convene(case: Case, form: ConveningForm, **who: Any) -> Led:
    given = form.given("session_on", "place", "file")
    operations.convene(case.contract, case.quarter, **given, **who)
    words = {"quarter": case.quarter.label, "day": long_date(form.cleaned_data["session_on"])}
    said = {"session": _("%(quarter)s, le %(day)s") % words}
    return Led(reverse("quarters", args=[case.contract.reference]), said)


def lapse_resources(case: Case, form: ReasonForm, **who: Any) -> Led:
    operations.lapse_resources(case.contract, case.duty.key, reason=form.cleaned_data["comment"], **who)
    return Led(reverse("calendar", args=[case.contract.reference]), {})


def propose_canvas(case: Case, form: CanvasForm, **who: Any) -> Led:
    report = operations.propose_canvas(case.contract, case.quarter, **form.given("on", "session_on"), **who)
    remarks = "".join(f" {remark}" for remark in form.remarks)
    return Led(report.get_absolute_url(), {"quarter": case.quarter.label, "remarks": remarks}, report)


def declare_lapse(case: Case, form: LapseForm, **who: Any) -> Led:
    typed = form.cleaned_data
    lapsed = operations.declare_lapse(case.contract, until=typed["until"], reason=typed["comment"], **who)
    names = sequence(report.when.label for report in lapsed)
    return Led(reverse("quarters", args=[case.contract.reference]), {"quarters": names})


def hold_session(case: Case, form: HoldForm, **who: Any) -> Led:
    return Led(operations.hold_session(case.subject, **form.session, **form.seen, **who).get_absolute_url(), {})


def move_session(case: Case, form: MoveSessionForm, **who: Any) -> Led:
    typed = form.cleaned_data
    facts = {"session_on": typed["session_on"], "reason": typed["comment"]}
    moved = operations.move_session(case.subject, **facts, **form.seen, **who)
    return Led(moved.get_absolute_url(), {"day": long_date(typed["session_on"])})


def rectify_session(case: Case, form: RectifyForm, **who: Any) -> Led:
    return Led(operations.rectify_session(case.subject, **form.session, **form.seen, **who).get_absolute_url(), {})


def propose_erratum(case: Case, form: ErratumForm, **who: Any) -> Led:
    lines = [operations.Corrected(**line) for line in form.lines]
    reason = form.cleaned_data["comment"]
    erratum = operations.propose_erratum(case.subject, lines, reason=reason, **form.seen, **who)
    return Led(case.subject.get_absolute_url(), {"number": str(erratum.number)})


def adopt_erratum(case: Case, form: MoveForm, **who: Any) -> Led:
    erratum = operations.adopt_erratum(case.subject, **form.seen, **who)
    return Led(case.subject.get_absolute_url(), {"number": str(erratum.number)})


def lapse_report(case: Case, form: MoveForm, **who: Any) -> Led:
    reason = form.cleaned_data["comment"]
    return Led(operations.lapse_report(case.subject, reason=reason, **form.seen, **who).get_absolute_url(), {})


def fill_part(case: Case, form: PartForm, **who: Any) -> Led:
    fill = {"fill_region_part": operations.fill_region_part, "fill_anict_part": operations.fill_anict_part}
    said = [operations.Part(project_id, **form.said(project_id)) for project_id in form.project_ids]
    note = form.cleaned_data["note"]
    return Led(fill[case.action.name](case.subject, said, note=note, **form.seen, **who).get_absolute_url(), {})


def write_up(case: Case, form: SynthesisForm, **who: Any) -> Led:
    written = operations.write_up(
        case.subject,
        **form.given("difficulties", "outlook", "parts_note"),
        judged=[operations.Judged(**row) for row in form.judged],
        asked=[operations.Asked(**row) for row in form.asked],
        followed=[operations.FollowUp(**row) for row in form.followed],
        **form.seen,
        **who,
    )
    return Led(written.get_absolute_url(), {})


def return_report(case: Case, form: ReasonForm, **who: Any) -> Led:
    remarks = form.cleaned_data["comment"]
    return Led(operations.return_report(case.subject, remarks=remarks, **form.seen, **who).get_absolute_url(), {})


def adopt_report(case: Case, form: AdoptForm, **who: Any) -> Led:
    adopted = operations.adopt_report(case.subject, **form.given("early_reason"), **form.seen, **who)
    return Led(adopted.get_absolute_url(), {})


def transmit_report(case: Case, form: TransmitForm, **who: Any) -> Led:
    given = form.given("reference", "on", "file")
    return Led(operations.transmit_report(case.subject, **given, **form.seen, **who).get_absolute_url(), {})


def fulfil(case: Case, form: DutyForm, **who: Any) -> Led:
    given = form.given("on", "note", "reason", "file") | {"lapsed": form.lapsed}
    operations.fulfil(case.contract, case.action.name, case.duty.key, **given, **who)
    said = {"outcome": _("carence constatée") if form.lapsed else _("procès-verbal enregistré")}
    if case.contract is None:
        return Led(reverse("nation"), said)
    return Led(reverse("calendar", args=[case.contract.reference]), said)


@dataclass(frozen=True)
class Screen:
    """How an act is asked for."""

    facts: Callable[[Case, Any], dict] = facts.sums_facts
    form: type[ActForm] = MoveForm
    perform: Callable[..., Led] = move
    template: str = "act"
    wanting: Callable[[Case], str] = lambda case: ""


SCREENS = {
    "open_tranche": Screen(facts.left_facts, TrancheForm, open_tranche, wanting=grounds.no_tranche),
    "edit_tranche": Screen(facts.left_facts, TrancheForm, edit_tranche, wanting=grounds.no_tranche),
    "file_paper": Screen(facts.paper_facts, PaperForm, file_paper),
    "waive": Screen(answers.waiver_facts, WaiveForm, waive, wanting=grounds.no_waiver),
    "request": Screen(facts.tranche_facts),
    "accept": Screen(facts.tranche_facts),
    "send_back": Screen(facts.tranche_facts, ReturnForm),
    "ask_waiver": Screen(answers.waiver_facts, ReasonForm, ask_waiver, wanting=grounds.no_request),
    "answer_return": Screen(answers.return_facts, ReasonForm, answer_return, wanting=grounds.no_answer),
    "approve": Screen(),
    "release": Screen(),
    "pay": Screen(),
    "justify": Screen(perform=justify, wanting=grounds.no_declaration),
    "examine": Screen(answers.declared_facts, ExaminationForm, examine, wanting=grounds.no_examination),
    "cancel": Screen(facts.ending_facts, template="ending"),
    "record_movement": Screen(facts.movement_facts, MovementForm, record_movement, wanting=grounds.no_movement),
    "reverse_movement": Screen(facts.reversal_facts, MoveForm, reverse_movement, "ending", grounds.no_reversal),
    "convene": Screen(reviews.convening_facts, ConveningForm, convene, wanting=grounds.no_session),
    "lapse_resources": Screen(facts.duty_facts, ReasonForm, lapse_resources, wanting=grounds.too_early_to_end),
    "propose_canvas": Screen(reviews.canvas_facts, CanvasForm, propose_canvas, wanting=grounds.no_canvas),
    "declare_lapse": Screen(reviews.lapse_facts, LapseForm, declare_lapse, "ending", grounds.no_lapse),
    "hold": Screen(reviews.hold_facts, HoldForm, hold_session),
    "lapse": Screen(reviews.ending_facts, MoveForm, lapse_report, "ending", grounds.too_early_to_lapse),
    "move_session": Screen(reviews.hold_facts, MoveSessionForm, move_session),
    "rectify_session": Screen(reviews.session_facts, RectifyForm, rectify_session),
    "propose_erratum": Screen(reviews.erratum_facts, ErratumForm, propose_erratum, "erratum"),
    "adopt_erratum": Screen(reviews.erratum_lines, perform=adopt_erratum, wanting=grounds.no_erratum),
    "fill_region_part": Screen(reviews.region_facts, RegionPartForm, fill_part, "part"),
    "fill_anict_part": Screen(reviews.anict_facts, AnictPartForm, fill_part, "part"),
    "write_up": Screen(reviews.synthesis_facts, SynthesisForm, write_up, "synthesis"),
    "adopt_report": Screen(reviews.adoption_facts, AdoptForm, adopt_report),
    "return_report": Screen(reviews.adoption_facts, ReasonForm, return_report, wanting=grounds.nothing_to_return),
    "transmit_report": Screen(reviews.transmission_facts, TransmitForm, transmit_report),
    **{name: Screen(facts.budget_facts, BudgetForm, record_budget, wanting=grounds.no_budget) for name in FACTS},
    **{name: Screen(facts.budget_facts, AnswerForm, answer_bsi, wanting=grounds.no_demand) for name in ANSWERED},
    **{name: Screen(facts.duty_facts, DutyForm, fulfil, wanting=grounds.no_duty) for name in OWN_ACTS},
}
# Whose share each budget act is about.
SOURCES = {name: Source(source) for name, (source, _kind) in FACTS.items()} | dict.fromkeys(ANSWERED, Source.STATE)
