"""The State's envelope: typed by the ministry in charge of finance, shown to all, and never exceeded by a session."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cper.people.roles import Body, Role
from negotiation import access, operations
from negotiation.envelope import Envelope
from negotiation.models import Contract, Decision, FinancingLine, Opinion, Session
from negotiation.operations import Refused
from negotiation.workflow import Step, example
from tests.factories import GRANTED, NOW, TODAY, ContractFactory, ProjectFactory, actor, settle
from tests.negotiation.pages import faults, text

pytestmark = pytest.mark.django_db

FAVOURABLE = {"verdict": "favourable", "text": ""}
TYPED = FAVOURABLE | {"envelope": "1 600 000 000 FCFA", "envelope_from": "2027", "envelope_to": "2031"}
HELD = {"held_on": TODAY, "place": "Kayes", "attendance": 42}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def examined() -> Contract:
    return ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)


@pytest.fixture
def listed() -> Contract:
    """Before the session: a project for which the State is asked exactly its envelope."""
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    contract.sessions.update(superseded=True)
    contract.forget()
    return contract


def address(contract: Contract, name: str) -> str:
    return reverse("act", args=[contract.reference, example(name)])


def send(client, contract: Contract, name: str, typed: dict):
    return client.post(address(contract, name), typed | {"seen": contract.version}, follow=True)


def of_finance(contract: Contract) -> Opinion:
    return contract.opinions.get(institution__body=Body.FINANCE)


def retain_all(contract: Contract) -> list[dict]:
    return [{"project": p, "outcome": "retained", "priority": p.number} for p in contract.projects.all()]


def record(contract: Contract, decisions: list[dict]) -> Session:
    facts = {"by": actor(Role.DRPSIAP), "at": NOW, "seen": contract.version}
    return operations.record_session(contract, HELD, decisions, **facts)


def test_finance_types_the_envelope_and_its_years_in_its_own_opinion(enter, examined):
    send(enter(Role.FINANCE), examined, "give_opinion", TYPED)

    assert of_finance(examined).granted == Envelope(1_600_000_000, 2027, 2031)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            FAVOURABLE | {"envelope_from": "", "envelope_to": ""},
            [
                "Enveloppe de l’État pour ce contrat-plan : Donnez l’enveloppe de l’État, zéro s’il n’apporte rien.",
                "Premier exercice de l’enveloppe : Donnez le premier exercice de l’enveloppe.",
                "Dernier exercice de l’enveloppe : Donnez le dernier exercice de l’enveloppe.",
            ],
        ),
        (
            TYPED | {"envelope_to": "2026"},
            ["Dernier exercice de l’enveloppe : Le dernier exercice de l’enveloppe précède le premier."],
        ),
        (
            TYPED | {"verdict": "corrections", "text": "Le coût."},
            [
                "Enveloppe de l’État pour ce contrat-plan : L’enveloppe se donne quand le dossier passe : "
                "effacez ce montant."
            ],
        ),
    ],
)
def test_the_envelope_comes_whole_and_only_with_an_opinion_that_lets_the_dossier_pass(enter, examined, typed, said):
    response = send(enter(Role.FINANCE), examined, "give_opinion", typed)

    assert faults(response) == said
    assert of_finance(examined).granted is None


def test_corrections_ask_for_no_envelope(enter, examined):
    send(enter(Role.FINANCE), examined, "give_opinion", {"verdict": "corrections", "text": "Le coût."})

    assert (of_finance(examined).verdict, of_finance(examined).granted) == ("corrections", None)


def test_a_zero_is_a_figure(enter, examined):
    send(enter(Role.FINANCE), examined, "give_opinion", TYPED | {"envelope": "0"})

    assert of_finance(examined).granted == Envelope(0, 2027, 2031)


def test_no_other_ministry_gives_an_envelope(enter, examined):
    page = enter(Role.SECTOR).get(address(examined, "give_opinion"))

    assert "envelope" not in page.context["form"].fields
    with pytest.raises(Refused):
        operations.give_opinion(examined, **FAVOURABLE, envelope=GRANTED, by=actor(Role.SECTOR), at=NOW)


def test_the_session_works_with_the_envelope_of_the_opinion_and_with_no_other(enter, listed):
    page = enter(Role.DRPSIAP).get(address(listed, "record_session"))

    assert "envelope" not in page.context["form"].fields
    session = record(listed, retain_all(listed))
    assert (session.granted, session.envelope_opinion) == (GRANTED, of_finance(listed))


@pytest.mark.parametrize(
    ("role", "name", "step"),
    [
        (Role.PRESIDENT, "draw_list", Step.PROJECT_LIST),
        (Role.GOVERNOR, "approve_list", Step.PROJECT_LIST),
        (Role.DRPSIAP, "record_session", Step.SELECTION),
        (Role.GOVERNOR, "adopt_selection", Step.SELECTION),
    ],
)
def test_those_who_list_and_select_read_the_envelope(enter, role, name, step):
    contract = ContractFactory(step=step, ready=True)

    page = text(enter(role).get(address(contract, name)).content.decode())

    assert "Enveloppe de l’État 90 000 000 FCFA exercices 2027 à 2031 ; avis du ministère chargé des finances" in page


def test_a_session_that_retains_more_than_the_envelope_is_refused_when_it_is_recorded(enter, listed):
    ProjectFactory(contract=listed)
    listed.forget()
    decided = {}
    for project in listed.projects.all():
        decided |= {f"outcome-{project.pk}": "retained", f"priority-{project.pk}": project.number}

    response = send(enter(Role.DRPSIAP), listed, "record_session", HELD | {"held_on": "20/11/2026"} | decided)

    assert faults(response) == [
        "La part de l’État retenue (180 000 000 FCFA) dépasse de 90 000 000 FCFA l’enveloppe donnée "
        "par le ministère chargé des finances (90 000 000 FCFA, exercices 2027 à 2031). Différez ou écartez un "
        "projet ; si aucun choix ne convient, ne consignez pas la session : le Gouverneur renvoie la liste à "
        "l’étape E6."
    ]
    with pytest.raises(Refused, match="dépasse de"):
        record(listed, retain_all(listed))
    assert listed.sessions.filter(superseded=False).count() == 0


def test_the_database_holds_a_session_within_its_envelope(listed):
    session = record(listed, [])
    settle()
    FinancingLine.objects.filter(source="state").update(amount=90_000_001)

    with pytest.raises(DatabaseError, match="decisions_fit_the_envelope"), transaction.atomic():
        Decision.objects.create(session=session, project=listed.projects.get(), outcome="retained", priority=1)
        settle()


def retained_on_the_page(contract: Contract) -> dict:
    decided = {"held_on": "20/11/2026", "place": "Kayes", "attendance": 42}
    for project in contract.projects.all():
        decided |= {f"outcome-{project.pk}": "retained", f"priority-{project.pk}": project.number}
    return decided


OUTSIDE = "Projet 1 : l’État apporte 90 000 000 FCFA en 2032, hors des années de l’enveloppe (exercices 2027 à 2031)."


def test_what_the_state_is_asked_outside_the_years_of_the_envelope_is_refused_to_the_session(enter, listed):
    settle()
    FinancingLine.objects.filter(source="state").update(year=2032)

    response = send(enter(Role.DRPSIAP), listed, "record_session", retained_on_the_page(listed))

    assert [fault.startswith(OUTSIDE) for fault in faults(response)] == [True]
    with pytest.raises(Refused, match="hors des années"):
        record(Contract.objects.get(pk=listed.pk), retain_all(listed))
    assert not listed.sessions.filter(superseded=False)


def test_the_years_of_the_envelope_are_asked_again_at_adoption_and_at_the_proposal():
    for step, name, role in (
        (Step.SELECTION, "adopt_selection", Role.GOVERNOR),
        (Step.SIGNATURE, "propose_convention", Role.PRESIDENT),
    ):
        contract = ContractFactory(step=step, ready=True)
        settle()
        contract.projects.get().financing.filter(source="state").update(year=2026)
        contract = Contract.objects.get(pk=contract.pk)

        said = [words.replace("\u00a0", " ") for words in access.decide(actor(role), name, contract).missing]

        assert OUTSIDE.replace("2032", "2026") in said


def test_the_database_holds_a_session_within_the_years_of_its_envelope(listed):
    session = record(listed, [])
    settle()
    FinancingLine.objects.filter(source="state").update(year=2032)

    with pytest.raises(DatabaseError, match="decisions_fit_the_envelope"), transaction.atomic():
        Decision.objects.create(session=session, project=listed.projects.get(), outcome="retained", priority=1)
        settle()
