"""What the council answers to a return or to an opinion is read by who decides again, and stays in the dossier."""

import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import CLAUSES, NOW, ContractFactory, actor, all_seats, user_as
from tests.negotiation.reading import read, words

pytestmark = pytest.mark.django_db

ASKED = "L’article 13 ne dit pas quelle juridiction est saisie."
ANSWER = "La juridiction saisie est celle du siège de la Région, comme l’écrit le texte."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def again() -> Contract:
    return Contract.objects.get()


def answer() -> None:
    contract = again()
    given = {remark.key: ANSWER for remark in contract.remarks}
    operations.answer_remarks(contract, given, by=actor(Role.REGION), at=NOW)


def propose() -> None:
    operations.propose_convention(again(), CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=again().version)


@pytest.fixture
def proposed_again() -> Contract:
    """A text sent back, answered in words, and proposed again unchanged."""
    ContractFactory(step=Step.SIGNATURE, ready=True)
    propose()
    operations.return_convention(again(), by=actor(Role.GOVERNOR), at=NOW, seen=again().version, comment=ASKED)
    answer()
    propose()
    return again()


@pytest.mark.parametrize("act", ["approuver-la-convention", "revoir-la-convention"])
def test_the_governor_reads_the_answer_before_he_decides_again(client, proposed_again, act):
    client.force_login(user_as(Role.GOVERNOR))

    page = words(client.get(f"{proposed_again.get_absolute_url()}{act}/"))

    assert ASKED in page
    assert ANSWER in page


@pytest.mark.parametrize("part", ["dossier", "dossier-convention", "dossier-journal"])
@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.PRESIDENT, Role.DGCT])
def test_the_answer_on_a_text_stays_in_the_dossier(client, proposed_again, part, role):
    assert ANSWER in words(read(client, part, proposed_again, user_as(role)))


def test_the_answer_is_read_before_signing_and_after(client, proposed_again):
    at = {"ceremony_on": NOW.date(), "ceremony_place": "Kayes"}
    operations.approve_convention(again(), by=actor(Role.GOVERNOR), at=NOW, seen=again().version, **at)
    client.force_login(user_as(Role.PRESIDENT))
    assert ANSWER in words(client.get(f"{proposed_again.get_absolute_url()}signer/"))
    for role in (Role.PRESIDENT, Role.GOVERNOR):
        operations.sign(again(), by=actor(role), at=NOW, signed_on=NOW.date(), signed_place="Kayes")

    assert ANSWER in words(read(client, "dossier-convention", again()))


def test_a_text_sent_back_says_by_whom_and_why(client, proposed_again):
    page = words(read(client, "dossier-convention", proposed_again))

    governor = actor(Role.GOVERNOR).mandates[0]
    assert f"{ASKED} {governor.introduced}, le 20 novembre 2026" in page.replace("\u00a0", " ")


def test_the_answer_on_a_list_is_read_by_who_approves_the_next_one(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    stamp = actor(Role.PRESIDENT).mandates[0].stamp
    contract.assents.create(
        action="approve_list", role=Role.PRESIDENT, given_at=NOW, judged=contract.verdicts.first().judged, **stamp
    )
    operations.make_move(contract, "return_list", by=actor(Role.GOVERNOR), at=NOW, comment=ASKED)
    answer()
    client.force_login(user_as(Role.GOVERNOR))

    assert ANSWER in words(client.get(f"{contract.get_absolute_url()}approuver-la-liste/"))
    assert ANSWER in words(read(client, "dossier-session", again()))


def test_the_answer_to_a_ministry_stays_under_its_opinion(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    asked = {"verdict": "corrections", "text": ASKED}
    operations.give_opinion(contract, **asked, by=actor(Role.SECTOR), at=NOW)
    answer()
    operations.make_move(again(), "resubmit", by=actor(Role.PRESIDENT), at=NOW, comment="Répondu.")
    given = {"verdict": "favourable", "text": ""}
    operations.give_opinion(again(), **given, by=actor(Role.SECTOR), at=NOW)

    for role in (Role.PRESIDENT, Role.DGCT, Role.SECTOR):
        assert ANSWER in words(read(client, "dossier-opinions", again(), user_as(role)))


def test_what_a_text_asks_is_mended_in_its_clauses_too(client):
    ContractFactory(step=Step.SIGNATURE, ready=True)
    propose()
    operations.return_convention(again(), by=actor(Role.GOVERNOR), at=NOW, seen=again().version, comment=ASKED)
    client.force_login(user_as(Role.REGION))

    page = words(client.get(f"{again().get_absolute_url()}repondre-aux-remarques/"))

    assert "À corriger dans : Clauses de la convention , Intitulé du contrat-plan , Projets" in page
