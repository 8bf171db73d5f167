"""A page shows what was judged as it was judged, and says what has changed since; who decides again sees it too."""

import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract, Project
from negotiation.workflow import Step
from tests.factories import CLAUSES, GRANTED, NOW, ContractFactory, ProjectFactory, actor, all_seats, judged, user_as
from tests.negotiation.pages import page_of, text
from tests.situations import returned

pytestmark = pytest.mark.django_db

SELECTED, WRITTEN = "Marché à bétail de Ségou", "Aéroport international de Niono"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def corrected() -> Contract:
    """At E5, once a ministry asked for corrections: the market, examined and agreed upon, became an airport."""
    all_seats()
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    Project.objects.update(title=SELECTED)
    contract.verdicts.update(judged=judged(Contract.objects.get()))
    finance = {"envelope": GRANTED, "by": actor(Role.FINANCE)}
    operations.give_opinion(contract, verdict="favourable", text="", at=NOW, **finance)
    operations.give_opinion(contract, verdict="corrections", text="À revoir.", by=actor(Role.SECTOR), at=NOW)
    facts, site = {"title": WRITTEN, "cost": 600_000_000}, {"number": 1, "name": "Logo"}
    project = contract.projects.get()
    operations.save_project(contract, facts, [site], project=project, by=actor(Role.REGION), at=NOW)
    return Contract.objects.get()


def read(client, name: str, contract: Contract, role: Role = Role.PRESIDENT):
    client.force_login(user_as(role))
    return client.get(page_of(name, contract))


def told(changed: dict | None) -> list[tuple[str, str, str]]:
    groups = changed["subjects"] if changed else []
    return [tuple(map(text, (c.what, c.before, c.after))) for group in groups for c in group["changes"]]


COST = ("Coût total déclaré", "100 000 000 FCFA", "600 000 000 FCFA")
TITLE = ("Intitulé", SELECTED, WRITTEN)


def test_the_examination_shows_what_was_examined_and_what_has_changed_since(client, corrected):
    table = read(client, "dossier-opinions", corrected).context["examination"]["current"]

    assert [(row["title"], row["cost"]) for row in table["rows"]] == [(SELECTED, 100_000_000)]
    assert told(table["changed"]) == [TITLE, COST]


def test_each_opinion_shows_what_was_read_and_what_has_changed_in_it_since(client, corrected):
    response = read(client, "dossier-opinions", corrected)
    finance, sector = response.context["opinions"]["cards"]

    assert [[(one["title"], one["cost"], one["state"]) for one in card["object"]] for card in (finance, sector)] == [
        [(SELECTED, 100_000_000, 90_000_000)],
        [(SELECTED, 100_000_000, 90_000_000)],
    ]
    assert (told(finance["changed"]), told(sector["changed"])) == ([COST], [TITLE, COST])
    assert "A changé depuis cet avis" in text(response.content.decode())


def test_what_has_not_changed_is_not_said_to_have(client):
    all_seats()
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)

    response = read(client, "dossier-opinions", contract)

    assert "A changé depuis" not in response.content.decode()


@pytest.fixture
def reworded() -> Contract:
    """At E8 a text sent back: the wording of the project and the years of its plan are no longer those of E7."""
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    returned(contract)
    project = contract.projects.get()
    purpose = {"purpose": "Cent kilomètres de pistes."}
    operations.save_project(contract, purpose, None, project=project, by=actor(Role.REGION), at=NOW)
    return Contract.objects.get()


WORDING = ("Objet et résultats attendus", "", "Cent kilomètres de pistes.")


def test_the_session_says_what_has_changed_since_it_decided(client, reworded):
    session = read(client, "dossier-session", reworded).context["session"]

    assert [(decision["amount"], decision["rank"]) for decision in session["decisions"]] == [(100_000_000, 1)]
    assert told(session["changed"]) == [WORDING]


def test_the_governor_sees_what_the_text_changes_before_approving_it(client, reworded):
    operations.propose_convention(reworded, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=reworded.version)
    client.force_login(user_as(Role.GOVERNOR))

    response = client.get(f"{reworded.get_absolute_url()}approuver-la-convention/")

    # The text sent back was made of what the session selected: once is enough.
    assert [told(one) for one in response.context["changes"]] == [[WORDING]]
    assert "Ce qui a changé depuis la session du 20 novembre 2026" in text(response.content.decode())


def test_the_governor_and_who_signs_see_the_clauses_that_a_second_text_words_otherwise(client, reworded):
    again = CLAUSES | {"disputes": "Le ministre chargé des collectivités, puis la Cour suprême, sous deux mois."}
    operations.propose_convention(reworded, again, by=actor(Role.PRESIDENT), at=NOW, seen=reworded.version)
    client.force_login(user_as(Role.GOVERNOR))

    response = client.get(f"{reworded.get_absolute_url()}approuver-la-convention/")

    clause = ("Litiges, à défaut d’accord amiable (article 13)", CLAUSES["disputes"], again["disputes"])
    assert [told(one) for one in response.context["changes"]] == [[WORDING], [clause]]
    page = text(response.content.decode()).replace("\u00a0", " ")
    assert "Ce qui a changé depuis le texte n° 1" in page
    assert "Texte de la convention" in page


def test_the_texts_of_the_convention_show_what_each_printed(client, reworded):
    operations.propose_convention(reworded, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=reworded.version)

    page = read(client, "dossier-convention", reworded).context

    assert [(one["cost"], one["state"]) for one in page["current"]["printed"]] == [(100_000_000, 90_000_000)]
    assert told(page["current"]["changed"]) == [WORDING]
    assert [one["changed"] for one in page["former"]] == [None]


def test_who_approves_a_list_again_sees_what_it_changes(client):
    all_seats()
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    other = ProjectFactory(contract=contract, title="Puits de Diéma")
    operations.make_move(contract, "approve_list", by=actor(Role.PRESIDENT), at=NOW)
    first = contract.projects.get(number=1)
    operations.draw_list(contract, {first.pk}, by=actor(Role.GOVERNOR), at=NOW, seen=Contract.objects.get().version)
    client.force_login(user_as(Role.PRESIDENT))

    changed = client.get(f"{contract.get_absolute_url()}approuver-la-liste/").context["changed"]

    assert told(changed) == [("Inscrit sur la liste", "oui", "non")]
    assert changed["subjects"][0]["subject"].endswith(other.title)
