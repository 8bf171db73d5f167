"""What the administrator types of the reference data comes back, as everywhere (the rule itself: `test_kept`)."""

import pytest
from django.apps import apps
from django.urls import reverse

from cper.people.roles import Role
from cper.places.models import Cercle
from negotiation.models import LegalText
from tests.factories import ContractFactory, all_seats, user_as
from tests.interruptions import losses

pytestmark = pytest.mark.django_db
REFERENCE = ("region", "cercle", "institution", "legaltext")


@pytest.mark.parametrize("name", REFERENCE)
def test_whatever_interrupts_the_reference_data_what_is_typed_comes_back(name):
    all_seats()
    placed = ContractFactory().region
    LegalText.objects.create(citation="la Constitution", rank=1)
    Cercle.objects.create(name="Bafoulabé", slug="bafoulabe").placements.create(region=placed)
    held = apps.get_model("negotiation", name).objects.first()
    pages = [reverse(f"admin:negotiation_{name}_add"), reverse(f"admin:negotiation_{name}_change", args=[held.pk])]

    for url in pages:
        assert list(losses(user_as(Role.ADMIN), url)) == []
