"""A woman has her function written as she chooses; a letter to a Governor opens and closes as letters do."""

import pytest
from django.urls import reverse

from cper.people.models import Mandate, User
from cper.people.roles import Role
from cper.words.titles import Styled, letter, salutation, styled
from tests.factories import user_as
from tests.negotiation.pages import text

TITLES = [
    ("Gouverneur de la Région de Kayes", "Gouverneure de la Région de Kayes"),
    ("Président du Conseil régional de Kayes", "Présidente du Conseil régional de Kayes"),
    ("Premier Vice-président du Conseil régional", "Première Vice-présidente du Conseil régional"),
    ("Directeur général des collectivités territoriales", "Directrice générale des collectivités territoriales"),
    ("Directeur régional de la planification (DRPSIAP)", "Directrice régionale de la planification (DRPSIAP)"),
    ("Secrétaire général du ministère chargé des finances", "Secrétaire générale du ministère chargé des finances"),
    ("Chef du service du développement local", "Cheffe du service du développement local"),
    ("Maire du District de Bamako", "Maire du District de Bamako"),
    ("Gouverneure de la Région de Gao", "Gouverneure de la Région de Gao"),
]


@pytest.mark.parametrize(("given", "hers"), TITLES)
def test_a_title_is_feminine_where_its_bearer_asks_for_it(given, hers):
    written = [styled(given, style) for style in ("", Styled.SIR, Styled.MADAM, Styled.MADAM_FEMININE)]

    assert written == [given, given, given, hers]


@pytest.mark.parametrize(
    ("style", "called"),
    [
        ("", "Madame ou Monsieur le Gouverneur"),
        (Styled.SIR, "Monsieur le Gouverneur"),
        (Styled.MADAM, "Madame le Gouverneur"),
        (Styled.MADAM_FEMININE, "Madame la Gouverneure"),
    ],
)
def test_who_signs_is_called_by_the_function(style, called):
    assert salutation("Gouverneur de la Région de Kayes", style, signs=True) == called


@pytest.mark.parametrize(
    ("style", "called"), [("", "Madame, Monsieur"), (Styled.SIR, "Monsieur"), (Styled.MADAM_FEMININE, "Madame")]
)
def test_who_does_not_sign_is_called_by_no_function(style, called):
    assert salutation("Chargé de dossiers à l’ANICT", style, signs=False) == called


def test_a_notice_leaves_as_a_letter():
    assert letter("Dossier X\n", "Madame la Gouverneure") == (
        "Madame la Gouverneure,\n\nDossier X\n\n"
        "Veuillez agréer, Madame la Gouverneure, l’expression de notre haute considération.\n\n"
        "La plateforme des contrats-plans État-Région ou District\n"
    )


@pytest.mark.django_db
def test_one_chooses_how_one_is_written_and_the_next_acts_say_so(client):
    governor = user_as(Role.GOVERNOR)
    Mandate.objects.filter(person=governor).update(title="Gouverneur de la Région de Kayes")
    client.force_login(governor)

    done = client.post(reverse("account"), {"styled": Styled.MADAM_FEMININE}, follow=True)

    assert "Gouverneure de la Région de Kayes" in text(done.content.decode())
    mandate = Mandate.objects.select_related("person", "institution").get(person=governor)
    assert mandate.stamp["by_title"] == "Gouverneure de la Région de Kayes"


@pytest.mark.django_db
def test_a_choice_that_is_not_offered_changes_nothing(client):
    client.force_login(user_as(Role.GOVERNOR))

    client.post(reverse("account"), {"styled": "roi"})

    assert User.objects.exclude(styled="").count() == 0
