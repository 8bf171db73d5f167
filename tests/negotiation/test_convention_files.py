"""The convention and the minutes of its signature as files: from when on, for whom, and the very bytes."""

import io

import pypdf
import pytest
from django.urls import reverse

from cper.people.roles import Role
from negotiation.models import Site
from tests.factories import NOW, all_seats, region, user_as
from tests.situations import BYTES, SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


@pytest.fixture
def governor(client):
    client.force_login(user_as(Role.GOVERNOR))
    return client


def convention(contract):
    return reverse("convention-pdf", args=[contract.reference])


def minutes(contract):
    return reverse("signature-record-pdf", args=[contract.reference])


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("situation", ["opinions given", "withdrawn"])
def test_there_is_no_convention_before_the_list_nor_for_what_ended_without_one(situation, governor):
    contract = make_dossier(SITUATIONS[situation])

    assert governor.get(convention(contract)).status_code == 404


def test_from_the_list_on_the_draft_is_read_with_its_watermark(governor):
    contract = make_dossier(SITUATIONS["list"])

    response = governor.get(convention(contract))

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{contract.reference}-projet.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert {"PROJET", contract.reference} <= set(words_of(response.content).split())


def test_what_was_approved_is_handed_over_byte_for_byte(governor):
    contract = make_dossier(SITUATIONS["convention approved"])

    response = governor.get(convention(contract))

    assert response.content == BYTES
    assert response.headers["Content-Disposition"] == f'inline; filename="{contract.reference}.pdf"'


def test_the_minutes_exist_once_both_have_signed(governor):
    approved, signed = (make_dossier(SITUATIONS[name]) for name in ("convention approved", "signed"))

    answers = [governor.get(minutes(contract)) for contract in (approved, signed)]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[1].content == BYTES
    assert answers[1].headers["Content-Disposition"] == f'inline; filename="{signed.reference}-proces-verbal.pdf"'


def test_the_convention_of_another_region_does_not_exist(client):
    contract = make_dossier(SITUATIONS["signed"])
    client.force_login(user_as(Role.GOVERNOR, region("gao")))

    assert [client.get(page(contract)).status_code for page in (convention, minutes)] == [404, 404]


def test_a_draft_that_cannot_be_laid_out_says_so_and_when_to_try_again(governor):
    contract = make_dossier(SITUATIONS["list"])
    project = contract.projects.get(listed=True)
    Site.objects.bulk_create(Site(project=project, number=rank + 2, name="x" * 120) for rank in range(12_000))

    response = governor.get(convention(contract))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Le document est trop volumineux pour être mis en page." in response.content.decode()
