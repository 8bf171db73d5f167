"""The page of each act of the law: what it shows, what it does, what it says next, and how it refuses."""

import re

import pytest
from django.urls import reverse

from negotiation import operations
from negotiation.models import Assent, Contract, CriterionVerdict, Mandate, Passage
from negotiation.views.acts import SCREENS
from negotiation.workflow import MOVE_NAMES, TASK_NAMES, Role, Step, example
from tests.factories import NOW, ContractFactory, MandateFactory, ProjectFactory, actor, institution, user_as
from tests.negotiation.pages import faults, notices, text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

SECOND_TRY = (
    "Rien n’a été enregistré. "
    "Ce que vous avez écrit est gardé : relisez, puis validez à nouveau si vous le voulez toujours."
)
# Each act: a dossier in which it can be done, by whom, what is typed, and what the next page says.
ACTS = {
    "adopt": ("deliberation", Role.REGION, {}, ""),
    "complete": ("preparation", Role.REGION, {}, ""),
    "submit": ("formalisation", Role.PRESIDENT, {}, ""),
    "transmit": ("dgct review", Role.DGCT_HEAD, {}, ""),
    "send_back": ("dgct review", Role.DGCT_HEAD, {"comment": "À revoir."}, ""),
    "give_opinion": ("opinions awaited", Role.SECTOR, {"verdict": "reserves", "text": "Entretien."}, ""),
    "resubmit": ("corrections asked", Role.PRESIDENT, {"comment": "Étude jointe."}, ""),
    "open_negotiation": ("opinions given", Role.DGCT_HEAD, {}, ""),
    "approve_list": ("list", Role.GOVERNOR, {}, ""),
    "adopt_selection": ("selection", Role.GOVERNOR, {}, ""),
    "return_list": ("selection", Role.GOVERNOR, {"comment": "Trop cher."}, ""),
    "propose_convention": ("convention awaited", Role.PRESIDENT, {}, ""),
    "return_convention": ("convention proposed", Role.GOVERNOR, {"comment": "Article 4."}, ""),
    "approve_convention": ("convention proposed", Role.GOVERNOR, {"ceremony_on": "30/11/2026", "ceremony_place": "Kayes"}, ""),
    "sign": ("convention approved", Role.PRESIDENT, {}, ""),
    "withdraw": ("opinions awaited", Role.PRESIDENT, {"comment": "Délibération annulée."}, ""),
    "close": ("dgct review", Role.DGCT_HEAD, {"comment": "Sans objet."}, ""),
}
