"""A condition about what does not exist yet is neither met nor missing: it is judged later, and says why."""

import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.views.act_facts import conditions
from negotiation.workflow import Need, Step
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, ProjectFactory, actor, all_seats
from tests.negotiation.reading import read, words

pytestmark = pytest.mark.django_db


def judged(contract, *needs) -> list[tuple[str, bool]]:
    """Each line of the checklist that nobody can judge yet, with whether it also says that it is met."""
    rows = conditions(Contract.objects.get(pk=contract.pk), needs, TODAY)
    return [(row["note"].replace("\u00a0", " "), row["done"]) for row in rows if row.get("later")]


def said_met(contract, *needs) -> list[str]:
    rows = conditions(Contract.objects.get(pk=contract.pk), needs, TODAY)
    return [str(row["label"]) for row in rows if row["done"]]


def test_no_share_fits_an_envelope_before_a_session_has_retained_a_project():
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    contract.sessions.update(superseded=True)

    assert judged(contract, Need.ENVELOPE) == [("la session du CROCSAD élargi n’a encore rien retenu", False)]


def test_a_session_that_retains_within_the_envelope_meets_it():
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    assert judged(contract, Need.ENVELOPE) == []
    assert said_met(contract, Need.ENVELOPE) == ["La part de l’État tient dans l’enveloppe"]


def test_no_clause_is_without_a_blank_before_a_text_is_proposed(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)

    assert judged(contract, Need.WRITTEN) == [("aucun texte n’est proposé", False)]
    client.force_login(actor(Role.GOVERNOR).user)
    page = words(client.get(f"/dossiers/{contract.reference}/approuver-la-convention/"))
    assert "Ne se juge pas encore : Aucune clause ne laisse de blanc aucun texte n’est proposé" in page
    assert "Présent : Aucune clause" not in page


def test_a_proposed_text_without_a_blank_meets_it():
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)

    assert said_met(contract, Need.PROPOSED, Need.WRITTEN) == [
        "La convention est proposée",
        "Aucune clause ne laisse de blanc",
    ]


def test_nothing_is_covered_nor_within_the_term_while_no_project_is_described():
    contract = ContractFactory(step=Step.PREPARATION)

    assert said_met(contract, Need.BALANCE, Need.DURATION, Need.TERM) == []
    assert [note for note, _done in judged(contract, Need.BALANCE, Need.DURATION, Need.TERM)] == [
        "aucun projet n’est encore décrit",
        "aucun projet n’est encore décrit",
        "aucune part n’est encore écrite",
    ]


def test_no_money_is_within_a_term_that_nobody_has_given():
    contract = ContractFactory(step=Step.PREPARATION, duration_months=None)
    ProjectFactory(contract=contract)

    assert judged(contract, Need.TERM) == [("la durée du contrat n’est pas encore donnée", False)]


def test_nothing_is_said_of_remarks_that_nobody_has_made():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    assert conditions(contract, [Need.ANSWERED], TODAY) == []


def test_a_dossier_corrected_and_sent_again_does_not_say_that_nobody_asked_for_it(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    opinion = contract.opinions.first()
    given = actor(Role.FINANCE).mandates[0].stamp | {"given_at": NOW, "judged": contract.verdicts.first().judged}
    contract.opinions.filter(pk=opinion.pk).update(
        verdict="unfavourable", text="Les coûts sont à reprendre.", superseded=True, **given
    )
    contract.opinions.create(institution=opinion.institution, asked_on=TODAY, round=2)

    page = words(read(client, "dossier", contract))
    assert "Aucun ministère n’a demandé de correction" not in page
    assert "Les corrections demandées ont été transmises aux ministères" in page


@pytest.mark.parametrize(("need", "told"), [(Need.PROPOSED, "Le texte n° 1 est renvoyé"), (Need.APPROVED, "Le texte")])
def test_a_text_sent_back_is_not_said_never_to_have_been_proposed(need, told, time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    contract = Contract.objects.get(pk=contract.pk)
    operations.return_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, comment="À revoir.")

    (row,) = conditions(Contract.objects.get(pk=contract.pk), [need], TODAY)
    assert row["label"].replace("\u00a0", " ").startswith(told)
