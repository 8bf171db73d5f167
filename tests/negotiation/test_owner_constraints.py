"""What the database refuses of a project's maître d’ouvrage and of a known place."""

import pytest
from django.db import DatabaseError, transaction

from cper.people.models import KnownPlace
from tests.factories import NOW, ContractFactory, ProjectFactory
from tests.negotiation.test_record_constraints import again

pytestmark = pytest.mark.django_db


def project(**facts):
    return ProjectFactory(contract=ContractFactory(), **facts)


REFUSED = {
    "project_owner_fits_its_scale": lambda: project(scale="regional", owner="state"),
    "project_owner_named_when_another": lambda: project(scale="regional", owner="council", owner_name="Commune"),
    "known_place_once": lambda: again(KnownPlace.objects.create(name="awa", place="0" * 64, last_at=NOW)),
}
ALSO_REFUSED = [
    ("project_owner_fits_its_scale", lambda: project(scale="interregional", owner="delegate")),
    ("project_owner_named_when_another", lambda: project(scale="regional", owner="council", owner_act="n° 7")),
]


@pytest.mark.parametrize(("constraint", "make"), [*REFUSED.items(), *ALSO_REFUSED])
def test_the_impossible_is_refused(constraint, make):
    with pytest.raises(DatabaseError, match=f'"{constraint}"'), transaction.atomic():
        make()
