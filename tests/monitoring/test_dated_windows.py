"""The rules of a window hold from a day on, by a text: written, shown, refused."""

from datetime import date

import pytest
from django.urls import reverse

from monitoring.forms.windows import WindowEntry
from monitoring.models import FundingWindow
from monitoring.operations import Rule
from tests.monitoring.pages import DAY, NOW
from tests.monitoring.world import ruled
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def saved() -> FundingWindow:
    """A window that gives 40 % of the year at most in its first tranche, since today."""
    return ruled(Rule(1, share=4_000), day=DAY, since=DAY)


def typed(address: str, client, **more) -> dict:
    shown = entries(client.get(address))
    return {name: value for name, value in shown.items() if not name.endswith("-papers")} | {"open": "on"} | more


def test_rules_of_a_later_day_stand_beside_those_in_force_with_their_text(keeper, saved):
    address = reverse("window", args=[saved.pk])
    later = {"since": "01/01/2020", "text": "Instruction d’essai", "rangs-1-share": "30"}

    keeper.post(address, typed(address, keeper, **later))

    sets = keeper.get(reverse("windows")).context["rows"][0]["sets"]
    told = [(text(one["source"]), [text(words) for rule in one["rules"] for words in rule["asks"]]) for one in sets]
    assert told == [
        ("À compter du 3 juin 2019 ; aucun texte cité", ["40 % de la part prévue pour l’année, au plus"]),
        ("À compter du 1er janvier 2020 : Instruction d’essai", ["30 % de la part prévue pour l’année, au plus"]),
    ]
    shown = entries(keeper.get(address))
    assert [shown["since"], shown["text"], shown["rangs-1-share"]] == ["01/01/2020", "Instruction d’essai", "30"]


def test_rules_that_ask_nothing_more_are_told_so_from_their_day(keeper, saved):
    address = reverse("window", args=[saved.pk])

    keeper.post(address, typed(address, keeper, since="01/07/2019", **{"rangs-1-share": ""}))

    last = keeper.get(reverse("windows")).context["rows"][0]["sets"][-1]
    assert [text(last["source"]), last["rules"]] == ["À compter du 1er juillet 2019 ; aucun texte cité", []]


@pytest.mark.parametrize(("day", "since"), [(DAY, DAY), (date(2019, 7, 3), date(2019, 7, 3))])
def test_what_is_changed_another_day_is_a_new_set_of_rules(saved, day, since):
    entry = WindowEntry(None, window=saved, day=day)

    assert [entry.form["since"].value(), entry.ranks[0]["share"].value()] == [since, 4_000]


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        ("", "Donnez le jour à compter duquel ces règles valent."),
        ("01/01/2010", "Vérifiez l’année : elle est comprise entre 2014 et 2100."),
    ],
)
def test_rules_without_a_day_or_older_than_the_contracts_are_refused(keeper, saved, since, sentence):
    address = reverse("window", args=[saved.pk])

    page = keeper.post(address, typed(address, keeper, since=since))

    assert [text(said) for said in page.context["entry"].form.errors["since"]] == [sentence]
