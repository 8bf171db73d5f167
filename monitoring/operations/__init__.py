"""Every write of the follow-up, one transaction each; views call these and nothing else."""

from cper.people.rights import Refused, Stale
from monitoring.operations.budget import answer_bsi, record_budget, who_wrote
from monitoring.operations.duties import fulfil, lapse_resources
from monitoring.operations.errata import Corrected, adopt_erratum, propose_erratum
from monitoring.operations.justifications import examine, justify
from monitoring.operations.movements import record_movement, reverse_movement, who_moved
from monitoring.operations.report_content import (
    Asked,
    FollowUp,
    Judged,
    Part,
    fill_anict_part,
    fill_region_part,
    write_up,
)
from monitoring.operations.reports import (
    adopt_report,
    convene,
    declare_lapse,
    lapse_report,
    next_quarter,
    propose_canvas,
    return_report,
    to_convene,
    transmit_report,
)
from monitoring.operations.rules import Rule, save_window, who_kept
from monitoring.operations.sessions import hold_session, move_session, rectify_session
from monitoring.operations.tranches import answer_return, edit_tranche, file_paper, move_tranche, open_tranche
from monitoring.operations.waivers import ask_waiver, refuse_waiver, waive

__all__ = [
    "Asked",
    "Corrected",
    "FollowUp",
    "Judged",
    "Part",
    "Refused",
    "Rule",
    "Stale",
    "adopt_erratum",
    "adopt_report",
    "answer_bsi",
    "answer_return",
    "ask_waiver",
    "convene",
    "declare_lapse",
    "edit_tranche",
    "examine",
    "file_paper",
    "fill_anict_part",
    "fill_region_part",
    "fulfil",
    "hold_session",
    "justify",
    "lapse_report",
    "lapse_resources",
    "move_session",
    "move_tranche",
    "next_quarter",
    "open_tranche",
    "propose_canvas",
    "propose_erratum",
    "record_budget",
    "record_movement",
    "rectify_session",
    "refuse_waiver",
    "return_report",
    "reverse_movement",
    "save_window",
    "to_convene",
    "transmit_report",
    "waive",
    "who_kept",
    "who_moved",
    "who_wrote",
    "write_up",
]
