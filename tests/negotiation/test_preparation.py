"""Opening a dossier and preparing it: general data, projects and their sites."""

from datetime import date

import pytest
from django.urls import reverse

from negotiation import operations
from negotiation.models import Cercle, CerclePlacement, Contract, Project
from negotiation.workflow import Body, Function, Role, Step
from tests.factories import (
    NOW,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    institution,
    livestock,
    region,
    user_as,
)
from tests.negotiation.pages import entries, faults, notices

pytestmark = pytest.mark.django_db

STALE = (
    " Rien n’est enregistré, et votre saisie est gardée ci-dessous. Comparez-la au dossier ; si elle convient, "
    "enregistrez-la de nouveau : elle remplacera l’autre."
)
LOCKED = (
    "Rien n’est enregistré ; votre saisie est gardée ci-dessous. Cet acte se fait à l’étape E1 ou E2 ou E3 ou E5 ; "
    "le dossier est à l’étape E4, « Examen par la DGCT »."
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client):
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    return client


def page_of(name, contract, *numbers):
    return reverse(name, args=[contract.reference, *numbers])


def send(client, url, **typed):
    """Open the page, type, send it all back."""
    return client.post(url, entries(client.get(url)) | typed)


def cercle(name, where):
    placed = CerclePlacement.objects.create(cercle=Cercle.objects.create(name=name, slug=name.lower()), region=where)
    return placed.cercle


# Opening


def test_an_agent_opens_a_dossier_and_is_told_its_reference_and_the_next_thing_to_do(agent):
    typed = {"title": " Élevage \r\n pastoral ", "starts_on": "01/01/2027", "duration_months": "60"}

    response = agent.post(reverse("dossier-open"), typed, follow=True)

    contract = Contract.objects.get()
    assert response.redirect_chain == [("/dossiers/CPER-KAYES-2026-01/", 302)]
    assert notices(response)[0] == (
        "Dossier CPER-KAYES-2026-01 ouvert. Ensuite : déposez la délibération autorisant à négocier et à signer."
    )
    assert (contract.title, contract.starts_on, contract.duration_months) == ("Élevage pastoral", date(2027, 1, 1), 60)


def test_a_dossier_is_opened_for_the_region_of_the_council_without_asking_which(agent):
    region("gao")

    response = agent.get(reverse("dossier-open"))

    assert "region" not in entries(response)
    assert response.context["header"]["eyebrow"] == "Région de Kayes"


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.DRPSIAP, Role.DGCT_HEAD, Role.SECTOR, Role.ADMIN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_council_opens_a_dossier(client, role, method):
    client.force_login(user_as(role))

    response = getattr(client, method)(reverse("dossier-open"), {"title": "Élevage"})

    assert response.status_code == 403
    assert "Seul le conseil de la collectivité peut faire cet acte." in response.content.decode()
    assert Contract.objects.count() == 0


def test_who_has_mandates_in_several_councils_chooses_for_which_one(agent):
    clerk = user_as(Role.REGION, function=Function.AGENT)
    MandateFactory(person=clerk, institution=institution(Body.COUNCIL, region("gao")))
    gao = str(region("gao").pk)

    undecided = agent.post(reverse("dossier-open"), {"title": "Élevage"})
    agent.post(reverse("dossier-open"), {"title": "Élevage", "region": gao})

    assert faults(undecided) == ["Collectivité : Choisissez la collectivité qui ouvre le dossier."]
    assert Contract.objects.get().reference == "CPER-GAO-2026-01"


def test_nobody_opens_a_dossier_for_a_council_that_is_not_theirs(agent):
    clerk = user_as(Role.REGION, function=Function.AGENT)
    MandateFactory(person=clerk, institution=institution(Body.COUNCIL, region("gao")))

    response = agent.post(reverse("dossier-open"), {"title": "Élevage", "region": str(region("nioro").pk)})

    assert faults(response) == ["Collectivité : Choisissez une des collectivités de votre mandat."]
    assert Contract.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"title": " "}, ["Intitulé du contrat-plan : Écrivez l’intitulé du contrat-plan."]),
        ({"duration_months": "0"}, ["Durée du contrat, en mois : La durée se compte en mois, un au moins."]),
        ({"duration_months": "1800"}, ["Durée du contrat, en mois : Une durée ne dépasse pas 240 mois."]),
        (
            {"duration_months": "cinq ans"},
            ["Durée du contrat, en mois : Écrivez un nombre entier de mois, par exemple 60."],
        ),
        ({"starts_on": "31/02/2027"}, ["Début prévu : Écrivez un jour qui existe, par exemple 31/08/2018."]),
        ({"starts_on": "01/01/0207"}, ["Début prévu : Vérifiez l’année : elle est comprise entre 1990 et 2100."]),
        (
            {"pdesc_from": "01/01/2030", "pdesc_to": "01/01/2030"},
            ["PDESC valide au : La fin de validité du PDESC précède son début."],
        ),
        (
            {"title": "É" * 301},
            [
                "Intitulé du contrat-plan : Assurez-vous que cette valeur comporte au plus 300 caractères "
                "(actuellement 301)."
            ],
        ),
    ],
)
def test_what_is_mistyped_is_said_and_everything_typed_is_kept(agent, typed, sentences):
    sent = {"title": "Élevage", "starts_on": "", "pdesc_from": "", "generation": "première"} | typed

    response = agent.post(reverse("dossier-open"), sent)

    assert (response.status_code, faults(response)) == (200, sentences)
    assert {name: value for name, value in entries(response).items() if name in sent} == sent
    assert Contract.objects.count() == 0


