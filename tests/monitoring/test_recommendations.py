"""What a session asked stays as its report printed it; what became of it is written later."""

import pytest
from django.db import ProgrammingError, transaction

from monitoring.models import QuarterReport, Recommendation
from monitoring.vocabulary import ReportState
from tests.monitoring.places import TODAY, furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Recommendation:
    """A recommendation of a session that is held, not adopted."""
    _full, held, _bare = furnish()
    report = QuarterReport.objects.get(contract=held, state=ReportState.HELD)
    return Recommendation.objects.create(report=report, number=1, text="Payer le fournisseur", responsible="ANICT")


def test_what_was_asked_is_never_rewritten(asked):
    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        Recommendation.objects.filter(pk=asked.pk).update(text="Autre chose")


def test_what_became_of_it_is_written(asked):
    Recommendation.objects.filter(pk=asked.pk).update(state="done", note="Payé.")

    assert Recommendation.objects.get(pk=asked.pk).state == "done"


def test_a_recommendation_of_an_adopted_report_is_never_removed():
    furnish()
    report = QuarterReport.objects.get(state=ReportState.ADOPTED)
    asked = Recommendation.objects.create(report=report, number=1, text="Payer", responsible="ANICT", due_on=TODAY)

    with pytest.raises(ProgrammingError, match="recommendation_frozen_with_its_report"), transaction.atomic():
        asked.delete()
