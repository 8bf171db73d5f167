"""Who presides the CROCSAD by office: the Governor of the region, or who stands in for him (methodological grid, part
4). Who did preside a session is a fact, typed with it (`QuarterReport.chaired_by`); this is only its default."""

from datetime import date

from cper.people.models import Mandate
from cper.people.roles import Body, Function
from monitoring.models import FollowedContract


def by_office(contract: FollowedContract, on: date) -> str:
    """« Awa Traoré, Gouverneure de la Région de Kayes » that day; empty where nobody is known to hold the office."""
    mandate = (
        Mandate.objects.on(on)
        .filter(
            institution__body=Body.GOVERNORATE, institution__region=contract.region_id, function=Function.SIGNATORY
        )
        .exclude(basis=Mandate.Basis.DELEGATION)
        .select_related("person", "institution__region")
        .order_by("-basis", "pk")
        .first()
    )
    return f"{mandate.person.name}, {mandate.label}" if mandate else ""