# General data


def test_general_data_are_rewritten(agent):
    contract = ContractFactory()

    response = send(agent, page_of("dossier-edit", contract), title="Culture", pdesc_to="31/12/2029")

    contract.refresh_from_db()
    assert (response.status_code, response.url) == (302, page_of("dossier", contract))
    assert (contract.title, contract.pdesc_to, contract.duration_months) == ("Culture", date(2029, 12, 31), 60)


def test_who_comes_second_on_general_data_is_told_who_did_what_and_loses_nothing(agent):
    contract = ContractFactory()
    form = entries(agent.get(page_of("dossier-edit", contract)))
    president = actor(Role.PRESIDENT)
    operations.revise_contract(contract, {"title": "Culture"}, by=president, at=NOW)

    response = agent.post(page_of("dossier-edit", contract), form | {"title": "Élevage"})

    reason = (
        f"Le dossier a changé depuis que cette page s’est ouverte : {president.user.name}, "
        f"{president.mandates[0].title}, « Compléter le dossier », le 20 novembre 2026 à 10 h 30."
    )
    assert (response.status_code, notices(response)) == (409, [reason + STALE])
    assert (entries(response)["title"], entries(response)["seen"]) == ("Élevage", "2")
    assert Contract.objects.get().title == "Culture"


def test_a_page_with_a_mistake_still_carries_the_version_it_was_made_from(agent):
    contract = ContractFactory()
    form = entries(agent.get(page_of("dossier-edit", contract)))
    operations.revise_contract(contract, {"title": "Culture"}, by=actor(Role.PRESIDENT), at=NOW)

    response = agent.post(page_of("dossier-edit", contract), form | {"title": ""})

    assert (response.status_code, entries(response)["seen"]) == (200, "1")


def test_a_page_sent_without_its_version_is_refused(agent):
    contract = ContractFactory()

    response = agent.post(page_of("dossier-edit", contract), {"title": "Culture"})

    assert faults(response) == ["Cette page est incomplète : rechargez-la."]


# Projects

PROJECT = {
    "title": "Aménagement de 4 espaces et 2 puits pastoraux",
    "purpose": "Apaiser les conflits\r\nautour de l’eau.",
    "nature": "economic",
    "scale": "regional",
    "domain": "livestock",
    "duration_months": "48",
    "cost": "1 781 715 164 FCFA",
}


def test_a_project_is_added_with_its_sites_and_its_financing_comes_next(agent):
    contract = ContractFactory()
    logo = cercle("Logo", region())
    typed = PROJECT | {"ministry": str(livestock().pk), "sites-1-name": "Zambougou", "sites-1-cercle": str(logo.pk)}

    response = send(agent, page_of("project-add", contract), **typed)

    project = contract.projects.get()
    assert (response.status_code, response.url) == (302, page_of("project-financing", contract, 1))
    assert (project.cost, project.ministry, project.duration_months) == (1_781_715_164, livestock(), 48)
    assert list(project.sites.values_list("name", "kind", "cercle")) == [("Zambougou", "", logo.pk)]


