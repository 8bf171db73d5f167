"""The funding windows: read by every follower, kept by the ANICT's signatory and secretariat alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import F
from django.urls import reverse

from cper.people.roles import Function, Role
from monitoring import operations
from monitoring.models import FundingWindow, Passage, TrancheRule
from monitoring.operations import Rule
from tests.factories import region
from tests.interruptions import fields
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import on, window
from tests.negotiation.pages import entries, faults, notices, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def ruled(*rules: Rule) -> FundingWindow:
    return operations.save_window(window(), rules, by=on(DAY, Role.ANICT_RULES), at=NOW)


def typed(address: str, client, **more) -> dict:
    """What sending the page back would send, no paper ticked."""
    shown = entries(client.get(address))
    return {name: value for name, value in shown.items() if not name.endswith("-papers")} | {"open": "on"} | more


def held(saved: FundingWindow) -> list[tuple]:
    return [(rule.rank, rule.share, rule.justified, rule.papers) for rule in saved.rules.all()]


def test_a_new_window_asks_nothing(keeper):
    address = reverse("window-add")

    page = keeper.post(address, typed(address, keeper, name="Guichet des études"))

    saved = FundingWindow.objects.get(name="Guichet des études")
    assert [page.url, saved.source, saved.open, held(saved)] == [reverse("windows"), "state", True, []]


def test_what_is_typed_for_a_rank_becomes_its_rule(keeper):
    address = reverse("window-add")
    rule = {"rangs-1-share": "40", "rangs-2-share": "33,33 %", "rangs-2-justified": "80.5"}

    keeper.post(
        address, typed(address, keeper, name="Guichet", **rule) | {"rangs-2-papers": ["progress", "certificate"]}
    )

    assert held(FundingWindow.objects.get()) == [
        (1, 4_000, None, []),
        (2, 3_333, 8_050, ["progress", "certificate"]),
    ]


def test_a_window_shows_its_rules_as_they_are_typed(keeper):
    saved = ruled(Rule(1, share=4_000), Rule(3, share=3_333, justified=8_000, papers=("progress",)))

    page = keeper.get(reverse("window", args=[saved.pk]))

    shown = entries(page)
    assert [shown[f"rangs-{rank}-share"] for rank in (1, 2, 3, 4)] == ["40", "", "33,33", ""]
    assert [rank["papers"].value() for rank in page.context["entry"].ranks[1:]] == [None, ["progress"], None]


def test_an_emptied_rank_loses_its_rule(keeper):
    saved = ruled(Rule(1, share=4_000), Rule(2, share=6_000))
    address = reverse("window", args=[saved.pk])

    keeper.post(address, typed(address, keeper, **{"rangs-1-share": ""}))

    assert held(saved) == [(2, 6_000, None, [])]


def test_a_rule_replaced_keeps_its_history(keeper):
    saved = ruled(Rule(1, share=4_000))
    address = reverse("window", args=[saved.pk])

    keeper.post(address, typed(address, keeper, **{"rangs-1-share": "50"}))

    assert held(saved) == [(1, 5_000, None, [])]
    assert set(TrancheRule.history.values_list("share", flat=True)) == {4_000, 5_000}
    assert (
        list(Passage.objects.values_list("action", "detail", "by_institution"))
        == [("keep_rules", saved.name, on(DAY, Role.ANICT).mandates[0].institution.name)] * 2
    )


@pytest.mark.parametrize(
    ("entry", "value", "sentence"),
    [
        ("share", "quarante", "Écrivez un taux en pour cent, avec deux décimales au plus, par exemple 45 ou 45,5."),
        ("share", "33,333", "Écrivez un taux en pour cent, avec deux décimales au plus, par exemple 45 ou 45,5."),
        ("share", "101", "Un taux va de 0 à 100 %."),
        ("justified", "-5", "Un taux va de 0 à 100 %."),
        ("justified", "0", "Écrivez un taux au-dessus de 0, ou videz la case : le guichet ne demande rien."),
        ("papers", "convention", "Sélectionnez un choix valide. convention n’en fait pas partie."),
    ],
)
def test_a_rate_that_is_none_is_refused_in_words(keeper, entry, value, sentence):
    address = reverse("window-add")

    page = keeper.post(address, typed(address, keeper, name="Guichet", **{f"rangs-1-{entry}": value}))

    assert [fault.partition(" : ")[2] for fault in faults(page)] == [sentence]
    assert list(FundingWindow.objects.all()) == []


def test_a_window_has_a_name_of_its_own(keeper):
    ruled()
    address = reverse("window-add")

    page = keeper.post(address, typed(address, keeper, name=window().name))

    assert faults(page) == ["Nom : Ce guichet existe."]


def test_one_more_rank_keeps_what_is_typed_and_saves_nothing(keeper):
    address = reverse("window-add")

    page = keeper.post(address, typed(address, keeper, name="Guichet", **{"rangs-2-share": "abc", "more": "1"}))

    shown = entries(page)
    assert [shown["name"], shown["rangs-2-share"], shown["rangs-3-share"], shown["rangs"]] == [
        "Guichet",
        "abc",
        "",
        "3",
    ]
    assert [faults(page), FundingWindow.objects.count()] == [[], 0]


@pytest.mark.parametrize("count", ["999", "-1", "beaucoup", ""])
def test_a_count_of_ranks_that_was_not_offered_is_bounded(keeper, count):
    address = reverse("window-add")

    page = keeper.post(address, {"rangs": count, "more": "1"})

    assert 1 <= len(page.context["entry"].ranks) <= 12


def test_who_comes_second_is_told_so(keeper):
    saved = ruled(Rule(1, share=4_000))
    address = reverse("window", args=[saved.pk])
    first, second = (typed(address, keeper, **{"rangs-1-share": share}) for share in ("50", "60"))
    keeper.post(address, first)

    page = keeper.post(address, second)
    again = keeper.post(address, fields(page).held)

    who = saved.history.latest().history_user.name
    assert page.status_code == 409
    said = f"ouverte : {who} l’a enregistré le 3 juin 2019 à 10 h 00. Rien n’est enregistré."
    assert said in " ".join(notices(page))
    assert "Part de l’année, au plus (1) 60 50" in text(page.text)
    assert [again.status_code, held(saved)] == [302, [(1, 6_000, None, [])]]


def test_what_one_did_not_touch_of_a_window_is_not_undone(keeper):
    saved = ruled(Rule(1, share=4_000), Rule(2, share=1_000, papers=("progress",)))
    address = reverse("window", args=[saved.pk])
    first, second = (fields(keeper.get(address)).held for _desk in range(2))
    keeper.post(address, first | {"rangs-1-share": "50", "rangs-3-justified": "80"})

    page = keeper.post(address, second | {"name": "Guichet des pistes"})
    keeper.post(address, fields(page).held)

    assert "Ce que vous avez tous deux changé" not in page.text
    assert (FundingWindow.objects.get().name, held(saved)) == (
        "Guichet des pistes",
        [(1, 5_000, None, []), (2, 1_000, None, ["progress"]), (3, None, 8_000, [])],
    )


@contextmanager
def just_before_it_is_saved(rival: Callable[[], object]) -> Iterator[None]:
    """Somebody else is faster: `rival` is done when the page, found right, asks for its turn to save."""
    rivals = [rival]

    def meanwhile(execute, sql, params, many, context):
        if "FOR NO KEY UPDATE" in sql and rivals:
            rivals.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        yield


@pytest.mark.parametrize(
    ("rival", "sentence"),
    [
        (
            lambda: FundingWindow.objects.update(version=F("version") + 1),
            "Ce guichet a changé depuis que cette page s’est ouverte : ",
        ),
        (lambda: FundingWindow.objects.create(name="Guichet des études"), "Ce guichet existe."),
    ],
)
def test_who_loses_the_race_is_told_so_and_loses_nothing_typed(keeper, rival, sentence):
    address = reverse("window", args=[ruled(Rule(1, share=4_000)).pk])
    sent = typed(address, keeper, name="Guichet des études", **{"rangs-1-share": "50"})

    with just_before_it_is_saved(rival):
        page = keeper.post(address, sent)

    shown = entries(page)
    assert (page.status_code, sentence in " ".join(faults(page) + notices(page))) == (409, True)
    assert (shown["name"], shown["rangs-1-share"]) == ("Guichet des études", "50")
    assert list(TrancheRule.objects.values_list("share", flat=True)) == [4_000]


@pytest.mark.parametrize(
    ("role", "function"),
    [(role, Function.SIGNATORY) for role in (Role.DNPD, Role.PRESIDENT, Role.DGCT_HEAD, Role.ADR, Role.ADMIN)]
    + [(Role.ANICT, Function.AGENT)],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_keeps_the_windows(client, role, function, method):
    saved = ruled(Rule(1, share=4_000))
    client.force_login(on(DAY, role, region(), function).user)

    pages = [
        getattr(client, method)(reverse("window-add")),
        getattr(client, method)(reverse("window", args=[saved.pk])),
    ]

    assert [page.status_code for page in pages] == [403, 403]
    assert held(saved) == [(1, 4_000, None, [])]


def test_a_window_that_is_not_there_does_not_exist(keeper):
    assert keeper.get(reverse("window", args=[404])).status_code == 404


def test_every_follower_reads_the_rules_in_words(client):
    ruled(Rule(1, share=4_000), Rule(2, share=3_333, justified=8_000, papers=("progress", "certificate")))

    page = opened(client, Role.PRESIDENT, "windows")

    (shown,) = page.context["rows"][0]["sets"]
    assert text(shown["source"]) == "À compter du 3 juin 2019 ; aucun texte cité"
    assert [(rule["rank"], [text(words) for words in rule["asks"]]) for rule in shown["rules"]] == [
        ("1re tranche de l’année", ["40 % de la part prévue pour l’année, au plus"]),
        (
            "2e tranche de l’année",
            [
                "33,33 % de la part prévue pour l’année, au plus",
                "tranche précédente justifiée à 80 %, au moins",
                "pièces en plus : Rapport d’avancement des travaux et Attachement ou décompte visé",
            ],
        ),
    ]
    assert [page.context["add_url"], page.context["rows"][0]["edit_url"]] == ["", ""]


def test_the_anict_is_told_that_a_window_is_saved(keeper):
    address = reverse("window-add")

    page = keeper.post(address, typed(address, keeper, name="Guichet"), follow=True)

    assert notices(page) == [
        "Guichet « Guichet » enregistré. Ses règles valent pour les demandes préparées à compter du 3 juin 2019."
    ]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_windows_cost_the_same_however_many(keeper, django_assert_num_queries, count):
    for number in range(count):
        FundingWindow.objects.create(name=f"Guichet {number}").rules.create(since=DAY, rank=1, share=4_000)

    with django_assert_num_queries(6):
        page = keeper.get(reverse("windows"))

    assert len(page.context["rows"]) == min(count, 25)
