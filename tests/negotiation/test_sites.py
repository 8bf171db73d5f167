"""A place of a project is the same one for life: rewritten in its row, under its number, with its history."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cper.people.roles import Function, Role
from cper.places.models import Cercle
from negotiation import operations, snapshots
from negotiation.differences import difference
from negotiation.models import Project, Site
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, region, user_as
from tests.negotiation.pages import entries, faults, page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client):
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    return client


@pytest.fixture
def project():
    """One project with two places."""
    made = ProjectFactory(whole=False)
    made.sites.create(number=1, name="Logo", kind="market")
    made.sites.create(number=2, name="Sandaré", source_words="Sandaré (cercle de Diéma)")
    return made


def write(project, *sites):
    operations.save_project(project.contract, {}, sites, by=actor(Role.PRESIDENT), at=NOW, project=project)
    return {site.number: site for site in Site.objects.filter(project=project)}


def test_a_place_rewritten_keeps_its_row_its_number_and_what_it_was(agent, project):
    rows = list(project.sites.values_list("pk", "number"))

    send(agent, page_of("project-edit", project.contract, 1), **{"sites-1-name": "Sandaré-Ville"})

    site = project.sites.get(number=2)
    assert list(project.sites.values_list("pk", "number")) == rows
    assert (site.name, site.source_words) == ("Sandaré-Ville", "Sandaré (cercle de Diéma)")
    assert [past.name for past in site.history.all()] == ["Sandaré-Ville", "Sandaré"]


def test_a_place_that_does_not_change_is_not_written(agent, project):
    send(agent, page_of("project-edit", project.contract, 1), cost="5")

    assert {site.history.count() for site in project.sites.all()} == {1}


def test_the_number_of_a_place_taken_out_is_never_given_again(project):
    write(project, {"number": 1, "name": "Logo"})

    sites = write(project, {"number": 1, "name": "Logo"}, {"name": "Goungoto"})

    assert {number: site.name for number, site in sites.items()} == {1: "Logo", 3: "Goungoto"}


def test_a_new_place_gives_itself_no_number(project):
    sites = write(project, {"number": 1, "name": "Logo"}, {"number": 40, "name": "Goungoto"})

    assert sorted(sites) == [1, 3]


def test_what_more_is_known_of_a_place_is_typed_under_it(agent, project):
    more = {"commune": "Commune rurale de Tonka", "alias": "Lago", "point": "14,4469 -11,4445", "note": "inondable"}

    send(
        agent, page_of("project-edit", project.contract, 1), **{f"sites-0-{name}": said for name, said in more.items()}
    )

    site = project.sites.get(number=1)
    assert (site.commune, site.alias, site.note) == ("Tonka", "Lago", "inondable")
    assert (site.latitude, site.longitude) == (Decimal("14.446900"), Decimal("-11.444500"))
    page = agent.get(page_of("project-edit", project.contract, 1))
    assert entries(page)["sites-0-point"] == "14,4469°\u00a0N, 11,4445°\u00a0O"
    assert page.content.decode().count('<details class="former more" open>') == 1
    [card] = agent.get(reverse("dossier-projects", args=[project.contract.reference])).context["cards"]
    assert card["sites"][0]["notes"] == [
        "Commune de Tonka",
        "Aussi écrit «\u00a0Lago\u00a0»",
        "14,4469°\u00a0N, 11,4445°\u00a0O",
        "Inondable",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sites-0-point": "là-bas"}, "Écrivez la latitude, puis la longitude"),
        ({"sites-0-point": "-11 14"}, "La latitude vient d’abord"),
        ({"sites-0-point": "14 11"}, "Ce point est à l’est du Mali"),
        ({"sites-0-point": "48 2"}, "Ce point n’est pas au Mali"),
        ({"sites-2-point": "14 -11"}, "Nommez ce lieu"),
    ],
)
def test_a_point_that_cannot_be_read_is_kept_and_told(agent, project, typed, sentence):
    answer = send(agent, page_of("project-edit", project.contract, 1), **typed)

    [name] = typed
    [fault] = faults(answer)
    assert sentence in fault
    assert entries(answer)[name] == typed[name]
    assert project.sites.filter(latitude=None).count() == 2


def test_a_row_whose_place_nature_and_cercle_are_emptied_goes_with_what_is_folded_under_it(agent, project):
    project.sites.filter(number=1).update(note="inondable")

    send(agent, page_of("project-edit", project.contract, 1), **{"sites-0-name": "", "sites-0-kind": ""})

    assert [site.name for site in project.sites.all()] == ["Sandaré"]


def test_in_the_district_a_commune_stands_in_the_place_of_the_cercle(agent, client):
    Cercle.objects.create(name="Commune I", slug="commune-1", kind="commune")
    project = ProjectFactory(whole=False, contract=ContractFactory(where="bamako"))
    project.sites.create(number=1, name="Banconi")
    client.force_login(user_as(Role.REGION, region("bamako"), Function.AGENT))

    shown = entries(client.get(page_of("project-edit", project.contract, 1)))

    assert "sites-0-point" in shown
    assert "sites-0-commune" not in shown


def test_a_change_is_told_of_the_place_that_changed(project):
    before = snapshots.facts_of(project.contract)
    write(project, {"number": 1, "name": "Logo", "commune": "Logo"}, {"name": "Goungoto"})

    changes = difference(before, snapshots.fresh_facts_of(project.contract))

    assert [(change.what, change.before, change.after) for change in changes] == [
        ("Site 1", "Logo (marché)", "Logo (marché, commune\u00a0: Logo)"),
        ("Site 2", "Sandaré", ""),
        ("Site 3", "", "Goungoto"),
    ]


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("site_number_once_per_project", lambda project: project.sites.create(number=1, name="Diéma")),
        ("site_point_is_whole_and_in_the_country", lambda project: project.sites.update(latitude=14)),
        ("site_point_is_whole_and_in_the_country", lambda project: project.sites.update(latitude=48, longitude=2)),
        ("Cannot update rows", lambda project: project.sites.filter(number=2).update(number=9)),
    ],
)
def test_the_database_refuses(project, name, broken):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        broken(Project.objects.get(pk=project.pk))