def test_after_adding_a_project_the_page_says_what_comes_next(agent):
    contract = ContractFactory()

    added = send(agent, page_of("project-add", contract), **PROJECT)

    assert notices(agent.get(added.url)) == ["Projet 1 ajouté. Ensuite : indiquez qui paie quoi, et quand."]


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"title": ""}, ["Intitulé du projet : Écrivez l’intitulé du projet."]),
        ({"cost": ""}, ["Coût total déclaré : Indiquez le coût total déclaré, ou 0 s’il n’est pas encore connu."]),
        ({"cost": "-5"}, ["Coût total déclaré : Un montant ne peut pas être négatif."]),
        (
            {"cost": "1 000 000 000 000 000"},
            ["Coût total déclaré : Un montant ne dépasse pas 999 999 999 999 999 FCFA."],
        ),
        (
            {"cost": "12,5"},
            [
                "Coût total déclaré : Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164.",
            ],
        ),
        ({"duration_months": "241"}, ["Durée d’exécution, en mois : Une durée ne dépasse pas 240 mois."]),
        ({"ministry": "999999"}, ["Ministère concerné : Choisissez un des ministères de la liste."]),
        ({"sites-1-kind": "well"}, ["Lieu du site 2 : Nommez ce lieu, ou videz toute la ligne."]),
    ],
)
def test_a_mistake_in_a_project_is_said_and_nothing_typed_is_lost(agent, typed, sentences):
    contract = ContractFactory()
    sent = {**PROJECT, "sites-0-name": "Logo", **typed}

    response = send(agent, page_of("project-add", contract), **sent)

    shown = entries(response)
    kept = {name: value for name, value in sent.items() if name not in ("cost", "ministry")}
    assert (response.status_code, faults(response)) == (200, sentences)
    assert {name: shown[name] for name in kept} == kept
    assert Project.objects.count() == 0


def test_the_largest_amount_is_fifteen_digits(agent):
    contract = ContractFactory()

    send(agent, page_of("project-add", contract), title="Barrage", cost="999 999 999 999 999")

    assert contract.projects.get().cost == 999_999_999_999_999


def test_points_between_thousands_are_no_decimals(agent):
    contract = ContractFactory()

    send(agent, page_of("project-add", contract), title="Barrage", cost="500.000")

    assert contract.projects.get().cost == 500_000


def test_more_rows_for_sites_come_without_script_and_keep_what_is_typed_unjudged(agent):
    contract = ContractFactory()

    response = send(agent, page_of("project-add", contract), title="", cost="-5", **{"sites-2-name": "Logo", "more": "sites"})

    shown = entries(response)
    assert (response.status_code, faults(response)) == (200, [])
    assert (shown["cost"], shown["sites-2-name"], shown["sites-TOTAL_FORMS"]) == ("-5", "Logo", "6")
    assert Project.objects.count() == 0


def test_a_site_is_picked_among_the_cercles_of_the_region_unless_all_are_asked_for(agent):
    cercle("Kayes", region())
    cercle("Diéma", region("nioro"))
    add = page_of("project-add", ContractFactory())

    own, every = agent.get(add), send(agent, add, more="cercles")

    shown = ['<optgroup label="Région de Kayes">', '<optgroup label="Région de Nioro">']
    assert [[label in page.content.decode() for label in shown] for page in (own, every)] == [
        [True, False],
        [True, True],
    ]


def test_a_site_of_another_region_shows_every_region_when_its_project_is_opened_again(agent):
    cercle("Kayes", region())
    project = ProjectFactory(whole=False)
    project.sites.create(name="Sandaré", cercle=cercle("Diéma", region("nioro")))

    response = agent.get(page_of("project-edit", project.contract, 1))

    assert entries(response)["sites-0-cercle"] == str(project.sites.get().cercle_id)
    assert entries(response)["everywhere"] == "1"


def test_an_emptied_row_takes_its_site_out_and_the_others_keep_what_the_page_does_not_show(agent):
    project = ProjectFactory(whole=False)
    diema, sandare = cercle("Diéma", region()), cercle("Sandaré", region("nioro"))
    project.sites.create(name="Logo")
    project.sites.create(name="Sandare", alias="Sandaré", cercle=diema, current_cercle=sandare, note="vérifié")

    send(agent, page_of("project-edit", project.contract, 1), **{"sites-0-name": "", "sites-1-name": "Sandaré"})

    site = project.sites.get()
    assert (site.name, site.alias, site.note, site.current_cercle) == ("Sandaré", "Sandaré", "vérifié", sandare)


def test_a_project_edited_by_another_is_not_overwritten_unknowingly(agent):
    project = ProjectFactory()
    form = entries(agent.get(page_of("project-edit", project.contract, 1)))
    operations.save_project(project.contract, {"cost": 7}, [], by=actor(Role.PRESIDENT), at=NOW, project=project)

    response = agent.post(page_of("project-edit", project.contract, 1), form | {"cost": "9"})

    assert (response.status_code, notices(response)) == (
        409,
        ["Ce projet a été modifié depuis que cette page s’est ouverte." + STALE],
    )
    assert entries(response)["sites-0-name"] == "Logo"
    assert Project.objects.get().cost == 7


