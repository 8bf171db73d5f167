"""What the act says of its projects, their owner, the law in force and its own dates; and what E8 may still move."""

from dataclasses import replace
from datetime import date

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from cper.places.wording import Territory
from cper.words.typography import bound
from negotiation import operations
from negotiation.act_parts import named
from negotiation.documents import convention_of
from negotiation.management.reference_data import load_legal_texts
from negotiation.models import Contract, LegalText
from negotiation.operations import Refused
from negotiation.ownership import DELEGATE, Owner, sentences
from negotiation.views.selection_facts import visas_unverified
from negotiation.workflow import Step
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, ProjectFactory, actor, all_seats, settle
from tests.negotiation.acts import kayes_convention
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db
KAYES, BAMAKO = Territory("Kayes"), Territory("Bamako", is_district=True)
LOCAL = {"scale": "local"}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def subject(*interests: str, territory: Territory = KAYES) -> str:
    [project, *_rest] = kayes_convention().projects
    projects = tuple(replace(project, number=n, interest=one) for n, one in enumerate(interests, start=1))
    return text(replace(kayes_convention(), territory=territory, projects=projects).subject)


@pytest.mark.parametrize(
    ("interests", "said"),
    [
        ([""], "d’un projet structurant d’envergure régionale"),
        (["", ""], "de projets structurants d’envergure régionale"),
        (
            ["d’intérêt communal ou local"],
            "d’un projet d’intérêt communal ou local, au titre du volet territorial du contrat-plan",
        ),
        (
            ["", "d’intérêt communal ou local", "d’intérêt interrégional"],
            "d’un projet structurant d’envergure régionale ainsi que, au titre du volet territorial, de projets "
            "d’intérêt communal ou local et d’intérêt interrégional",
        ),
    ],
)
def test_article_1_tells_the_structuring_projects_from_the_territorial_part(interests, said):
    assert subject(*interests) == said


def test_a_structuring_project_of_the_district_is_of_its_scope():
    assert subject("", territory=BAMAKO) == "d’un projet structurant d’envergure de District"


def test_a_local_project_of_the_dossier_is_printed_as_territorial():
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    [project] = convention_of(contract, on=TODAY, draft=True).projects
    assert project.interest == ""

    local = ContractFactory(step=Step.PROJECT_LIST)
    ProjectFactory(contract=local, **LOCAL)

    [project] = convention_of(local, on=TODAY, draft=True).projects
    assert text(project.interest) == "d’intérêt communal ou local"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("", "sera déléguée, par une convention spécifique à conclure ; délégataire prévu : Commune de Kita."),
        ("par la convention n° 4", "est déléguée, par la convention n° 4 ; délégataire : Commune de Kita."),
    ],
)
def test_article_8_says_delegated_only_what_is(act, said):
    [project, *_rest] = kayes_convention().projects
    owned = (replace(project, owner=Owner(DELEGATE, "Commune de Kita", act)),)

    assert text(sentences(owned, KAYES)[-1]).endswith(said)


def test_the_act_keeps_the_number_that_each_project_has_in_the_dossier_and_in_the_follow_up():
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    second = ProjectFactory(contract=contract)
    first = contract.sessions.get().decisions.get()
    first.outcome, first.priority, first.reason = "deferred", None, "Étude à revoir."
    first.save()
    contract.sessions.get().decisions.create(project=second, outcome="retained", priority=1)
    contract.forget()

    convention = convention_of(contract, on=TODAY, draft=True)

    assert [(project.number, project.title) for project in convention.projects] == [(2, second.title)]
    assert {action.project for action in convention.actions} == {2}
    assert convention.numbers_note.startswith("Chaque projet garde le numéro qu’il porte au dossier")
    assert convention_of(ContractFactory(step=Step.SELECTION, ready=True), on=TODAY, draft=True).numbers_note == ""


# The law in force
def visas(contract: Contract, day: date) -> str:
    return text(" ; ".join(convention_of(contract, on=day, draft=True).visas))


