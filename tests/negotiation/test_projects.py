"""The projects of a dossier and their sites."""

import pytest

from cper.people.roles import Function, Role
from cper.places.models import Cercle, CerclePlacement
from negotiation import operations
from negotiation.models import Project
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
    livestock,
    region,
    user_as,
)
from tests.negotiation.pages import entries, faults, notices, page_of, send

pytestmark = pytest.mark.django_db

STALE = (
    " Rien n’est enregistré. Vous avez l’un et l’autre changé ceci : gardez votre valeur, ou reprenez l’autre. "
    "Le reste est réuni ci-dessous. Relisez, puis enregistrez de nouveau."
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client):
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    return client


def cercle(name, where):
    placed = CerclePlacement.objects.create(cercle=Cercle.objects.create(name=name, slug=name.lower()), region=where)
    return placed.cercle


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
    # A line end is one sign, whatever the browser sends (`typed.text`).
    kept = {name: value.replace("\r\n", "\n") for name, value in sent.items() if name not in ("cost", "ministry")}
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

    response = send(
        agent, page_of("project-add", contract), title="", cost="-5", **{"sites-2-name": "Logo", "more": "sites"}
    )

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
    project.sites.create(number=1, name="Sandaré", cercle=cercle("Diéma", region("nioro")))

    response = agent.get(page_of("project-edit", project.contract, 1))

    assert entries(response)["sites-0-cercle"] == str(project.sites.get().cercle_id)
    assert entries(response)["everywhere"] == "1"


def test_an_emptied_row_takes_its_site_out_and_the_others_keep_what_the_page_does_not_show(agent):
    project = ProjectFactory(whole=False)
    diema, sandare = cercle("Diéma", region()), cercle("Sandaré", region("nioro"))
    project.sites.create(number=1, name="Logo")
    project.sites.create(
        number=2, name="Sandare", alias="Sandaré", cercle=diema, current_cercle=sandare, note="vérifié"
    )

    send(agent, page_of("project-edit", project.contract, 1), **{"sites-0-name": "", "sites-1-name": "Sandaré"})

    site = project.sites.get()
    assert (site.name, site.alias, site.note, site.current_cercle) == ("Sandaré", "Sandaré", "vérifié", sandare)


def test_a_project_edited_by_another_is_not_overwritten_unknowingly(agent):
    project = ProjectFactory()
    form = entries(agent.get(page_of("project-edit", project.contract, 1)))
    president = actor(Role.PRESIDENT)
    operations.save_project(project.contract, {"cost": 7}, [], by=president, at=NOW, project=project)

    response = agent.post(page_of("project-edit", project.contract, 1), form | {"cost": "9"})

    reason = (
        f"Le dossier a changé depuis que cette page s’est ouverte : {president.user.name}, "
        f"{president.mandates[0].title}, « Dossier complété », le 20 novembre 2026 à 10 h 30."
    )
    assert (response.status_code, notices(response)) == (409, [reason + STALE])
    # The other took the places out; nobody touched them here.
    assert (entries(response)["sites-0-name"], entries(response)["cost"]) == ("", "9")
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


@pytest.mark.parametrize("sites", [1, 3])
def test_a_project_costs_the_same_queries_whatever_its_sites(agent, sites, django_assert_num_queries):
    project = ProjectFactory(whole=False)
    for rank in range(sites):
        project.sites.create(number=rank + 1, name=f"Site {rank}", cercle=cercle(f"Cercle {rank}", region()))

    with django_assert_num_queries(7):
        agent.get(page_of("project-edit", project.contract, 1))
