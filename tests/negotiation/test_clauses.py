"""No hole in a signed act: a clause with a blank is neither proposed nor approved."""

import pytest

from cper.people.roles import Role
from negotiation import access, clauses, operations
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import CLAUSES, NOW, ContractFactory, actor, all_seats, user_as
from tests.negotiation.pages import faults, send
from tests.situations import proposed

YEARS = [2027, 2028]


def said(name: str, text: str) -> str:
    return clauses.faults({name: text}, YEARS).get(name, "").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "hole"),
    [
        ("La juridiction compétente est [juridiction] de Kayes.", "[juridiction]"),
        ("L’autorité saisie est à désigner par les deux parties.", "à désigner"),
        ("Le délai de saisine est À FIXER par un avenant au contrat.", "À FIXER"),
        ("Le tribunal est a preciser après concertation des parties.", "a preciser"),
        ("Le ministre, puis le tribunal administratif de ........", "........"),
        ("Le ministre, puis le tribunal administratif de ____", "____"),
        ("Autorité saisie d’abord par les parties : …", "…"),
    ],
)
def test_a_blank_in_a_clause_is_shown_as_typed_with_what_to_write(text, hole):
    assert said("disputes", text) == (
        f"« {hole} » laisse un blanc ; écrivez l’autorité saisie d’abord, puis la juridiction, et leurs délais."
    )


def test_a_clause_of_fewer_than_twenty_letters_commits_nobody():
    assert said("suspension", "soixante jours, puis la loi") == ""  # twenty-two letters
    told = said("suspension", "RAS 1234567890 1234567890")
    assert told.startswith("cette clause est trop courte ; écrivez le délai")
    assert said("disputes", "...").startswith("cette clause est trop courte")


def test_words_that_only_look_like_a_blank_are_kept():
    for text in (*CLAUSES.values(), "Le délai fixé par l’ANICT est de trente jours, etc…"):
        assert said("suspension", text) == ""


def test_the_tranches_name_the_years_of_the_plan_and_no_other():
    assert said("tranches", "Trois tranches, une par exercice : 2027, 2029 et 2031.") == (
        "2029 et 2031 ne sont pas des années du plan de financement (2027 et 2028) ; écrivez les exercices du plan."
    )
    assert said("tranches", "Deux tranches, exercices 2027 et 2029, à parts égales.") == (
        "2029 n’est pas une année du plan de financement (2027 et 2028) ; écrivez les exercices du plan."
    )
    kept = "Deux tranches (2027 et 2028), selon le décret n°2014-0644, justifiées avant le 31 mars 2029."
    assert said("tranches", kept) == ""


@pytest.fixture
def contract(db, time_machine) -> Contract:
    time_machine.move_to(NOW, tick=False)
    all_seats()
    return ContractFactory(step=Step.SIGNATURE, ready=True)


def test_a_clause_with_a_blank_is_not_proposed(client, contract):
    client.force_login(user_as(Role.PRESIDENT))
    sent = CLAUSES | {"disputes": "Le ministre, puis la juridiction à désigner."}

    response = send(client, f"{contract.get_absolute_url()}proposer-la-convention/", **sent)

    assert faults(response) == [
        "Litiges, à défaut d’accord amiable (article 13) : « à désigner » laisse un blanc ; écrivez l’autorité saisie "
        "d’abord, puis la juridiction, et leurs délais."
    ]
    with pytest.raises(Refused, match="Litiges, à défaut d’accord amiable"):
        operations.propose_convention(contract, sent, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    assert not contract.drafts.exists()


def test_a_text_with_a_blank_is_not_approved(contract):
    proposed(contract)
    assert access.decide(actor(Role.GOVERNOR), "approve_convention", contract).allowed
    contract.drafts.update(tranches="Une tranche par exercice, de 2027 à 2030, justifiée.")

    verdict = access.decide(actor(Role.GOVERNOR), "approve_convention", Contract.objects.get(pk=contract.pk))

    assert [words.replace("\u00a0", " ") for words in verdict.missing] == [
        "Tranches de la contribution de l’État (article 9) : 2030 n’est pas une année du plan de financement (2027) ; "
        "écrivez les exercices du plan."
    ]
