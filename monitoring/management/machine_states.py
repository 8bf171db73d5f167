"""The follow-up's two machines explored: what each act of `monitoring.workflow` can leave behind in the facts."""

from collections.abc import Callable, Iterable

from monitoring.models import QuarterReport, Tranche
from monitoring.models.machines import Machine as Row
from monitoring.vocabulary import Demand, ReportState, Stage, TrancheState
from monitoring.workflow import REPORT, TRANCHE
from negotiation.management.exploring import NOTHING, Act, Effect, Explored, Facts, Machine, State, explore, facts

D, T, R = Demand, TrancheState, ReportState
# Facts that no demand names: a waiver is asked for; expenses are declared, all of them; a part of the report is in;
# the synthesis came back with remarks; an erratum is proposed.
WAIVER, DECLARED, ALL_DECLARED = "waiver-asked", "declared", "all-declared"
REGION, ANICT, REMARKED, ERRATUM = "region-part", "anict-part", "remarked", "erratum-proposed"


# While an awaited act is really awaited (`models.tranche` and `models.report`): what holds then, and what does not.
TRANCHE_WAITS = {
    "request": (facts(D.MENDED, D.PAPERS, D.RULES), NOTHING),
    "answer_return": (NOTHING, facts(D.MENDED)),
    "file_paper": (facts(D.MENDED), facts(D.PAPERS)),
    "edit_tranche": (facts(D.MENDED, D.PAPERS), facts(D.RULES, WAIVER)),
    "waive": (facts(WAIVER), NOTHING),
    "justify": (NOTHING, facts(ALL_DECLARED)),
    "examine": (facts(DECLARED), NOTHING),
}
TRANCHE_EFFECTS = {
    "file_paper": (Effect(sets=facts(D.PAPERS)), Effect(sets=facts(D.MENDED))),
    "edit_tranche": (Effect(sets=facts(D.RULES)), Effect(clears=facts(D.RULES)), Effect(sets=facts(D.MENDED))),
    "answer_return": (Effect(barred=facts(D.MENDED), sets=facts(D.MENDED)),),
    "ask_waiver": (
        Effect(barred=facts(D.RULES), sets=facts(WAIVER)),
        Effect(barred=facts(D.PAPERS), sets=facts(WAIVER)),
    ),
    # Granted, for a rule or for a paper that the window adds; or refused.
    "waive": (
        Effect(sets=facts(D.RULES), clears=facts(WAIVER)),
        Effect(sets=facts(D.PAPERS), clears=facts(WAIVER)),
        Effect(clears=facts(WAIVER)),
    ),
    "send_back": (Effect(clears=facts(D.MENDED)),),
    "justify": (
        Effect(barred=facts(ALL_DECLARED), sets=facts(DECLARED)),
        Effect(barred=facts(ALL_DECLARED), sets=facts(DECLARED, ALL_DECLARED)),
    ),
    # One of several; the last, accepted; the last, refused in part, which is then to declare again.
    "examine": (
        Effect(given=facts(DECLARED)),
        Effect(given=facts(DECLARED), barred=facts(ALL_DECLARED), clears=facts(DECLARED)),
        Effect(given=facts(DECLARED), clears=facts(DECLARED, ALL_DECLARED)),
    ),
}
# The tranche before it is justified, or a rule of the window changes.
OTHERS = (Effect(sets=facts(D.RULES)), Effect(clears=facts(D.RULES)))

REPORT_WAITS = {
    "fill_region_part": (NOTHING, facts(REGION)),
    "fill_anict_part": (NOTHING, facts(ANICT)),
    "write_up": (NOTHING, facts(D.SYNTHESIS)),
    "adopt_report": (NOTHING, facts(REMARKED)),
    "adopt_erratum": (facts(ERRATUM), NOTHING),
}
REPORT_EFFECTS = {
    "fill_region_part": (
        Effect(barred=facts(ANICT), sets=facts(REGION)),
        Effect(given=facts(ANICT), sets=facts(REGION, D.PARTS)),
    ),
    "fill_anict_part": (
        Effect(barred=facts(REGION), sets=facts(ANICT)),
        Effect(given=facts(REGION), sets=facts(ANICT, D.PARTS)),
    ),
    "write_up": (Effect(sets=facts(D.SYNTHESIS), clears=facts(REMARKED)),),
    "return_report": (
        Effect(given=facts(D.SYNTHESIS), barred=facts(REMARKED), sets=facts(REMARKED), clears=facts(D.SYNTHESIS)),
    ),
    "propose_erratum": (Effect(barred=facts(ERRATUM), sets=facts(ERRATUM)),),
    "adopt_erratum": (Effect(given=facts(ERRATUM), clears=facts(ERRATUM)),),
}


def tranche_machine(stages: Iterable[Stage] = TRANCHE) -> Machine:
    """The tranche as a machine to explore."""
    return Machine(
        start=State(T.DRAFT, facts(D.MENDED)),
        acts=acts(stages, TRANCHE_WAITS),
        effects=TRANCHE_EFFECTS,
        arrivals={},
        ends=frozenset({T.JUSTIFIED, T.CANCELLED}),
        good=T.JUSTIFIED,
        final=frozenset({T.APPROVED, T.RELEASED, T.JUSTIFIED}),
        leads=leads(Tranche),
        time=dict.fromkeys((T.DRAFT, T.REQUESTED, T.RETURNED), OTHERS),
    )


def report_machine(stages: Iterable[Stage] = REPORT) -> Machine:
    """The report of a quarter as a machine to explore."""
    return Machine(
        start=State(R.CANVAS),
        acts=acts(stages, REPORT_WAITS),
        effects=REPORT_EFFECTS,
        arrivals={},
        ends=frozenset({R.TRANSMITTED, R.LAPSED}),
        good=R.TRANSMITTED,
        final=frozenset({R.HELD, R.ADOPTED, R.TRANSMITTED}),
        leads=leads(QuarterReport),
    )


def acts(stages: Iterable[Stage], waits: dict[str, tuple[Facts, Facts]]) -> dict[str, tuple[Act, ...]]:
    always = (NOTHING, NOTHING)
    return {stage.state: tuple(Act.of(row, waits.get(row.name, always)) for row in stage.actions) for stage in stages}


def leads(model: type[Row]) -> Callable[[str, str], frozenset[str]]:
    """Where the state machine of these rows leads from a state by an act."""

    def of(name: str, state: str) -> frozenset[str]:
        found = set()
        for one in model(state=state).get_all_state_transitions():
            if (one.name, one.source) == (name, state):
                found |= set(one.target.allowed_states) if hasattr(one.target, "allowed_states") else {one.target}
        return frozenset(found)

    return of


def explored() -> tuple[Explored, Explored]:
    """The tranche, and the report."""
    return explore(tranche_machine()), explore(report_machine())
