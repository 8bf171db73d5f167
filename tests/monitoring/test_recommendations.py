"""What a session asked stays as its report printed it; what became of it is written later."""

import pytest
from django.db import ProgrammingError, transaction

from cper.people.roles import Role
from monitoring.models import QuarterReport, Recommendation
from monitoring.vocabulary import ReportState
from tests.monitoring.furnished import TODAY, furnish
from tests.monitoring.world import on

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


def test_what_is_closed_is_folded_under_what_is_still_to_follow(client):
    furnish()
    before = QuarterReport.objects.get(state=ReportState.TRANSMITTED)
    now = QuarterReport.objects.get(contract=before.contract, state=ReportState.CANVAS)
    for number, state in enumerate(Recommendation.State, start=1):
        before.recommendations.create(number=number, text=state.label, responsible="ANICT", state=state)
    client.force_login(on(TODAY, Role.DRPSIAP, now.contract.region).user)

    page = client.get(now.get_absolute_url())

    assert [row["text"] for row in page.context["previous"]] == ["à suivre", "en cours"]
    assert [row["text"] for row in page.context["closed"]] == ["réalisée", "sans objet"]
    folded = page.content.decode().split("recommandations closes")[1].split("</details>")[0]
    assert "réalisée" in folded
    assert "à suivre" not in folded
