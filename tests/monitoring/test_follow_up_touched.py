"""Two persons before one form of the follow-up: nobody undoes what he did not touch (the rule: `test_touched`)."""

from datetime import date

import pytest
from django.test import Client

from cper.people.roles import Role
from monitoring.models import QuarterReport, ReportLine, Tranche
from tests.interruptions import fields
from tests.monitoring import world
from tests.monitoring.acting import act, canvas, written
from tests.monitoring.world import MILLION, follow, on
from tests.negotiation.pages import notices
from tests.negotiation.test_conflicts import told

pytestmark = pytest.mark.django_db
DAY = date(2019, 2, 1)


@pytest.fixture
def contract():
    return follow()


def beside(role: Role, contract) -> Client:
    browser = Client()
    browser.force_login(on(DAY, role, contract.region).user)
    return browser


def test_a_tranche_edited_at_two_desks_comes_together(contract, office):
    tranche = world.tranche(contract)
    url, one = act(tranche, "modifier"), office.enter(Role.REGION, DAY).client
    other = beside(Role.REGION, contract)
    ours, theirs = (fields(desk.get(url)).held for desk in (one, other))
    one.post(url, ours | {"requested": "70 000 000"})

    answer = other.post(url, theirs | {"note": "Urgent."})
    other.post(url, fields(answer).held)

    saved = Tranche.objects.get(pk=tranche.pk)
    assert (answer.status_code, told(answer)) == (409, [])
    assert "le 1er février 2019 à 10 h 00" in notices(answer)[-1]
    assert (saved.requested, saved.note) == (70 * MILLION, "Urgent.")


def test_a_part_written_at_two_desks_comes_together_line_by_line(contract, office):
    report = canvas(contract)
    line = report.lines.first()
    url, one = act(report, "part-region"), office.enter(Role.REGION, date(2019, 1, 15)).client
    other = beside(Role.REGION, contract)
    ours, theirs = (fields(desk.get(url)).held for desk in (one, other))
    one.post(url, ours | {f"physical-{line.project_id}": "25", f"works-{line.project_id}": "Marché signé."})

    mine = {f"physical-{line.project_id}": "30", f"difficulties-{line.project_id}": "Crue."}
    answer = other.post(url, theirs | mine)
    other.post(url, fields(answer).held)

    assert answer.status_code == 409
    assert [row.split()[-2:] for row in told(answer)] == [["30", "25"]]
    saved = ReportLine.objects.get(pk=line.pk)
    assert (saved.physical, saved.works, saved.difficulties) == (3_000, "Marché signé.", "Crue.")


def test_a_recommendation_added_meanwhile_is_not_left_out(contract, office):
    report = written(contract)
    url, one = act(report, "synthese"), office.enter(Role.DRPSIAP, DAY).client
    other = beside(Role.DRPSIAP, contract)
    theirs = fields(other.get(url)).held
    ours = fields(one.get(url)).held
    more = {f"text-{rank}": f"Recommandation {rank}." for rank in range(1, 6)}
    more |= {f"responsible-{rank}": "Conseil régional" for rank in range(1, 6)}
    assert one.post(url, ours | more | {"rows": "6"}).status_code == 302

    grown = other.post(url, theirs | {"outlook": "Reprise en juin.", "more": "recommendations"})
    answer = other.post(url, fields(grown).held)
    done = other.post(url, fields(answer).held)

    saved = QuarterReport.objects.get(pk=report.pk)
    assert (grown.status_code, answer.status_code, done.status_code) == (200, 409, 302)
    assert (saved.outlook, told(answer)) == ("Reprise en juin.", [])
    assert [row.text for row in saved.recommendations.all()] == [
        "Ouvrir la piste.",
        *(f"Recommandation {rank}." for rank in range(1, 6)),
    ]
