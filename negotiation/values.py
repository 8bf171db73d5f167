"""The dated values of the negotiation: each delay and threshold of its law, from which day and by which text.

`docs/sources.md` lists them. What no text gives is a parameter of the platform (`.env.example`).
"""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cper.law.dated import Dated, Unit, given, silent
from cper.law.texts import GRID
from negotiation.vocabulary import Days

CLOCK = _("jour où le délai de l’étape commence à courir")

EXAMINATION = Dated(_("Examen par la DGCT (E4)"), Unit.DAYS, given(Days(Decimal(8)), GRID, "étape 4"), CLOCK)
# "/dossier technique" has no stated base: one technical dossier per project is the best reading.
OPINIONS = Dated(
    _("Avis des ministères (E5)"), Unit.DAYS, given(Days(Decimal(10), per_project=Decimal(3)), GRID, "étape 5"), CLOCK
)
# "7,5 jours" is printed once for the page that holds steps 6 and 7: one clock for both.
LIST_AND_SELECTION = Dated(
    _("Liste et sélection des projets (E6 et E7 ensemble)"),
    Unit.DAYS,
    given(Days(Decimal("7.5")), GRID, "étape 6"),
    CLOCK,
)
SIGNING = Dated(_("Signature (E8)"), Unit.DAYS, given(Days(Decimal(7)), GRID, "étape 8"), CLOCK)
YEARS_OF_ACCOUNTS = Dated(
    _("Comptes administratifs joints à la demande (E3), les dernières années"),
    Unit.YEARS,
    given(3, GRID, "étape 3"),
    _("jour où le dossier est ouvert"),
)
DAY_COUNT = Dated(_("Jours d’un délai de la négociation"), Unit.COUNT, silent("calendar"), CLOCK, "CPER_DAY_COUNT")

VALUES = (EXAMINATION, OPINIONS, LIST_AND_SELECTION, SIGNING, YEARS_OF_ACCOUNTS, DAY_COUNT)


def counts_working_days(day: date) -> bool:
    """Whether a delay that begins that day counts working days alone."""
    return DAY_COUNT.set_to(settings.CPER_DAY_COUNT).value_on(day) == "working"
