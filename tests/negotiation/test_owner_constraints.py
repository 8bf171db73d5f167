"""What the database refuses of a project's maître d’ouvrage, of an envelope and of a known place."""

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from negotiation.models import KnownPlace
from negotiation.workflow import Body, Step
from tests.factories import NOW, ContractFactory, ProjectFactory
from tests.negotiation.test_record_constraints import again

pytestmark = pytest.mark.django_db


def project(**facts):
    return ProjectFactory(contract=ContractFactory(), **facts)


def cut_envelope():
    opinion = ContractFactory(step=Step.SIGNATURE, ready=True).opinions.get(institution__body=Body.FINANCE)
    # The trigger that ties an envelope to finance speaks first: this guard stands by itself.
    with pgtrigger.ignore("negotiation.Opinion:opinion_of_finance_has_its_envelope"), transaction.atomic():
        again(opinion, round=2, superseded=True, verdict="unfavourable", text="Non.", envelope=1)


REFUSED = {
    "project_owner_fits_its_scale": lambda: project(scale="regional", owner="state"),
    "project_owner_named_when_another": lambda: project(scale="regional", owner="council", owner_name="Commune"),
    "opinion_envelope_only_where_it_passes": cut_envelope,
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
