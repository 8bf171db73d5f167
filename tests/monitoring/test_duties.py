"""Each duty is settled by the act the law names, in time or late, or let lapse; its state is a question of days."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.models import Duty, FollowedContract, Fulfilment, Passage
from monitoring.workflow import OWN_ACTS
from tests.monitoring.quarters import T4, adopted, hold, lapse, proposed, transmit
from tests.monitoring.test_budget import record
from tests.monitoring.world import MILLION, at, bring, follow, kayes, move, on, paper, refusal, seats, tranche

pytestmark = pytest.mark.django_db

DAY = date(2019, 2, 1)


def duty(code: str, key: str) -> Duty:
    return Duty.objects.get(code=code, key=key)


def settled(code: str, key: str) -> tuple:
    """The day it was settled, and whether it lapsed."""
    return Duty.objects.values_list("settled_on", "lapsed").get(code=code, key=key)


def states(code: str, key: str, *days: date) -> list[str]:
    return [str(Duty.objects.on(day).get(code=code, key=key).state) for day in days]


def fulfil(contract: FollowedContract | None, name: str, key: str = "", *, day: date = DAY, **facts):
    by = on(day, OWN_ACTS[name].role, contract.region if contract else None)
    facts = {"file": paper()} | facts
    return operations.fulfil(contract, name, key, by=by, at=at(day), **facts)


def mobilise(contract: FollowedContract) -> None:
    project = contract.projects.get()
    project.financing.create(source="partner", year=2019, amount=MILLION)
    facts = {"source": "partner", "year": 2019, "kind": "mobilised", "amount": MILLION, "file": paper()}
    operations.record_movement(contract, project=project, by=on(DAY, Role.REGION), at=at(DAY), **facts)


@pytest.mark.parametrize(
    ("code", "key", "act"),
    [
        ("O1", "2019", lambda contract: record(contract, "inscribe_share", 10 * MILLION, year=2019, day=DAY)),
        ("O2", "2020", lambda contract: record(contract, "ask_bsi", 90 * MILLION, year=2020, day=DAY)),
        ("O3", "2019", lambda contract: move(tranche(contract), "request", day=DAY)),
        ("O4", "2019", mobilise),
        ("O5", "", lambda contract: fulfil(contract, "designate_team")),
        ("O6", "P1", lambda contract: fulfil(contract, "sign_works", "P1")),
        ("O7", "2018-T4", lambda contract: hold(proposed(contract, day=DAY), on=DAY)),
        ("O8", "2018-T4", lambda contract: proposed(contract, day=DAY)),
        ("O9", "2018-T4", lambda contract: transmit(adopted(contract), day=DAY)),
        ("O10", "R1", lambda contract: fulfil(contract, "hold_committee", "R1")),
        ("O11", "2018", lambda contract: fulfil(contract, "file_evaluation", "2018")),
        ("O13", "", lambda contract: fulfil(contract, "set_indicators")),
    ],
)
def test_each_duty_is_settled_by_its_act(code, key, act):
    contract = follow()

    act(contract)

    assert settled(code, key) == (DAY, False)


def test_the_national_committee_s_meeting_is_settled_for_the_nation():
    seats()
    renewal.renew_nation(DAY)

    done = fulfil(None, "hold_national", "2019-T1", note="Accélérer les tranches.")

    assert (done.contract, done.paper.contract, settled("O12", "2019-T1")) == (None, None, (DAY, False))


def test_a_duty_is_coming_then_due_then_late():
    follow()

    assert states("O1", "2019", date(2018, 9, 30), date(2018, 10, 1), date(2019, 3, 31), date(2019, 4, 1)) == [
        "coming",
        "due",
        "due",
        "late",
    ]


def test_a_duty_without_a_day_is_never_late():
    follow()

    assert states("O6", "P1", date(2018, 8, 31), date(2023, 8, 30)) == ["due", "due"]


@pytest.mark.parametrize(("day", "late"), [(date(2019, 3, 31), False), (date(2019, 4, 1), True)])
def test_what_is_done_after_its_day_is_done_and_was_late(day, late):
    record(follow(), "inscribe_share", 10 * MILLION, year=2019, day=day)

    assert (states("O1", "2019", day), duty("O1", "2019").was_late) == (["done"], late)


def test_an_inscription_corrected_later_was_made_on_its_first_day():
    contract = follow()

    for day in (date(2019, 3, 1), date(2019, 9, 1)):
        record(contract, "inscribe_share", 10 * MILLION, year=2019, day=day, reason="Relu.")
        record(contract, "ask_bsi", 90 * MILLION, year=2020, day=day, reason="Relu.")

    assert (settled("O1", "2019"), settled("O2", "2020")) == ((date(2019, 3, 1), False), (date(2019, 3, 1), False))


def test_a_tranche_given_up_leaves_its_duty_to_be_done():
    contract = follow()
    held = bring(tranche(contract), "request")

    move(held, "cancel", role=Role.PRESIDENT)

    assert settled("O3", "2019") == (None, False)


def test_a_lapsed_quarter_settles_its_session_and_its_canvas_as_a_lapse_with_its_reason():
    lapse(follow(), T4, day=DAY)

    assert (settled("O7", "2018-T4"), settled("O8", "2018-T4")) == ((DAY, True), (DAY, True))
    assert (states("O7", "2018-T4", DAY), duty("O7", "2018-T4").note) == (["lapsed"], "Aucune session.")


def test_a_meeting_of_the_committee_lapses_with_its_reason():
    fulfil(follow(), "hold_committee", "R1", day=date(2019, 3, 1), lapsed=True, note="Pas de quorum.", file=None)

    assert (states("O10", "R1", DAY), duty("O10", "R1").note) == (["lapsed"], "Pas de quorum.")
    assert duty("O10", "R1").was_late is False
    assert Passage.objects.get(action="hold_committee").label == "Carence constatée"


def test_a_meeting_that_was_held_is_told_as_held():
    fulfil(follow(), "hold_committee", "R1", day=date(2019, 3, 1))

    assert Passage.objects.get(action="hold_committee").label == "Réunion du comité régional enregistrée"


@pytest.mark.parametrize(
    ("name", "key", "facts", "sentence"),
    [
        ("designate_team", "2019", {}, "Cette obligation n’existe pas pour cette période."),
        ("hold_committee", "R9", {}, "Cette obligation n’existe pas pour cette période."),
        ("designate_team", "", {"lapsed": True, "note": "x"}, "Cette obligation ne se constate pas en carence."),
        ("hold_committee", "R1", {"lapsed": True, "note": " "}, "Une carence est toujours motivée."),
        ("designate_team", "", {"file": None}, "Joignez la pièce : Procès-verbal ou décision."),
        ("designate_team", "", {"on": date(2019, 2, 2)}, "Cet acte porte une date à venir."),
    ],
)
def test_a_duty_is_not_settled_otherwise(name, key, facts, sentence):
    assert refusal(fulfil, follow(), name, key, **facts) == sentence
    assert Fulfilment.objects.count() == 0


def test_a_duty_is_not_settled_before_it_opens():
    contract = follow()

    assert refusal(fulfil, contract, "hold_committee", "R2") == "Cette obligation ne s’ouvre que le 1er mars 2019."
    fulfil(contract, "hold_committee", "R1")
    assert fulfil(contract, "hold_committee", "R2", day=date(2019, 3, 1)).key == "R2"


def test_a_duty_is_settled_once_then_corrected_with_its_reason():
    contract = follow()
    fulfil(contract, "designate_team")

    assert refusal(fulfil, contract, "designate_team") == (
        "Cette obligation est déjà réglée, le 1er février 2019 : dites pourquoi vous la corrigez."
    )


def test_a_duty_falls_to_its_role_in_its_own_region():
    follow(where="gao")
    contract = follow()

    own = Duty.objects.of(on(DAY, Role.ADR)).values_list("contract", "code")
    agent = Duty.objects.of(on(DAY, Role.REGION)).values_list("code", flat=True)

    assert sorted(set(own)) == [(contract.pk, "O10"), (contract.pk, "O11")]
    assert sorted(set(agent)) == ["O1", "O2", "O3", "O5", "O6"]


def test_what_is_awaited_is_open_and_not_settled():
    contract = follow()
    fulfil(contract, "designate_team")

    awaited = Duty.objects.awaited(DAY).values_list("code", "key")

    assert sorted(f"{code} {key}".strip() for code, key in awaited) == [
        *("O1 2019", "O10 R1", "O11 2018", "O13", "O2 2020", "O3 2019", "O6 P1"),
        *("O7 2018-T4", "O7 2019-T1", "O8 2018-T4", "O8 2019-T1"),
    ]
    assert sorted(Duty.objects.late(DAY).values_list("code", flat=True)) == ["O11", "O13", "O7", "O8"]


def test_a_contract_whose_data_have_stopped_waits_for_nobody():
    contract = kayes()
    renewal.renew(contract, date(2026, 11, 20))

    assert not Duty.objects.awaited(date(2026, 11, 20)).exists()
    # A source that tells nothing of a session does not tell that there was none.
    assert states("O7", "2018-T4", date(2026, 11, 20)) == ["unknown"]
    assert states("O7", "2019-T2", date(2026, 11, 20)) == ["coming"]
    assert refusal(fulfil, contract, "designate_team") == (
        "Les données de ce contrat-plan sont arrêtées : il se lit, il ne se modifie plus."
    )
