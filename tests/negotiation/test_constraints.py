"""What the database refuses by itself, whoever writes and however."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cper.people.models import Mandate
from cper.people.roles import Body, Function, Role
from negotiation.models import Assent, Contract, FinancingLine, Passage
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    UserFactory,
    institution,
    judged,
    named,
    stamp,
)

pytestmark = pytest.mark.django_db


def refused(name):
    """The database refuses, by the constraint or trigger of that name."""
    return pytest.raises(DatabaseError, match=name)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: ProjectFactory(cost=-1, whole=False), "project_cost_not_negative"),
        (lambda: ProjectFactory(duration_months=0, whole=False), "project_duration_positive"),
        (lambda: ContractFactory(declared_total=-1), "contract_declared_total_not_negative"),
        (lambda: ContractFactory(duration_months=0), "contract_duration_positive"),
        (lambda: ContractFactory(signed_on=TODAY), "contract_signed_on_iff_signed"),
        (lambda: ContractFactory(step=Step.SIGNED, signed_on=None), "contract_signed_on_iff_signed"),
        (lambda: ContractFactory(step="e9", reached=1), "contract_step_is_in_the_law"),
        (lambda: ContractFactory(pdesc_to=date(2023, 1, 1)), "contract_pdesc_dates_in_order"),
    ],
)
def test_the_impossible_is_refused(make, constraint):
    with refused(constraint), transaction.atomic():
        make()


def test_a_share_cannot_be_negative():
    project = ProjectFactory()

    with refused("financing_amount_not_negative"), transaction.atomic():
        FinancingLine.objects.create(project=project, source="state", year=2028, amount=-5)


def test_a_source_pays_once_a_year_even_where_the_year_is_unknown():
    project = ProjectFactory()
    FinancingLine.objects.create(project=project, source="partner", year=None, amount=1)

    with refused("financing_line_once"), transaction.atomic():
        FinancingLine.objects.create(project=project, source="partner", year=None, amount=2)


def test_a_piece_has_one_current_version():
    contract = ContractFactory(ready=True)
    piece = contract.pieces.get()

    with refused("piece_one_current_version"), transaction.atomic():
        piece.pk, piece.version = None, 2
        piece.save(force_insert=True)


@pytest.mark.parametrize("comment", ["", "   ", "\n\t"])
@pytest.mark.parametrize("action", ["send_back", "return_list", "resubmit", "withdraw", "close", "return_convention"])
def test_a_return_without_a_comment_is_refused(action, comment):
    contract = ContractFactory()

    with refused("passage_return_has_a_comment"), transaction.atomic():
        Passage.objects.create(
            contract=contract,
            action=action,
            source="dgct-review",
            target="formalisation",
            at=NOW,
            version=2,
            comment=comment,
            judged=judged(contract),
            **stamp(),
        )


def test_an_assent_is_given_once_per_role():
    contract = ContractFactory(step=Step.PROJECT_LIST)
    facts = {"contract": contract, "action": "approve_list", "role": Role.GOVERNOR, "given_at": NOW}
    facts |= {"judged": judged(contract)}
    Assent.objects.create(**facts, **stamp(Role.GOVERNOR))

    with refused("assent_once_per_role"), transaction.atomic():
        Assent.objects.create(**facts, **stamp(Role.GOVERNOR))


def test_the_journal_is_never_rewritten_nor_erased():
    contract = ContractFactory()
    Passage.objects.create(
        contract=contract, action="open", source=contract.step, target=contract.step, at=NOW, version=1, **stamp()
    )

    with refused("Cannot update"):
        sql("UPDATE negotiation_passage SET by_name = 'autre'")
    with refused("Cannot delete"):
        sql("DELETE FROM negotiation_passage")


def test_a_contract_is_never_erased():
    ContractFactory()

    with refused("Cannot delete"):
        sql("DELETE FROM negotiation_contract")


def test_raw_sql_cannot_jump_over_a_step():
    ContractFactory(step=Step.DGCT_REVIEW)

    with refused("Invalid transition"):
        sql("UPDATE negotiation_contract SET step = 'selection'")


def test_raw_sql_cannot_take_a_legal_step_without_its_passage():
    ContractFactory(step=Step.DGCT_REVIEW)

    with refused("contract_step_has_its_passage"):
        sql("UPDATE negotiation_contract SET step = 'ministry-review'")


def test_the_queryset_refuses_to_write_a_step():
    contract = ContractFactory(step=Step.DGCT_REVIEW)

    with pytest.raises(AttributeError, match="make_move only"):
        Contract.objects.update(step=Step.SIGNATURE)
    with pytest.raises(AttributeError, match="make_move only"):
        Contract.objects.bulk_update([contract], ["step"])


def test_nobody_assigns_a_step():
    contract = ContractFactory()

    with pytest.raises(AttributeError, match="by a transition only"):
        contract.step = Step.SIGNED


def test_reloading_and_validating_a_contract_do_not_trip_its_guard():
    contract = ContractFactory()

    contract.refresh_from_db()
    contract.full_clean()

    assert contract.step == Step.DELIBERATION


def test_identical_mandates_do_not_overlap():
    mandate = MandateFactory()

    with refused("mandate_no_identical_overlap_agent"), transaction.atomic():
        MandateFactory(person=mandate.person, institution=mandate.institution, valid_from=TODAY)


def test_an_institution_has_one_titular_signatory_at_a_time():
    MandateFactory(function=Function.SIGNATORY)

    with refused("mandate_one_holder_signs"), transaction.atomic():
        MandateFactory(function=Function.SIGNATORY, person=UserFactory())


def test_a_successor_may_follow_the_next_day():
    MandateFactory(function=Function.SIGNATORY, valid_to=TODAY)

    successor = MandateFactory(function=Function.SIGNATORY, valid_from=TODAY + timedelta(days=1))

    assert Mandate.objects.on(TODAY + timedelta(days=1)).get() == successor


@pytest.mark.parametrize("basis", [Mandate.Basis.INTERIM, Mandate.Basis.DELEGATION])
@pytest.mark.parametrize("facts", [{"act": ""}, {"valid_to": None}])
def test_an_interim_and_a_delegation_have_an_act_and_an_end(basis, facts):
    whole = {"act": "Décision n°12 du 3 novembre 2026", "valid_to": TODAY} | facts

    with refused("mandate_interim_has_act_and_end"), transaction.atomic():
        MandateFactory(function=Function.SIGNATORY, basis=basis, **whole)


def test_a_mandate_ends_by_itself_after_its_last_day():
    mandate = MandateFactory(valid_to=TODAY)

    assert [m.pk for m in mandate.person.on(TODAY).mandates] == [mandate.pk]
    assert mandate.person.on(TODAY + timedelta(days=1)).mandates == ()


def test_a_national_institution_has_no_region():
    home = institution(Body.COUNCIL).region

    with pytest.raises(IntegrityError, match="institution_region_iff_regional"), transaction.atomic():
        institution(Body.COUNCIL).__class__.objects.create(body=Body.DGCT, name="DGCT", slug="x", region=home)


def test_an_opinion_once_given_does_not_change():
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)

    with refused("Cannot update"):
        sql(
            "UPDATE negotiation_opinion SET verdict = 'unfavourable', text = 'non' WHERE contract_id = %s", contract.pk
        )


def test_an_approved_convention_never_changes():
    contract = ContractFactory(step=Step.SIGNATURE)
    contract.drafts.create(
        number=1,
        proposed_at=NOW,
        judged=judged(contract),
        approved_at=NOW,
        pdf=b"%PDF",
        sha256="0" * 64,
        **CLAUSES,
        **named(),
        **stamp(),
    )

    with refused("Cannot update"):
        sql("UPDATE negotiation_conventiondraft SET pdf = 'autre'")


def test_the_bytes_of_a_piece_never_change():
    contract = ContractFactory(ready=True)

    with refused("Cannot update"):
        sql("UPDATE negotiation_piece SET sha256 = repeat('0', 64) WHERE contract_id = %s", contract.pk)
