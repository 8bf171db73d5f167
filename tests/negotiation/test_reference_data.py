"""The reference data as loaded: territory, institutions, and the contracts of 2015-2018 to the franc."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Sum

from cper.people.models import Institution
from cper.places.models import Cercle, Region
from negotiation.models import Contract, ContractSector, LegalText, Milestone, Project, Site

SIGNATURE = date(2018, 8, 31)
TODAY = date(2026, 11, 20)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load once for the module; nothing stays behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def kayes() -> Contract:
    return Contract.objects.get(reference="CPER-KAYES-2018-01")


def row_counts() -> dict[str, int]:
    """How many rows each table holds, history included."""
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("negotiation").get_models()}


def test_there_are_nineteen_regions_and_the_district():
    kinds = dict(Region.objects.values_list("kind").annotate(Count("pk")).order_by())

    assert kinds == {"region": 19, "district": 1}


def test_the_159_cercles_lie_today_in_the_regions_the_law_put_them():
    cercles = Cercle.objects.filter(kind="cercle").prefetch_related("placements__region")
    lying = [cercle.region_on(TODAY).code for cercle in cercles]

    assert {code: lying.count(code) for code in sorted(set(lying))} == {
        **{"01": 10, "02": 8, "03": 8, "04": 11, "05": 8, "06": 13, "07": 16, "08": 9, "09": 6, "10": 6},
        **{"11": 6, "12": 6, "13": 6, "14": 6, "15": 10, "16": 8, "17": 7, "18": 6, "19": 9},
    }
    assert len(lying) == 159


def test_each_region_born_of_another_says_by_which_law_and_since_when():
    born = Region.objects.exclude(born_of=None).values_list("code", "born_of__code", "valid_from")
    law_of_2012, laws_of_2023 = date(2012, 3, 2), date(2023, 3, 13)

    assert list(born) == [
        *[("09", "06", law_of_2012), ("10", "07", law_of_2012)],
        *[(code, parent, laws_of_2023) for code, parent in zip(NEW_CODES, PARENTS, strict=True)],
    ]
    assert not Region.objects.filter(born_of=None).exclude(legal_source="").exists()


NEW_CODES = ("11", "12", "13", "14", "15", "16", "17", "18", "19")
PARENTS = ("01", "01", "02", "02", "03", "03", "04", "05", "05")


def test_a_population_is_given_only_with_its_source():
    unknown = Region.objects.filter(population=None).values_list("slug", "population_source")

    assert sorted(unknown) == [(slug, "") for slug in ("dioila", "douentza", "kidal", "menaka", "nara", "taoudenit")]
    assert Region.objects.exclude(population=None).exclude(population_source="").count() == 14


def test_each_region_has_its_four_institutions_and_the_district_its_own_names():
    of_bamako = Institution.objects.filter(region__slug="bamako").values_list("name", flat=True)

    assert set(
        Institution.objects.exclude(region=None).values_list("region").annotate(n=Count("pk")).values_list("n")
    ) == {(4,)}
    assert sorted(of_bamako) == [
        "Agence de développement du District de Bamako",
        "Conseil du District de Bamako",
        "DRPSIAP du District de Bamako",
        "Gouvernorat du District de Bamako",
    ]


def test_the_eight_contracts_of_2015_2018_are_there_to_the_franc():
    contracts = Contract.objects.with_amount().order_by("signed_on", "region__code")

    assert [(c.region.slug, c.signed_on, c.signed_precision, c.declared_total, c.amount) for c in contracts] == [
        ("sikasso", date(2015, 9, 1), "month", 2_234_075_180, 2_234_075_180),
        ("segou", date(2015, 9, 1), "month", 5_183_865_852, 5_183_865_852),
        ("tombouctou", date(2016, 6, 1), "month", 7_199_159_500, 7_199_159_500),
        ("mopti", date(2016, 7, 1), "month", 2_105_315_590, 2_105_315_590),
        ("kidal", date(2016, 8, 1), "month", 1_683_722_600, 1_683_722_600),
        ("gao", date(2017, 7, 1), "month", 2_186_555_020, 2_186_555_020),
        ("koulikoro", date(2018, 5, 1), "month", 2_114_557_217, 2_114_557_217),
        ("kayes", date(2018, 8, 31), "day", 2_173_127_401, 2_173_127_401),
    ]


def test_their_seventeen_projects_make_24_880_378_360_francs():
    assert Project.objects.aggregate(projects=Count("pk"), cost=Sum("cost")) == {
        "projects": 17,
        "cost": 24_880_378_360,
    }


def test_they_stand_signed_real_and_sourced():
    standing = Contract.objects.values_list("step", "reached", "invented").distinct().order_by()

    assert list(standing) == [("signed", 9, False)]
    assert not Contract.objects.filter(source="").exists()


def test_the_shares_of_kayes_exceed_the_cost_of_project_1_and_are_not_corrected(kayes):
    first, second = kayes.projects.all()

    assert (first.shares, first.cost, first.gap) == (
        {"region": 181_715_163, "state": 1_658_587_763},
        1_781_715_164,
        58_587_762,
    )
    assert (second.shares, second.gap) == ({"region": 0, "state": 391_412_237}, 0)


def test_project_1_of_kayes_lasts_longer_than_its_contract(kayes):
    durations = [project.duration_months for project in kayes.projects.all()]

    assert (durations, kayes.duration_months, kayes.ends_on) == ([84, 12], 60, date(2023, 8, 30))


def test_the_sites_of_kayes_are_named_with_the_cercle_declared():
    sites = Site.objects.filter(project__contract__reference="CPER-KAYES-2018-01", project__number=1)

    assert [(site.name, site.cercle.name, site.kind) for site in sites] == [
        ("Zambougou", "Diéma", ""),
        ("Kourougué", "Diéma", ""),
        ("Gavinané", "Nioro du Sahel", ""),
        ("Logo", "Kayes", ""),
        ("Sinsinkoura", "Kayes", ""),
        ("Goungoto", "Bafoulabé", ""),
    ]


def test_sandare_lay_in_kayes_at_signature_and_lies_in_nioro_today():
    sandare = Site.objects.get(name="Sandaré")

    assert (sandare.region_on(SIGNATURE).name, sandare.region_on(TODAY).name) == ("Kayes", "Nioro")


def test_the_sites_of_koro_lie_in_bandiagara_today():
    koro = Site.objects.get(name="Koro")

    assert (koro.region_on(date(2016, 7, 1)).name, koro.region_on(TODAY).name) == ("Mopti", "Bandiagara")


def test_a_label_mended_keeps_the_words_of_the_source():
    museum = Project.objects.get(title="Création d’un musée régional des masques et marionnettes")

    assert museum.purpose == ("Libellé de la source : « Création d’un musée régional des masques et marion-nettes ».")


def test_a_sector_ministry_finds_the_contracts_of_its_sector():
    found = ContractSector.objects.filter(institution__slug="elevage").values_list("contract__region__slug", flat=True)

    assert sorted(found) == ["kayes", "mopti", "segou"]


def test_the_story_of_kayes_is_told_with_dates_as_precise_as_the_source(kayes):
    dated = Milestone.objects.filter(contract=kayes).exclude(on=None).values_list("on", "precision")

    assert list(dated) == [
        (date(2017, 1, 1), "year"),
        (date(2018, 8, 31), "day"),
        (date(2018, 11, 1), "month"),
        (date(2019, 1, 31), "day"),
        (date(2019, 3, 31), "day"),
        (date(2022, 4, 28), "day"),
        (date(2023, 8, 30), "day"),
    ]


def test_the_decree_on_the_crocsad_follows_the_day():
    decrees = LegalText.objects.filter(citation__contains="comités régionaux")

    in_force = [[text.citation.split(" du ")[0] for text in decrees.on(day)] for day in (SIGNATURE, TODAY)]

    assert in_force == [["le décret n°08-095/P-RM"], ["le décret n°2023-0407/PT-RM"]]


def test_a_second_run_changes_nothing():
    before = row_counts()

    call_command("load_reference", verbosity=0)

    assert row_counts() == before


def test_a_name_that_an_administrator_has_corrected_stays_corrected():
    Institution.objects.filter(slug="finances").update(name="Ministère de l’Économie et des Finances")

    call_command("load_reference", verbosity=0)

    assert Institution.objects.get(slug="finances").name == "Ministère de l’Économie et des Finances"