def test_the_visas_are_those_in_force_on_the_day_of_the_act():
    load_legal_texts()
    contract = ContractFactory(step=Step.PROJECT_LIST)

    before, now = visas(contract, date(2019, 3, 31)), visas(contract, TODAY)

    assert "n°2017-051" in before
    assert "n°2023-004" not in before
    assert "n°2023-004" in now
    assert "n°2017-051" not in now
    assert "District de Bamako" not in before + now


def test_the_district_cites_its_own_statute():
    load_legal_texts()
    contract = ContractFactory(step=Step.PROJECT_LIST, where="bamako")

    assert "n°2023-005 du 13 mars 2023 portant statut particulier du District de Bamako" in visas(contract, TODAY)
    assert "n°2017-053 du 2 octobre 2017 portant statut" in visas(contract, date(2019, 3, 31))


# What E8 may still move
def sent_back(**facts) -> Contract:
    contract = ContractFactory(step=Step.SIGNATURE, ready=True, **facts)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    seen = Contract.objects.get(pk=contract.pk)
    operations.return_convention(
        seen, by=actor(Role.GOVERNOR), at=NOW, seen=seen.version, comment="Revoir la date du début."
    )
    return Contract.objects.get(pk=contract.pk)


def edit(contract: Contract, **facts) -> None:
    operations.revise_contract(contract, facts, by=actor(Role.REGION), at=NOW, seen=contract.version)


@pytest.mark.parametrize("day", [date(2035, 1, 1), date(2026, 12, 31), None])
def test_the_planned_start_keeps_its_year_once_the_projects_are_selected(day):
    contract = sent_back(starts_on=date(2027, 1, 1))

    with pytest.raises(Refused, match="pour l’année 2027"):
        edit(contract, starts_on=day)
    with pytest.raises(DatabaseError, match="contract_start_stays_in_its_year"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(starts_on=day)


def test_the_planned_start_moves_within_its_year():
    contract = sent_back(starts_on=date(2027, 1, 1))

    edit(contract, starts_on=date(2027, 4, 1))

    assert Contract.objects.get(pk=contract.pk).starts_on == date(2027, 4, 1)


def test_a_selection_beyond_the_envelope_says_what_can_be_done():
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    settle()
    with pgtrigger.ignore("negotiation.Session:session_envelope_is_that_of_the_opinion"):
        contract.sessions.update(envelope=80_000_000)

    with pytest.raises(Refused) as refused:
        operations.make_move(contract, "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)

    assert text(refused.value.verdict.missing[-1]).startswith("La DRPSIAP peut consigner de nouveau la session")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("déjà signée par Awa Traoré, Gouverneure P.I..", "déjà signée par Awa Traoré, Gouverneure P.I."),
        ("le Vice-président P.O.. Vérifiez.", "le Vice-président P.O. Vérifiez."),
        ("intérim (P.I.).", "intérim (P.I.)."),
    ],
)
def test_a_sentence_that_ends_with_a_mention_has_one_stop(typed, read):
    assert bound(typed) == read


def test_who_proposes_a_convention_reads_which_visas_are_still_to_be_verified():
    load_legal_texts()
    told = visas_unverified(ContractFactory(step=Step.SIGNATURE), TODAY)

    assert [one["title"] for one in told] == ["Des visas restent à vérifier au Journal officiel"]
    assert [line.split(" du ")[0] for line in told[0]["lines"]] == [
        "La loi n°2023-004",
        "Le décret n°2023-0407/PT-RM",
    ]
    LegalText.objects.update(unverified=False)
    assert visas_unverified(ContractFactory(step=Step.SIGNATURE), TODAY) == []


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Pistes du lait", "Contrat-plan entre l’État et la Région de Kayes – Pistes du lait"),
        ("Contrat-plan entre l’État et la Région de Kayes", "Contrat-plan entre l’État et la Région de Kayes"),
        ("Contrat-plan État-Région de Kayes : lait", "Contrat-plan État-Région de Kayes : lait"),
    ],
)
def test_a_title_that_says_what_it_is_is_printed_once(title, printed):
    assert named(KAYES, title) == printed


@pytest.mark.parametrize(
    ("title", "printed"), [("Contrat-plan entre l’État et la Région de Kayes", ""), ("Pistes", "Pistes")]
)
def test_a_convention_prints_no_title_that_its_heading_says(title, printed):
    assert kayes_convention(title=title).subtitle == printed
