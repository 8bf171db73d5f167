"""The papers of the follow-up: byte for byte to who sees the contract, no one else; the report draft, then frozen."""

from hashlib import sha256

import pytest
from django.urls import reverse

from cper.papers import rendering
from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.models import Paper, QuarterReport
from tests.factories import region
from tests.monitoring import world
from tests.monitoring.acting import MARCH, canvas, written
from tests.monitoring.world import at, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return world.follow()


def pdf_of(report):
    return reverse("report-pdf", args=[report.contract.reference, report.quarter])


def adopted(contract):
    report, day = written(contract), MARCH
    return operations.adopt_report(report, by=on(day, Role.GOVERNOR, contract.region), at=at(day))


def test_a_paper_is_handed_over_byte_for_byte_to_who_sees_the_contract(contract, office):
    held = world.tranche(contract).papers.first()

    response = office.enter(Role.FINANCE).client.get(reverse("paper", args=[contract.reference, held.pk]))

    content = b"".join(response.streaming_content)
    assert sha256(content).hexdigest() == held.sha256
    assert response.headers["ETag"] == f'"{held.sha256}"'
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_paper_does_not_exist_for_another_region_nor_under_another_contract(contract, office):
    held = world.tranche(contract).papers.first()
    other = world.follow()
    elsewhere = office.enter(Role.PRESIDENT, where=region("gao"))
    own = reverse("paper", args=[contract.reference, held.pk])

    assert elsewhere.client.get(own).status_code == 404
    at_home = office.enter(Role.PRESIDENT)
    assert at_home.client.get(reverse("paper", args=[other.reference, held.pk])).status_code == 404
    assert at_home.client.post(own).status_code == 405


def test_a_paper_of_the_nation_is_read_by_those_who_follow(contract, office):
    renewal.renew_nation(MARCH)
    by = on(MARCH, Role.DGCT)
    operations.fulfil(None, "hold_national", "2019-T1", by=by, at=at(MARCH), file=world.paper())
    url = reverse("national-paper", args=[Paper.objects.get().pk])

    read = office.enter(Role.REGION, where=region("gao")).client.get(url)
    assert sha256(b"".join(read.streaming_content)).hexdigest() == Paper.objects.get().sha256
    assert office.enter(Role.ADMIN).client.get(url).status_code == 404


def test_a_paper_of_a_contract_is_no_paper_of_the_nation(contract, office):
    held = world.tranche(contract).papers.first()

    assert office.enter(Role.DGCT).client.get(reverse("national-paper", args=[held.pk])).status_code == 404


def test_before_the_adoption_the_report_is_a_draft_that_nobody_keeps(contract, office):
    response = office.enter(Role.REGION).client.get(pdf_of(canvas(contract)))

    assert response.content.startswith(b"%PDF-")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"] == f'inline; filename="{contract.reference}-2018-T4-projet.pdf"'


def test_the_adopted_report_is_its_frozen_bytes_and_a_second_reading_costs_nothing(contract, office):
    report = adopted(contract)
    client = office.enter(Role.FINANCE).client

    first = client.get(pdf_of(report))
    second = client.get(pdf_of(report), headers={"If-None-Match": first.headers["ETag"]})

    assert sha256(b"".join(first.streaming_content)).hexdigest() == report.sha256
    assert first.headers["ETag"] == f'"{report.sha256}"'
    assert (second.status_code, second.content) == (304, b"")


def test_a_lapse_has_no_report(contract, office):
    report = canvas(contract)
    by = on(MARCH, Role.GOVERNOR, contract.region)
    operations.lapse_report(report, reason="Crue.", by=by, at=at(MARCH))

    assert office.enter(Role.REGION).client.get(pdf_of(report)).status_code == 404


def test_a_draft_that_cannot_be_laid_out_is_a_page_that_says_so(contract, office, monkeypatch):
    monkeypatch.setattr(rendering, "CHILD", rendering.CHILD.with_name("absent.py"))
    report = canvas(contract)

    response = office.enter(Role.REGION).client.get(pdf_of(report))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Le rapport n’a pas pu être mis en page" in response.content.decode()
    assert QuarterReport.objects.get().state == "canvas"
