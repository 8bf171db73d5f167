"""The follow-up of the demonstration: contracts in force in every state, work for each account; all of it invented."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from cper.demo.follow_up.days import Days
from cper.demo.follow_up.stories import Story
from cper.demo.launch import LOADERS
from cper.people.models import User
from cper.words.clock import day_of
from monitoring.models import (
    BudgetEntry,
    Cutoff,
    Duty,
    Finding,
    FollowedContract,
    Fulfilment,
    Justification,
    Movement,
    Passage,
    QuarterReport,
    Recommendation,
    Tranche,
    Waiver,
)
from monitoring.views import awaited
from monitoring.vocabulary import ReportState, TrancheState
from negotiation.management.fixtures import document
from negotiation.models import Notice
from negotiation.models.project import Source

KAYES = "CPER-KAYES-2018-01"
FOLLOWED = ("kayes", "koulikoro", "sikasso", "segou", "mopti", "tombouctou", "gao", "kita")
REGIONAL = ("agent", "president", "gouverneur", "drpsiap", "adr")
NATIONAL = ("anict", "anict.agent", "dnpd", "dgct")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Load once for the module, as `make demo` does; nothing stays behind it, in the database or among the files."""
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("media")}}
    storages = override_settings(STORAGES=settings.STORAGES | {"default": here})
    with django_db_blocker.unblock(), storages, transaction.atomic():
        for name in LOADERS:
            call_command(name, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def today() -> date:
    return day_of(timezone.now())


def row_counts() -> dict[str, int]:
    models = [*apps.get_app_config("negotiation").get_models(), *apps.get_app_config("monitoring").get_models()]
    return {model._meta.label: model.objects.count() for model in models}


def found(reference: str) -> list[tuple[str, int | None]]:
    rows = Finding.objects.filter(contract__reference=reference).values_list("title", "amount")
    return sorted(((title.replace("\u00a0", " "), amount) for title, amount in rows), key=str)


def test_kayes_as_its_source_tells_it_raises_its_findings_by_itself():
    assert found(KAYES) == [
        ("CROCSAD : 2 trimestres échus, 0 session de suivi tenue", None),
        ("La contribution de 2017 n’est pas inscrite au budget de la collectivité", None),
        ("La contribution de 2018 n’est pas inscrite au budget de la collectivité", None),
        ("Le comité régional de suivi n’est pas installé", None),
        ("Projet 1 : 84 mois d’exécution dans un contrat de 60 mois", 1_781_715_164),
        ("Projet 1 : les parts dépassent le coût de 58 587 762 FCFA", 58_587_762),
        ("État : fonds mobilisés avant la signature", None),
    ]


def test_the_page_of_kayes_shows_all_its_findings():
    client = Client()
    client.force_login(User.objects.get(username="kayes.president"))

    page = client.get(reverse("execution", args=[KAYES]), {"constats": "tous"}).content.decode().replace("\u00a0", " ")

    assert [title for title, _amount in found(KAYES) if title not in page] == []


def test_of_the_other_historic_contracts_nothing_is_known_after_their_signature():
    others = Cutoff.objects.exclude(contract__reference=KAYES).select_related("contract")

    assert [cutoff.on for cutoff in others] == [cutoff.contract.signed_on for cutoff in others]
    assert len(others) == 7
    assert not Finding.objects.filter(contract__cutoff__in=others).exists()


def test_what_a_source_tells_of_kayes_bears_the_source_where_a_person_would_sign():
    moved = Movement.objects.filter(contract__reference=KAYES)
    told = *moved, Fulfilment.objects.get(contract__reference=KAYES)

    assert [fact.signatory for fact in told] == [
        *["Reprise de source, Grille méthodologique du GRDR, section 4, financement"] * 2,  # 2017, and since
        "Reprise de source, Grille méthodologique du GRDR, section 4, mise en œuvre",
    ]
    assert [(fact.by.is_active, fact.by.has_usable_password(), fact.by.mandates.count()) for fact in told] == [
        (False, False, 0)
    ] * 3


def test_nobody_acts_on_a_historic_contract():
    assert not Passage.objects.filter(contract__invented=False).exists()


def test_every_contract_in_force_is_invented_and_says_so(today):
    in_force = [contract for contract in FollowedContract.objects.for_pages() if contract.is_in_force(today)]

    assert sorted(contract.region.slug for contract in in_force) == sorted(FOLLOWED)
    assert {contract.invented for contract in in_force} == {True}


def test_a_tranche_stands_in_every_state_and_one_is_justified_in_part():
    assert set(Tranche.objects.values_list("state", flat=True)) == {state.value for state in TrancheState}
    assert Tranche.objects.filter(state=TrancheState.PAID, justified__gt=0).exists()
    assert Tranche.objects.filter(state=TrancheState.PAID, justified=0).exists()


def test_justifications_are_accepted_cut_and_under_review():
    states = {justification.state.value for justification in Justification.objects.all()}

    assert states == {"accepted", "in-part", "pending"}


def test_a_quarter_stands_in_every_state():
    assert set(QuarterReport.objects.values_list("state", flat=True)) == {state.value for state in ReportState}


def test_a_waiver_and_a_return_bear_their_reasons():
    assert Waiver.objects.get().reason.startswith("La campagne commence avant la fin des décomptes")
    assert Passage.objects.get(action="send_back").comment.startswith("La délibération jointe porte sur un autre")


def test_recommendations_are_followed_or_overdue(today):
    assert Recommendation.objects.filter(state=Recommendation.State.DONE).exists()
    assert Recommendation.objects.filter(state=Recommendation.State.OPEN, due_on__lt=today).exists()


def test_budgets_are_inscribed_short_or_missing_and_a_bsi_is_missed():
    raised = set(Finding.objects.filter(contract__invented=True).values_list("rule", flat=True))

    assert raised == {"own-share", "missed-bsi", "short-inscription", "sessions", "committee", "recommendations"}
    assert set(BudgetEntry.objects.filter(source=Source.STATE).values_list("kind", flat=True)) == {
        "asked",
        "registered",
        "inscribed",
    }


def test_the_national_committee_was_held_let_lapse_and_is_late(today):
    duties = Duty.objects.filter(contract=None).on(today)

    assert [duty.state for duty in duties] == ["done", "done", "lapsed", "late", "due", "coming"]


@pytest.mark.parametrize("account", [*NATIONAL, *(f"{region}.{one}" for region in FOLLOWED for one in REGIONAL)])
def test_each_account_that_takes_part_finds_work(account, today):
    _lines, count = awaited.first_lines(User.objects.get(username=account).on(today), 1)

    assert count > 0


@pytest.mark.parametrize("account", [*NATIONAL, *(f"{region}.{one}" for region in FOLLOWED for one in REGIONAL)])
def test_every_line_that_waits_leads_to_a_page_where_the_thing_can_be_done(client, account, today):
    actor = User.objects.get(username=account).on(today)
    client.force_login(actor.user)
    lines = [line for kind in awaited.KINDS for line in kind.lines(kind.rows(actor), actor)]

    pages = {line["url"]: (line["act"], client.get(line["url"])) for line in lines}

    assert [(act, url) for url, (act, page) in pages.items() if page.status_code != 200 or not offers(page)] == []


def offers(page) -> bool:
    """Whether the page is the form of an act, or shows one that this person can do."""
    context = page.context
    if "form" in context:
        return True
    box = context.get("box") or {}
    actions = [*(box.get("actions") or []), *(context.get("actions") or [])]
    watched = [action for watch in context.get("watched") or [] for action in watch["actions"]]
    own = [row["action"] for source in context.get("sources") or [] for row in source["rows"] if row["action"]]
    ways = [need for need in context.get("needs") or [] if need.get("url")]
    return bool(watched or own or ways or any(action["allowed"] for action in actions))


def test_the_anict_finds_each_of_its_acts_to_do():
    states = Counter(Tranche.objects.values_list("state", flat=True))

    assert {TrancheState.REQUESTED, TrancheState.COMPLETE, TrancheState.APPROVED, TrancheState.RELEASED} <= set(states)
    assert QuarterReport.objects.filter(state=ReportState.CANVAS, anict_done_on=None).exists()


def test_no_act_of_a_story_is_of_today_or_to_come(today):
    assert max(Passage.objects.values_list("on", flat=True)) < today
    assert not Passage.objects.filter(at__gte=timezone.now()).exists()


def test_no_mail_leaves_for_what_happened_in_a_story():
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_second_run_adds_nothing():
    before = row_counts()

    for name in LOADERS:
        call_command(name, verbosity=0)

    assert row_counts() == before


@override_settings(DEMO=False)
def test_no_follow_up_is_invented_outside_demonstration_mode():
    with pytest.raises(CommandError) as refusal:
        call_command("load_follow_up_demo")

    assert str(refusal.value) == (
        "Les données de démonstration se chargent en mode démonstration seulement (CPER_DEMO=1)."
    )


@pytest.mark.parametrize("told", document("demo_follow_up.toml")["contract"], ids=lambda told: told["region"])
def test_a_story_is_the_same_whatever_the_day_it_is_told_from(told):
    pictures = set()
    for rank in range(366):
        days = Days(date(2027, 1, 1) + timedelta(days=rank))
        events = Story(told, days, days.past(told["signed"])).acts()
        assert all(days.past(told["signed"]) <= event.on < days.today for event in events)
        pictures.add(tuple(sorted(repr(event.how) for event in events if event.name in ("move_tranche", "waive"))))

    assert len(pictures) == 1
