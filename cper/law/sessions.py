"""The sessions of the CROCSAD on a contract-plan: how long before one the canvas of its report is proposed.

Source: grille méthodologique, section 4, suivi-évaluation (« cinq jours avant la session trimestrielle »).
"""

from django.utils.translation import gettext_lazy as _

from cper.law.dated import Dated, Unit, given
from cper.law.texts import FOLLOW_UP, GRID

SESSION_NOTICE = Dated(
    _("Canevas du rapport (O8), avant la session, au moins"),
    Unit.DAYS,
    given(5, GRID, FOLLOW_UP),
    _("premier jour du trimestre"),
)
