"""The words of an act and of its pages agree with the collectivité, the person in office, the projects and sums."""

import re
from dataclasses import replace

import pgtrigger
import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse

from cper.people.models import Mandate
from cper.people.roles import Body, Function, Role
from cper.places.models import Cercle, CerclePlacement
from cper.places.wording import said
from negotiation import operations
from negotiation.documents import convention_of
from negotiation.financing_plan import Payer, Share
from negotiation.models import FinancingLine, Project
from negotiation.ownership import Owner
from negotiation.workflow import Step, example
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    institution,
    region,
    settle,
    user_as,
)
from tests.negotiation.acts import kayes_convention
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

# What must never be read on the dossier of a District whose Mayor is a woman, with one project and no own share.
WRONG = (
    "représentée par",
    "PDRK",
    "son Président",
    "le Président",
    "Le Président",
    "Conseil régional",
    "Conseil régional",
    "de la Région",
    "régional ou de District",
    "Les projets retenus",
    "les projets retenus",
    "deux (2) projets",
    "Consistance des projets",
    "sa contribution ;",
    "ressources propres, pour",
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def bamako():
    """A District dossier at its signature: one project, paid by the State alone; a woman Mayor."""
    where = region("bamako")
    council = institution(Body.COUNCIL, where)
    council.name = "Conseil du District de Bamako"
    council.save()
    title = "Madame le Maire du District de Bamako"
    MandateFactory(institution=council, function=Function.SIGNATORY, title=title, person__name="Awa Traoré")
    for role in (Role.GOVERNOR, Role.DRPSIAP):
        user_as(role, where)
    contract = ContractFactory(where="bamako", step=Step.SIGNATURE, ready=True)
    settle()
    with pgtrigger.ignore():  # the factory shares every project between two payers
        FinancingLine.objects.filter(source="region").delete()
        Project.objects.update(cost=90_000_000)
        settle()
    return type(contract).objects.get()


def words_of(document) -> str:
    html = render_to_string(document.template_name, {"document": document})
    return text(re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL))


def wrong_in(words: str) -> list[str]:
    return [wrong for wrong in WRONG if wrong in words]


def test_the_convention_of_a_district_speaks_of_a_district(bamako):
    words = words_of(convention_of(bamako, on=TODAY, draft=True))

    assert wrong_in(words) == []
    assert (
        "le District de Bamako, autorité contractante, représenté par Madame le Maire du District de Bamako, ci-après "
        "« le District »" in words
    )
    assert "du Conseil du District de Bamako, réuni en session ordinaire, autorisant le Maire du District à" in words
    assert "Consistance du projet" in words
    assert "assurer la maîtrise d’ouvrage du projet" in words
    assert "ne demande aucune contribution sur les ressources propres du District" in words
    assert "inscrire chaque année dans son budget" not in words


@pytest.mark.parametrize("page", ["dossier", "dossier-projects", "dossier-pieces", "dossier-session"])
def test_the_pages_of_a_district_speak_of_a_district(client, bamako, page):
    client.force_login(user_as(Role.PRESIDENT, region("bamako")))

    words = text(client.get(reverse(page, args=[bamako.reference])).content.decode())

    assert wrong_in(words) == []


def test_the_acts_and_the_mails_of_a_district_speak_of_a_district(client, bamako):
    client.force_login(user_as(Role.PRESIDENT, region("bamako")))

    page = client.get(reverse("act", args=[bamako.reference, example("propose_convention")]))
    mayor = actor(Role.PRESIDENT, region("bamako"))
    operations.propose_convention(bamako, CLAUSES, by=mayor, at=NOW, seen=bamako.version)

    assert wrong_in(text(page.content.decode())) == []
    assert [wrong for message in mail.outbox for wrong in wrong_in(message.body)] == []


def test_the_places_offered_to_a_district_are_its_communes(client):
    where = region("bamako")
    commune = Cercle.objects.create(kind="commune", name="Commune IV", slug="commune-iv")
    CerclePlacement.objects.create(cercle=commune, region=where)
    bla = Cercle.objects.create(name="Bla", slug="bla")
    CerclePlacement.objects.create(cercle=bla, region=region("gao"))
    contract = ContractFactory(where="bamako", step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT, where))

    page = text(client.get(reverse("project-add", args=[contract.reference])).content.decode())

    assert "Commune IV" in page
    assert "Commune du site 1" in page
    assert "Bla" not in page


