"""The one door: what each act does, writes and refuses."""

from datetime import date, timedelta

import pytest

from cper.people.models import Mandate
from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.operations import Stale, make_move
from negotiation.workflow import Criterion, Step
from tests.factories import (
    GRANTED,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    livestock,
    region,
    user_as,
)
from tests.negotiation.moving import awaited, move, refusal
from tests.situations import answer_all

pytestmark = pytest.mark.django_db

FAVOURABLE = {"verdict": "favourable", "text": "", "envelope": GRANTED}


def test_a_reference_tells_region_year_and_rank():
    agent = actor(Role.REGION, function=Function.AGENT)

    opened = [operations.open_contract(region(), {"title": "Élevage"}, by=agent, at=NOW) for _ in range(2)]

    assert [contract.reference for contract in opened] == ["CPER-KAYES-2026-01", "CPER-KAYES-2026-02"]


def test_the_hundredth_dossier_of_a_year_has_a_reference_of_its_own():
    for rank in (9, 99, 100):
        ContractFactory(reference=f"CPER-KAYES-2026-{rank:02d}")

    opened = operations.open_contract(region(), {"title": "Élevage"}, by=actor(Role.REGION), at=NOW)

    assert opened.reference == "CPER-KAYES-2026-101"


def test_the_number_of_a_removed_project_is_not_given_again():
    contract = ContractFactory(step=Step.PREPARATION)
    facts = {"title": "Piste", "cost": 5}
    first = operations.save_project(contract, facts, [], by=actor(Role.REGION), at=NOW)
    operations.remove_project(contract, first, by=actor(Role.REGION), at=NOW)

    second = operations.save_project(contract, facts, [], by=actor(Role.REGION), at=NOW)

    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(("demo", "account", "invented"), [(1, False, True), (0, True, True), (0, False, False)])
def test_what_is_opened_in_the_demonstration_is_invented_whoever_opens_it(settings, demo, account, invented):
    settings.DEMO = bool(demo)
    user = user_as(Role.REGION)
    user.is_demo = account

    opened = operations.open_contract(region(), {"title": "Élevage"}, by=user.on(TODAY), at=NOW)

    assert Contract.objects.get(pk=opened.pk).invented is invented


def test_nobody_opens_a_dossier_for_another_region():
    verdict = refusal(operations.open_contract, region("gao"), {"title": "x"}, by=actor(Role.REGION), at=NOW)

    assert (verdict.forbidden, verdict.reason) == (True, "Votre mandat ne couvre pas ce dossier.")


def test_a_move_writes_one_passage_and_one_history_row_with_its_author():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    before = contract.history.count()

    move(contract, "submit", Role.PRESIDENT)

    passage = contract.passages.get()
    row = contract.history.order_by("history_id").last()
    assert (passage.action, passage.source, passage.target) == ("submit", "formalisation", "dgct-review")
    assert (contract.history.count() - before, row.history_user, row.step) == (1, passage.by, "dgct-review")


def test_the_passage_keeps_the_function_as_it_was_that_day():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    mandate = MandateFactory(
        institution=actor(Role.PRESIDENT).mandates[0].institution,
        function=Function.SIGNATORY,
        title="Premier vice-président",
        basis=Mandate.Basis.DELEGATION,
        act="Décision n°12 du 3 novembre 2026",
        valid_to=TODAY,
    )

    make_move(contract, "submit", by=mandate.person.on(TODAY), at=NOW)

    passage = contract.passages.get()
    assert (passage.by_title, passage.by_mention) == ("Premier vice-président", "P.O.")
    assert passage.by_act == "Décision n°12 du 3 novembre 2026"


def test_a_delegation_that_ended_yesterday_gives_no_right():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    mandate = MandateFactory(
        institution=actor(Role.PRESIDENT).mandates[0].institution,
        function=Function.SIGNATORY,
        basis=Mandate.Basis.DELEGATION,
        act="Décision n°12",
        valid_to=TODAY - timedelta(days=1),
    )

    verdict = refusal(make_move, contract, "submit", by=mandate.person.on(TODAY), at=NOW)

    assert verdict.forbidden


def test_an_incomplete_dossier_is_not_submitted_and_says_what_is_missing():
    contract = ContractFactory(step=Step.FORMALISATION, pdesc_to=date(2026, 1, 31))
    ProjectFactory(contract=contract, cost=100, whole=False)

    verdict = refusal(move, contract, "submit", Role.PRESIDENT)

    assert verdict.missing[0] == "Délibération autorisant à négocier et à signer le CPER, à déposer."
    assert verdict.missing[-3:] == (
        "Projet 1 : précisez un site au moins.",
        "Projet 1 : indiquez qui paie quoi.",
        "Le PDESC n’est pas en cours de validité : il va du 1er\u00a0janvier 2024 au 31\u00a0janvier 2026.",
    )


def test_shares_that_do_not_make_the_cost_block_the_submission_to_the_franc():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    line = contract.projects.get().financing.get(source="state")
    line.amount += 58_587_762
    line.save()

    verdict = refusal(move, contract, "submit", Role.PRESIDENT)

    assert verdict.missing == (
        "Projet 1 : les parts dépassent le coût (100\u00a0000\u00a0000\u00a0FCFA) de 58\u00a0587\u00a0762\u00a0FCFA.",
    )


