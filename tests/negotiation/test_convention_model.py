"""Drafts say that the model of convention is to be validated until the DGCT does; an approved text never does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from negotiation import documents, model_text, operations
from negotiation.models import ConventionModel
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import NOW, TODAY, ContractFactory, actor, user_as
from tests.negotiation.pages import page_of

pytestmark = pytest.mark.django_db

MENTION = "Modèle à valider par la DGCT"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "pdf"


@pytest.fixture
def contract():
    return ContractFactory(step=Step.SIGNATURE, ready=True)


def mention(contract, *, draft: bool) -> str:
    return str(documents.convention_of(contract, on=TODAY, draft=draft).model_note)


def test_a_draft_carries_the_mention_until_the_model_is_validated_and_an_approved_text_never_does(contract):
    before = [mention(contract, draft=draft) for draft in (True, False)]

    operations.validate_model(by=actor(Role.DGCT_HEAD), at=NOW)

    assert before == [MENTION, ""]
    assert [mention(contract, draft=draft) for draft in (True, False)] == ["", ""]


def test_a_model_written_anew_is_to_be_validated_anew(contract):
    operations.validate_model(by=actor(Role.DGCT_HEAD), at=NOW)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ConventionModel.objects.update(fingerprint="0" * 64)

    assert len(model_text.model_print()) == 64
    ConventionModel(fingerprint="0" * 64, validated_at=NOW, **actor(Role.DGCT_HEAD).mandates[0].stamp).save()
    assert ConventionModel.objects.count() == 2


def test_the_model_is_all_that_the_convention_is_printed_from():
    found, waiting = set(), ["convention"]
    while waiting:
        name = waiting.pop()
        found.add(name)
        source = (TEMPLATES / f"{name}.html").read_text()
        waiting += set(re.findall(r'include "pdf/(\w+)\.html"', source)) - found

    assert found == set(model_text.MODEL)


def test_only_the_director_general_validates_it(client):
    with pytest.raises(Refused):
        operations.validate_model(by=actor(Role.PRESIDENT), at=NOW)
    client.force_login(user_as(Role.DGCT_HEAD))

    response = client.post("/modele-de-convention/", follow=True)

    assert response.context["validated"]
    assert [row["note"] for row in response.context["rows"]] == ["le modèle imprimé aujourd’hui"]


def test_the_page_of_the_convention_says_that_the_model_is_to_be_validated_and_who_may_finds_where(contract, client):
    client.force_login(user_as(Role.DGCT_HEAD))

    response = client.get(page_of("dossier-convention", contract))

    assert "Le modèle de convention n’est pas encore validé par la DGCT" in response.content.decode()
    assert response.context["model_url"] == "/modele-de-convention/"
