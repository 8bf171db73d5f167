"""The demonstration data: an account for each function, a dossier at each step, all of it invented."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cper.demo.negotiation.papers import paper
from cper.papers import sniffing
from cper.people.models import Mandate, User
from cper.places.models import Region
from cper.words.clock import day_of
from negotiation.accounts import DEMO_PASSWORD
from negotiation.models import Contract, Notice, Passage, Project, Turn
from negotiation.models.checklist import slots
from negotiation.workflow import STAGES

NATIONAL = (
    *("dgct", "finances", "elevage", "agriculture", "equipement", "culture", "industrie", "hydraulique"),
    *("anict", "anict.agent", "anict.secretariat", "dnpd", "admin"),
)
REGIONAL = ("agent", "president", "gouverneur", "drpsiap", "adr")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Load once for the module; nothing stays behind it, in the database or among the files."""
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("media")}}
    storages = override_settings(STORAGES=settings.STORAGES | {"default": here})
    with django_db_blocker.unblock(), storages, transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def invented():
    return Contract.objects.filter(invented=True)


def row_counts() -> dict[str, int]:
    """How many rows each table holds, history included."""
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("negotiation").get_models()}


def accounts() -> list[str]:
    slugs = Region.objects.values_list("slug", flat=True)
    return [*NATIONAL, *(f"{slug}.{function}" for slug in slugs for function in REGIONAL)]


def test_a_dossier_stands_at_each_of_the_eight_steps(invented):
    standing = set(invented.values_list("step", flat=True))

    assert {stage.step.value for stage in STAGES} <= standing
    assert standing - {stage.step.value for stage in STAGES} == {"signed", "withdrawn", "closed"}


def test_every_invented_dossier_says_so_and_no_real_one_does():
    real = Contract.objects.filter(invented=False)

    assert set(real.values_list("signed_on__year", flat=True)) == {2015, 2016, 2017, 2018}
    assert not real.filter(passages__isnull=False).exists()


def test_taoudenit_and_menaka_negotiate_and_bamako_has_not_begun(invented):
    standing = invented.filter(region__slug__in=["taoudenit", "menaka", "bamako"])

    assert sorted(standing.values_list("region__slug", "step")) == [
        ("menaka", "ministry-review"),
        ("taoudenit", "selection"),
    ]


def test_each_account_of_kayes_that_acts_finds_work():
    awaited = Turn.objects.filter(contract__region__slug="kayes").values_list("institution__slug", "role").distinct()

    assert sorted(awaited) == [
        ("conseil-kayes", "president"),
        ("conseil-kayes", "region"),
        ("drpsiap-kayes", "drpsiap"),
        ("gouvernorat-kayes", "governor"),
    ]


def test_each_ministry_and_the_dgct_find_work():
    awaited = Turn.objects.filter(institution__region=None).values_list("institution__slug", flat=True)

    assert sorted(set(awaited)) == [
        *("agriculture", "culture", "dgct", "elevage", "equipement", "finances", "hydraulique", "industrie"),
    ]


def test_some_acts_are_late_and_some_are_not():
    today = day_of(timezone.now())

    assert Turn.objects.filter(due_on__lt=today).exists()
    assert Turn.objects.filter(due_on__gte=today).exists()


def test_every_plan_adds_up(invented):
    projects = Project.objects.filter(contract__in=invented).prefetch_related("financing")

    assert {project.gap for project in projects} == {0}


def test_the_stories_hold_returns_corrections_and_delegations(invented):
    acts = Passage.objects.filter(contract__in=invented)

    assert {"send_back", "return_list", "resubmit", "return_convention", "withdraw", "close"} <= set(
        acts.values_list("action", flat=True)
    )
    assert set(acts.values_list("by_mention", flat=True)) == {"", "P.I.", "P.O."}


def test_the_dossier_signed_in_the_demonstration_holds_its_documents(invented):
    signed = invented.get(step="signed")

    assert signed.drafts.get().pdf.startswith(b"%PDF-")
    assert signed.signature_record.convention_sha256 == signed.drafts.get().sha256


def test_no_act_of_a_story_is_in_the_future_or_out_of_order(invented):
    for contract in invented:
        moments = list(contract.passages.order_by("pk").values_list("at", flat=True))

        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()


def test_no_mail_leaves_for_what_happened_in_a_story():
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_each_account_named_after_a_function_signs_in_with_the_public_password():
    known = {name: authenticate(username=name, password=DEMO_PASSWORD) for name in accounts()}

    assert {name for name, user in known.items() if user is None} == set()
    assert len(known) == 113


@override_settings(AUTHENTICATION_BACKENDS=["negotiation.accounts.MandateBackend"])
def test_no_demonstration_account_signs_in_once_demonstration_mode_is_off():
    known = [authenticate(username=user.username, password=DEMO_PASSWORD) for user in User.objects.all()]

    assert set(known) == {None}


def test_each_account_holds_one_mandate_today():
    today = day_of(timezone.now())

    assert {user.username: len(user.on(today).mandates) for user in User.objects.all()} == dict.fromkeys(
        User.objects.values_list("username", flat=True), 1
    )


def test_a_woman_of_the_demonstration_bears_her_title_in_the_feminine():
    governors = Mandate.objects.filter(institution__body="governorate", function="signatory").select_related("person")
    first = {one.person.name.partition(" ")[0]: one.person.styled for one in governors}

    assert {name for name, styled in first.items() if styled == "madam-f"} >= {"Awa", "Mariam"} & set(first)
    assert set(first.values()) == {"madam-f", "sir"}
    assert first.get("Bakary", "sir") == first.get("Ousmane", "sir") == "sir"


def test_an_interim_and_a_delegation_end_by_themselves():
    acting = Mandate.objects.exclude(basis=Mandate.Basis.HOLDER)
    later = max(acting.values_list("valid_to", flat=True)) + timedelta(days=1)

    assert sorted(acting.values_list("person__username", flat=True)) == [
        "gao.gouverneur",
        "kayes.delegue",
        "taoudenit.gouverneur",
    ]
    assert [mandate.person.on(later).mandates for mandate in acting] == [(), (), ()]


def test_a_paper_of_the_demonstration_passes_the_examination_of_uploads(invented):
    contract = invented.filter(region__slug="kayes").first()

    file, examined = paper(contract, slots(contract)[0], on=contract.opened_on, version=1)

    assert sniffing.examine(io.BytesIO(file.read()), name=examined.name) == examined


def test_a_second_run_changes_nothing():
    before = row_counts()

    call_command("load_demo", verbosity=0)

    assert row_counts() == before


@override_settings(DEMO=False)
def test_nothing_is_loaded_outside_demonstration_mode():
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")

    assert str(refusal.value) == (
        "Les données de démonstration se chargent en mode démonstration seulement (CPER_DEMO=1)."
    )