def test_a_return_goes_back_to_the_region_and_is_counted():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    move(contract, "send_back", Role.DGCT_HEAD, comment="Études à reprendre.")

    contract.refresh_from_db()
    assert (contract.step, contract.returns, contract.passages.get().comment) == (
        "formalisation",
        1,
        "Études à reprendre.",
    )


def test_a_new_round_of_examination_asks_the_criteria_again_for_what_has_changed():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True, returns=1)
    contract.projects.update(purpose="Autre objet.")

    verdict = refusal(move, contract, "transmit", Role.DGCT_HEAD)

    assert verdict.missing == ("Projet 1 : examinez les quatre critères.",)


def test_a_project_that_fails_a_criterion_is_not_transmitted():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    project = contract.projects.get()
    answers = {(project.pk, Criterion.IMPACT.value): (False, "Aucun emploi chiffré.")}
    operations.assess(contract, answers, by=actor(Role.DGCT), at=NOW)

    verdict = refusal(move, contract, "transmit", Role.DGCT_HEAD)

    assert verdict.missing == ("Projet 1 : un critère n’est pas rempli, le dossier est à retourner.",)


def test_transmission_asks_finance_and_each_ministry_concerned_once():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    move(contract, "transmit", Role.DGCT_HEAD)

    assert sorted(opinion.institution.slug for opinion in contract.opinions.all()) == ["elevage", "finance"]


def test_insufficiencies_loop_inside_the_step_until_the_ministry_is_content():
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    operations.give_opinion(contract, verdict="corrections", text="Le mur.", by=actor(Role.SECTOR), at=NOW)
    operations.give_opinion(contract, **FAVOURABLE, by=actor(Role.FINANCE), at=NOW)

    answer_all(Contract.objects.get())
    move(contract, "resubmit", Role.PRESIDENT, comment="Mur refait en banco stabilisé.")

    contract.refresh_from_db()
    rounds = [(o.institution.slug, o.round, o.superseded, o.verdict) for o in contract.opinions.order_by("pk")]
    assert contract.step == Step.MINISTRY_REVIEW
    assert rounds == [
        ("finance", 1, False, "favourable"),
        ("elevage", 1, True, "corrections"),
        ("elevage", 2, False, ""),
    ]


def test_negotiation_opens_only_on_the_last_opinion():
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    operations.give_opinion(contract, verdict="reserves", text="Suivre l’eau.", by=actor(Role.SECTOR), at=NOW)

    verdict = refusal(move, contract, "open_negotiation", Role.DGCT_HEAD)

    assert verdict.missing == ("Avis attendu : ministère chargé des finances finance.",)


def test_an_opinion_is_given_once():
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    operations.give_opinion(contract, **FAVOURABLE, by=actor(Role.FINANCE), at=NOW)

    verdict = refusal(operations.give_opinion, contract, **FAVOURABLE, by=actor(Role.FINANCE), at=NOW)

    assert verdict.reason == "L’avis de votre ministère est déjà rendu."


def test_who_comes_second_is_told_who_decided_what_and_when():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    seen = contract.version
    move(contract, "submit", Role.PRESIDENT, seen=seen)

    with pytest.raises(Stale) as caught:
        move(contract, "submit", Role.PRESIDENT, seen=seen)

    president = actor(Role.PRESIDENT).mandates[0]
    assert str(caught.value) == (
        "Le dossier a changé depuis que cette page s’est ouverte : "
        f"{president.person.name}, {president.title}, « Demande transmise à la DGCT », "
        "le 20 novembre 2026 à 10 h 30."
    )


def test_an_act_of_another_step_is_refused_with_both_steps_named():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    verdict = refusal(move, contract, "submit", Role.PRESIDENT)

    assert verdict.reason == ("Cet acte se fait à l’étape E3 ; le dossier est à l’étape E4, « Examen par la DGCT ».")


@pytest.mark.parametrize("step", [Step.DELIBERATION, Step.MINISTRY_REVIEW, Step.SELECTION])
def test_the_region_may_withdraw_with_its_reason(step):
    contract = ContractFactory(step=step, ready=True)

    moved = move(contract, "withdraw", Role.PRESIDENT, comment="Le conseil a changé de priorité.")

    assert (moved.step, awaited(moved)) == ("withdrawn", [])


def test_the_sector_ministries_of_a_contract_follow_its_projects():
    contract = ContractFactory(step=Step.PREPARATION)
    facts = {"title": "Piste", "cost": 5, "ministry": livestock()}
    project = operations.save_project(contract, facts, [], by=actor(Role.REGION), at=NOW)

    operations.remove_project(contract, project, by=actor(Role.REGION), at=NOW)

    assert (project.ministry, Contract.objects.get().sector_ids) == (livestock(), set())


def test_a_project_edited_by_two_agents_is_not_overwritten():
    contract = ContractFactory(step=Step.PREPARATION)
    project = ProjectFactory(contract=contract)
    facts = {"title": "Piste Kayes-Yélimané"}
    operations.save_project(contract, facts, [], by=actor(Role.REGION), at=NOW, project=project, seen=1)

    verdict = refusal(
        operations.save_project, contract, {"title": "x"}, [], by=actor(Role.REGION), at=NOW, project=project, seen=1
    )

    assert verdict.reason.startswith("Le dossier a changé depuis que cette page s’est ouverte")
