"""A session called and an erratum adopted leave a notice and a mail; a return is read before the papers; what an older
source does not tell of tranches is not known."""

from datetime import date

import pytest
from django.core import mail

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport
from negotiation.models import Notice
from tests.monitoring.acting import written
from tests.monitoring.pages import opened
from tests.monitoring.scene import adopt
from tests.monitoring.world import at, bring, follow, kayes, move, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


def told(django_capture_on_commit_callbacks, act) -> dict[str, str]:
    """Body of the institution told by the act, and what it is told."""
    Notice.objects.all().delete()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        act()
    assert len(mail.outbox) == Notice.objects.count()
    return {row.institution.body: text(row.body) for row in Notice.objects.select_related("institution")}


def test_a_session_that_is_called_is_mailed_to_who_prepares_it(django_capture_on_commit_callbacks):
    contract, day = follow(), date(2018, 12, 1)
    governor = on(day, Role.GOVERNOR, contract.region)
    facts = {"session_on": date(2018, 12, 20), "place": "Kayes", "by": governor, "at": at(day)}

    found = told(django_capture_on_commit_callbacks, lambda: operations.convene(contract, Quarter(2018, 4), **facts))

    assert set(found) == {"drpsiap", "council", "anict"}
    assert all("T4 2018, session du 20 décembre 2018, à Kayes" in one for one in found.values())
    assert ["Proposer le canevas" in found[body] for body in ("drpsiap", "council")] == [True, False]


def test_an_erratum_that_is_adopted_is_mailed_to_who_read_the_report(django_capture_on_commit_callbacks):
    report = adopt(written(follow()), date(2019, 2, 1))
    day = date(2019, 2, 3)
    region = report.contract.region
    lines = [operations.Corrected("P1-mobilised", 5_000_000)]
    held = QuarterReport.objects.get()
    operations.propose_erratum(held, lines, reason="Mandat oublié.", by=on(day, Role.DRPSIAP, region), at=at(day))
    governor = on(day, Role.GOVERNOR, region)

    found = told(
        django_capture_on_commit_callbacks,
        lambda: operations.adopt_erratum(QuarterReport.objects.get(), by=governor, at=at(day)),
    )

    assert set(found) == {"drpsiap", "council", "anict"}
    assert all("erratum n° 1 du rapport adopté" in one and "Mandat oublié." in one for one in found.values())


def test_on_the_page_of_the_contract_a_returned_tranche_says_why_before_its_papers(client):
    contract = follow()
    bring(tranche(contract), "request")
    move(contract.tranches.get(), "send_back", comment="Le plan est illisible.")

    page = text(opened(client, Role.FINANCE, "execution", contract.reference, where="kayes").content.decode())

    head = page.index("La prochaine tranche")
    assert page.index("Le plan est illisible.", head) > head
    assert page.index("Le plan est illisible.", head) < page.index("Rempli", head)


def test_of_an_older_source_tranches_are_not_known(client):
    contract = kayes()
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), date(2026, 11, 20))

    page = text(opened(client, Role.FINANCE, "tranches", contract.reference, where="kayes").content.decode())

    assert "Tranches non connues" in page
    assert "Aucune tranche n’est demandée" not in page
    assert "État, sans année 391 412 237 non connu non connu" in page