@pytest.mark.parametrize(
    ("sentence", "region_says", "district_says"),
    [
        ("Le Président (ou le Maire du District) signe.", "Le Président signe.", "Le Maire signe."),
        ("autorise son Président (ou le Maire du District) à", "autorise son Président à", "autorise son Maire à"),
        ("au Président (ou au Maire du District) et", "au Président et", "au Maire et"),
        (Role.PRESIDENT.label, "le Président du Conseil régional", "le Maire du District"),
    ],
)
def test_a_sentence_of_the_law_keeps_the_words_of_its_collectivite(sentence, region_says, district_says):
    assert [said(sentence, is_district=district) for district in (False, True)] == [region_says, district_says]


# A contract in which a party pays nothing


def shared(*shares):
    project = replace(kayes_convention().projects[0], shares=shares)
    return kayes_convention(projects=(project,))


def test_a_state_that_is_asked_nothing_promises_no_contribution():
    words = words_of(shared(Share(Payer.REGION, "Région", 1_781_715_164)))

    assert "puis sa contribution annuelle" not in words
    assert "mettre sa contribution à disposition" not in words
    assert "adresser à l’ANICT les demandes de mobilisation" not in words
    assert "ne lui demande aucune contribution" in words


def test_a_region_that_is_asked_something_inscribes_it_every_year():
    words = words_of(shared(Share(Payer.REGION, "Région", 1_781_715_164)))

    assert "inscrire chaque année dans son budget le montant de sa contribution" in words
    assert "ne demande aucune contribution sur les ressources propres" not in words


# Who has the works done


def test_article_8_prints_the_owner_of_each_project():
    one, two = kayes_convention().projects
    delegate = Owner("delegate", "commune rurale de Tonka", "par la convention spécifique n° 4 du 3 mai 2026")

    alone = words_of(kayes_convention(projects=(one,)))
    mixed = words_of(kayes_convention(projects=(one, replace(two, owner=delegate))))
    state = words_of(kayes_convention(projects=(replace(one, owner=Owner("state", "DNR")), two)))

    assert "La Région, collectivité contractante, assure la maîtrise d’ouvrage du projet." in alone
    assert (
        "assure la maîtrise d’ouvrage du projet n° 1. La maîtrise d’ouvrage du projet n° 2 est déléguée, par la "
        "convention spécifique n° 4 du 3 mai 2026 ; délégataire : commune rurale de Tonka." in mixed
    )
    assert "La maîtrise d’ouvrage du projet n° 1 revient à l’État (DNR)." in state


def test_a_project_says_who_has_its_works_done_and_what_is_missing(client):
    contract = ContractFactory(step=Step.PREPARATION)
    ProjectFactory(contract=contract, scale="local", owner="delegate")
    client.force_login(user_as(Role.PRESIDENT))

    page = text(client.get(reverse("dossier-projects", args=[contract.reference])).content.decode())
    verdict = contract.refuses("complete", Mandate.objects.first(), TODAY)

    assert "Maître d’ouvrage Non précisé Par une convention spécifique à conclure" in page
    assert "Projet 1 : précisez le nom du maître d’ouvrage." in [text(sentence) for sentence in verdict[1]]


@pytest.mark.parametrize(
    ("scale", "owner", "said_of_it"),
    [
        ("interregional", "council", "À cette échelle, le maître d’ouvrage est l’État ou des inter-collectivités"),
        ("regional", "state", "À cette échelle, le maître d’ouvrage est la Région."),
        ("local", "state", "À cette échelle, le maître d’ouvrage est la Région ou un délégataire"),
    ],
)
def test_the_owner_fits_the_scale_of_the_project(client, scale, owner, said_of_it):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT))
    typed = {"title": "Piste", "cost": "5", "sites-TOTAL_FORMS": "0", "sites-INITIAL_FORMS": "0"}

    page = client.post(reverse("project-add", args=[contract.reference]), typed | {"scale": scale, "owner": owner})

    assert said_of_it in text(page.content.decode())
    assert contract.projects.count() == 0
