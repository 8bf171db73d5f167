"""Every write of the negotiation, one transaction each; views call these and nothing else."""

from cper.people.rights import Refused, Stale
from negotiation.operations.answers import answer_remarks
from negotiation.operations.dossier import (
    may_add,
    may_open,
    may_remove,
    open_contract,
    remove_project,
    revise_contract,
    save_project,
    set_financing,
)
from negotiation.operations.incidents import settle_incident
from negotiation.operations.moves import make_move
from negotiation.operations.papers import attach_piece, may_attach, slot_of
from negotiation.operations.people import (
    choose_password,
    choose_style,
    end_mandate,
    grant_mandate,
    require_administrator,
    save_person,
)
from negotiation.operations.reviews import assess, give_opinion, without_ground
from negotiation.operations.selection import draw_list, record_session
from negotiation.operations.sign_in import Visitor, may_try, welcome
from negotiation.operations.signing import (
    approve_convention,
    propose_convention,
    return_convention,
    sign,
    validate_model,
)

__all__ = [
    "Refused",
    "Stale",
    "Visitor",
    "answer_remarks",
    "approve_convention",
    "assess",
    "attach_piece",
    "choose_password",
    "choose_style",
    "draw_list",
    "end_mandate",
    "give_opinion",
    "grant_mandate",
    "make_move",
    "may_add",
    "may_attach",
    "may_open",
    "may_remove",
    "may_try",
    "open_contract",
    "propose_convention",
    "record_session",
    "remove_project",
    "require_administrator",
    "return_convention",
    "revise_contract",
    "save_person",
    "save_project",
    "set_financing",
    "settle_incident",
    "sign",
    "slot_of",
    "validate_model",
    "welcome",
    "without_ground",
]
