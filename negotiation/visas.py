"""What an act cites after « Vu »: the texts in force on its day, then the deliberations of the council."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.papers.identity import Identity
from cper.people.offices import Offices
from cper.places.wording import Territory
from negotiation.models import Contract, LegalText
from negotiation.workflow import PieceKind

# What each deliberation of the council decides, as the visas say it.
DELIBERATIONS = {
    PieceKind.NEGOTIATION_DELIBERATION: gettext_lazy(
        "autorisant %(head)s à négocier et à signer le contrat-plan avec l’État"
    ),
    PieceKind.CHOICE_DELIBERATION: gettext_lazy("portant choix des projets du contrat-plan"),
}


def visas_of(contract: Contract, territory: Territory, on: date, offices: Offices) -> tuple[str, ...]:
    """Each visa of an act of that day, in order; the papers of the contract are loaded."""
    return (*laws(contract, on), *deliberations(contract, territory, offices))


def laws(contract: Contract, on: date) -> list[str]:
    """The texts in force that day, as they are cited."""
    return [law.citation for law in cited(contract, on)]


def unverified(contract: Contract, on: date) -> list[str]:
    """Those whose number, day or title nobody has read yet in the Journal officiel."""
    return [law.citation for law in cited(contract, on) if law.unverified]


def cited(contract: Contract, on: date) -> QuerySet[LegalText]:
    return LegalText.objects.cited(on, is_district=contract.region.is_district)


def deliberations(contract: Contract, territory: Territory, offices: Offices) -> list[str]:
    """The council's deliberations on file, each by its number, its day and its session, never by the file's name."""
    return [
        deliberation(territory, piece.identity, str(decided) % {"head": offices.said(territory.words.its_head)})
        for kind, decided in DELIBERATIONS.items()
        for piece in contract.pieces.all()
        if piece.kind == kind and piece.current
    ]


def deliberation(territory: Territory, identity: Identity, decided: str) -> str:
    """How a deliberation of its council is cited: its number, its day, its session, what it `decided`."""
    council = _("du %s") % territory.council_name
    if not identity.dated_on:
        return " ".join((_("la délibération (numéro et date non connus)"), council, decided))
    held = _("réuni en %s") % identity.held
    return f"{_('la délibération')} {identity.numbered} {council}, {held}, {decided}"