def test_who_was_warned_may_send_the_same_page_again(agent):
    project = ProjectFactory()
    form = entries(agent.get(page_of("project-edit", project.contract, 1)))
    operations.save_project(project.contract, {"cost": 7}, [], by=actor(Role.PRESIDENT), at=NOW, project=project)
    warned = agent.post(page_of("project-edit", project.contract, 1), form | {"cost": "9"})

    response = agent.post(page_of("project-edit", project.contract, 1), entries(warned))

    assert (response.status_code, Project.objects.get().cost) == (302, 9)


def test_a_project_is_removed_after_a_page_that_names_it(agent):
    project = ProjectFactory(title="Musée régional")
    url = page_of("project-remove", project.contract, 1)

    asked = agent.get(url)
    done = send(agent, url)

    assert asked.context["header"]["title"] == "Supprimer le projet 1\u00a0?"
    assert '<p class="confirm__name">Musée régional</p>' in asked.content.decode()
    assert notices(agent.get(done.url)) == ["Projet 1 supprimé : Musée régional."]
    assert Project.objects.count() == 0


def test_a_project_with_papers_stays_and_the_page_says_why(agent):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    reason = "Ce projet a déjà des pièces ou des décisions : il reste au dossier, modifiez-le."

    pages = [agent.get(page_of("project-remove", contract, 1)), agent.post(page_of("project-remove", contract, 1))]

    assert [page.status_code for page in pages] == [200, 409]
    assert [notices(page) for page in pages] == [[f"Ce n’est pas possible à ce stade. {reason}"]] * 2
    assert contract.projects.count() == 1


def test_a_removal_asked_before_the_dossier_changed_is_asked_again(agent):
    project = ProjectFactory()
    form = entries(agent.get(page_of("project-remove", project.contract, 1)))
    operations.revise_contract(project.contract, {"title": "Culture"}, by=actor(Role.PRESIDENT), at=NOW)

    response = agent.post(page_of("project-remove", project.contract, 1), form)

    assert (response.status_code, entries(response)["seen"]) == (409, "2")
    assert Project.objects.count() == 1


# Who, where and when

PAGES = [("dossier-edit",), ("project-add",), ("project-edit", 1), ("project-remove", 1), ("project-financing", 1)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_another_region_s_dossier_does_not_exist(agent, name, numbers, method):
    theirs = ProjectFactory(contract=ContractFactory(where="gao")).contract

    response = getattr(agent, method)(page_of(name, theirs, *numbers))

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_the_governor_reads_the_dossier_and_does_not_write_in_it(client, name, numbers, method):
    contract = ProjectFactory().contract
    client.force_login(user_as(Role.GOVERNOR))

    response = getattr(client, method)(page_of(name, contract, *numbers))

    assert response.status_code == 403
    assert "Seul le conseil de la collectivité peut faire cet acte." in response.content.decode()


@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_a_dossier_sent_to_the_dgct_is_not_written_any_more(agent, name, numbers):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    pages = [getattr(agent, method)(page_of(name, contract, *numbers)) for method in ("get", "post")]

    assert [page.status_code for page in pages] == [200, 409]
    assert notices(pages[0]) == [LOCKED.replace(LOCKED.split(" Cet")[0], "Ce n’est pas possible à ce stade.")]


def test_what_was_typed_while_the_dossier_left_is_kept_on_the_page(agent):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    response = agent.post(page_of("dossier-edit", contract), {"seen": "1", "title": "Un long travail"})

    assert (response.status_code, notices(response)) == (409, [LOCKED])
    assert entries(response)["title"] == "Un long travail"


@pytest.mark.parametrize("name", ["project-edit", "project-remove", "project-financing"])
def test_a_project_that_is_not_in_the_dossier_does_not_exist(agent, name):
    assert agent.get(page_of(name, ContractFactory(), 7)).status_code == 404


@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_opening_a_page_writes_nothing(agent, name, numbers, django_assert_num_queries):
    contract = ProjectFactory().contract

    with django_assert_num_queries(COUNTS[name]) as asked:
        agent.get(page_of(name, contract, *numbers))

    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


# Session and account, mandates, the dossier, its projects and shares, its turns; then what each page adds.
COUNTS = {"dossier-edit": 99, "project-add": 99, "project-edit": 99, "project-remove": 99, "project-financing": 99}


@pytest.mark.parametrize("sites", [1, 3])
def test_a_project_costs_the_same_queries_whatever_its_sites(agent, sites, django_assert_num_queries):
    project = ProjectFactory(whole=False)
    for rank in range(sites):
        project.sites.create(name=f"Site {rank}", cercle=cercle(f"Cercle {rank}", region()))

    with django_assert_num_queries(99):
        agent.get(page_of("project-edit", project.contract, 1))
