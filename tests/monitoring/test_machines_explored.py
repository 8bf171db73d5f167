"""While an awaited act of a tranche or a report is really awaited: the rows of the site and the exploration agree."""

from datetime import date
from itertools import product

import pytest

from monitoring.management.machine_states import (
    ALL_DECLARED,
    ANICT,
    DECLARED,
    ERRATUM,
    REGION,
    REMARKED,
    WAIVER,
    report_machine,
    tranche_machine,
)
from monitoring.models import QuarterReport, Tranche
from monitoring.vocabulary import Demand, ReportState, TrancheState
from negotiation.management.exploring import Facts, Machine, facts

DAY = date(2026, 6, 30)


def awaited(machine: Machine, state: str, holds: Facts) -> set[str]:
    return {act.name for act in machine.acts[state] if act.is_awaited(holds)}


@pytest.mark.parametrize("state", TrancheState)
def test_a_tranche_waits_for_the_same_acts_in_the_site_and_in_the_exploration(state):
    machine = tranche_machine()
    for mended, papers, rules, waiver, declared, whole in product((True, False), repeat=6):
        told = {Demand.MENDED: mended, Demand.PAPERS: papers, Demand.RULES: rules}
        told |= {WAIVER: waiver, DECLARED: declared, ALL_DECLARED: whole}
        row = Tranche(
            state=state,
            to_mend=[] if mended else ["figures"],
            lacks_papers=[] if papers else ["plan"],
            lacks_rules=[] if rules else ["share"],
            waivers_asked=["share"] if waiver else [],
            paid=60,
            justified=(60 if whole else 20) - (10 if declared else 0),
            under_review=10 if declared else 0,
        )

        found = {act.name for act in row.stage.actions if row.awaits(act)}

        assert found == awaited(machine, state, facts(*(name for name, holds in told.items() if holds))), told


@pytest.mark.parametrize("state", ReportState)
def test_a_report_waits_for_the_same_acts_in_the_site_and_in_the_exploration(state):
    machine = report_machine()
    for region, anict, written, remarked, erratum in product((True, False), repeat=5):
        told = {REGION: region, ANICT: anict, Demand.SYNTHESIS: written and not remarked}
        told |= {REMARKED: remarked, ERRATUM: erratum}
        row = QuarterReport(
            state=state,
            region_done_on=DAY if region else None,
            anict_done_on=DAY if anict else None,
            difficulties="Crue." if written else "",
            remarks="À préciser." if remarked else "",
            erratum_proposed_on=DAY if erratum else None,
        )

        found = {act.name for act in row.stage.actions if row.awaits(act)}

        assert found == awaited(machine, state, facts(*(name for name, holds in told.items() if holds))), told
