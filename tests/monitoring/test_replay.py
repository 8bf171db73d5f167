"""A past day is read again as it stood: by its facts and their two times, by the traces of its acts."""

from datetime import date, timedelta

import pytest

from cper.people.roles import Role
from monitoring import operations, replay
from monitoring.models import FollowedContract, Movement, Passage
from monitoring.moments import Moment
from tests.monitoring import moments, scene
from tests.monitoring.acting import held, written
from tests.monitoring.correcting import again, by
from tests.monitoring.world import MILLION, TO_PAID, bring, follow, move, paper, tranche, window

pytestmark = pytest.mark.django_db

END = date(2019, 7, 10)
CHAIR = {"kind": "ordinary", "place": "Kayes", "chaired_by": "Awa Traoré, Gouverneur", "attendees": ""}


@pytest.fixture
def contract() -> FollowedContract:
    return follow(projects=2)


def recorded(contract, day: date, amount: int = 8, kind: str = "mobilised", on_day: date | None = None) -> Movement:
    project = contract.projects.first()
    facts = {"project": project, "source": "region", "year": 2019, "kind": kind, "amount": amount * MILLION}
    return operations.record_movement(contract, **facts, on=on_day, file=paper(), **by(Role.REGION, day, contract))


def mobilised(picture: dict) -> int:
    return sum(line[3] for line in picture["lines"])


def test_every_day_of_a_contract_is_read_again_as_it_stood(scene_contract):
    """The scene as it stands today, and as it is read again at its own end."""
    assert moments.again(scene_contract, END) == moments.today(scene_contract, END)
    assert moments.again(scene_contract, END, END) == moments.today(scene_contract, END)


def test_each_day_is_kept_while_the_contract_goes_on(contract):
    kept: dict[date, dict] = {}

    def keep(day: date) -> None:
        kept[day] = moments.today(contract, day)

    report, other = written(contract), contract.projects.last()
    keep(date(2019, 1, 25))
    drafted, second = tranche(contract), tranche(contract, requested=30 * MILLION)
    keep(date(2019, 2, 1))
    back = move(move(drafted, "request", day=date(2019, 2, 5)), "send_back", day=date(2019, 2, 9), comment="Plan.")
    keep(date(2019, 2, 9))
    agent = by(Role.REGION, date(2019, 2, 12), contract)
    operations.edit_tranche(back, project=other, window=window(), year=2020, requested=7 * MILLION, **agent)
    keep(date(2019, 2, 12))
    paid = bring(second, *TO_PAID, amount=25 * MILLION)
    keep(date(2019, 3, 1))
    move(paid, "justify", 20 * MILLION, day=date(2019, 3, 20))
    keep(date(2019, 3, 20))
    report = scene.adopt(report, date(2019, 4, 1))
    keep(date(2019, 4, 1))
    asked = [operations.Corrected(key=f"P{other.number}-physical", value=1_000)]
    operations.propose_erratum(report, asked, reason="Faute.", **by(Role.DRPSIAP, date(2019, 4, 9), contract))
    keep(date(2019, 4, 9))
    operations.adopt_erratum(again(report), **by(Role.GOVERNOR, date(2019, 4, 11), contract))
    keep(date(2019, 4, 11))

    for day, picture in kept.items():
        assert moments.again(contract, day, day) == picture, day


def test_a_late_entry_is_true_of_its_day_and_known_from_its_own(contract):
    recorded(contract, date(2019, 5, 20), on_day=date(2019, 3, 1))
    march = date(2019, 3, 1)

    assert mobilised(moments.again(contract, march)) == 8 * MILLION
    assert mobilised(moments.again(contract, march, date(2019, 5, 19))) == 0
    assert mobilised(moments.again(contract, march, date(2019, 5, 20))) == 8 * MILLION
    assert mobilised(moments.again(contract, march - timedelta(days=1))) == 0


def test_a_reversal_corrects_the_day_it_reverses_once_it_is_known(contract):
    wrong = recorded(contract, date(2019, 3, 1))
    operations.reverse_movement(wrong, reason="Saisi deux fois.", **by(Role.REGION, date(2019, 5, 12), contract))

    assert mobilised(moments.again(contract, date(2019, 4, 1))) == 0
    assert mobilised(moments.again(contract, date(2019, 4, 1), date(2019, 5, 11))) == 8 * MILLION
    assert mobilised(moments.again(contract, date(2019, 4, 1), date(2019, 5, 12))) == 0


def test_an_inscription_corrected_is_read_right_of_its_day_once_it_is_known(contract):
    def inscribe(day: date, millions: int, reason: str = "Le reste au collectif.") -> None:
        facts = {"year": 2019, "amount": millions * MILLION, "on": date(2019, 1, 20), "reason": reason}
        operations.record_budget(contract, "inscribe_share", file=paper(), **facts, **by(Role.REGION, day, contract))

    def inscribed(known: date | None = None) -> int:
        lines = moments.again(contract, date(2019, 3, 1), known)["lines"]
        return next(line[2] for line in lines if line[:2] == ("region", 2019))

    inscribe(date(2019, 1, 20), 15)
    inscribe(date(2019, 5, 12), 18, "Faute de frappe.")

    assert [inscribed(date(2019, 5, 11)), inscribed(date(2019, 5, 12)), inscribed()] == [
        15 * MILLION,
        18 * MILLION,
        18 * MILLION,
    ]
    act = Passage.objects.filter(contract=contract, action="inscribe_share").first()
    assert (act.comment, bool(act.by_title)) == ("Faute de frappe.", True)


def test_a_session_rectified_is_held_on_its_right_day_once_it_is_known(contract):
    report = held(contract)  # on 20 January
    facts = CHAIR | {"on": date(2019, 1, 15), "attendance": 40, "reason": "Procès-verbal relu."}
    operations.rectify_session(report, **facts, **by(Role.DRPSIAP, date(2019, 2, 3), contract))

    def session(on: date, known: date | None = None) -> tuple:
        return next((row[1:4] for row in moments.again(contract, on, known)["reports"]), ())

    assert session(date(2019, 1, 16)) == ("held", date(2019, 1, 15), 40)
    assert session(date(2019, 1, 16), date(2019, 2, 2)) == ("canvas", None, None)
    assert session(date(2019, 1, 25), date(2019, 2, 2)) == ("held", date(2019, 1, 20), 42)
    assert session(date(2019, 1, 9)) == ()


def test_an_erratum_dates_the_session_of_a_past_day_once_it_is_adopted(contract):
    report = scene.adopt(written(contract), date(2019, 2, 1))
    asked = [operations.Corrected(key="held_on", value="2019-01-18")]
    operations.propose_erratum(report, asked, reason="Faute.", **by(Role.DRPSIAP, date(2019, 3, 1), contract))
    operations.adopt_erratum(again(report), **by(Role.GOVERNOR, date(2019, 3, 5), contract))

    def session(on: date, known: date | None = None) -> date | None:
        return moments.again(contract, on, known)["reports"][0][2]

    assert session(date(2019, 1, 18)) == date(2019, 1, 18)
    assert session(date(2019, 2, 10), date(2019, 3, 4)) == date(2019, 1, 20)
    assert session(date(2019, 2, 10), date(2019, 3, 5)) == date(2019, 1, 18)


def test_a_duty_settled_again_tells_the_right_day_once_it_is_known(contract):
    agent = by(Role.PRESIDENT, date(2018, 9, 20), contract)
    operations.fulfil(contract, "designate_team", "", on=date(2018, 9, 10), file=paper(), **agent)
    later = by(Role.PRESIDENT, date(2018, 10, 20), contract)
    right = {"on": date(2018, 10, 1), "reason": "La décision est du 1er octobre."}
    operations.fulfil(contract, "designate_team", "", file=paper(), **right, **later)

    def team(on: date, known: date | None = None) -> date | None:
        return next(row[3] for row in moments.again(contract, on, known)["duties"] if row[0] == "O5")

    assert team(date(2018, 9, 25)) is None
    assert team(date(2018, 9, 25), date(2018, 10, 19)) == date(2018, 9, 10)
    assert team(date(2018, 10, 5)) == date(2018, 10, 1)


def test_what_became_of_a_recommendation_is_known_from_the_synthesis_that_says_it(contract):
    report = scene.adopt(written(contract), date(2019, 2, 1))
    first = report.recommendations.get()
    second = scene.hold(contract, scene.T1, date(2019, 3, 20))
    told = {"difficulties": "Crue.", "outlook": "", "asked": [], "judged": scene.JUDGED}
    followed = [operations.FollowUp(first.pk, "done", "Piste ouverte.")]
    operations.write_up(again(second), followed=followed, **told, **by(Role.DRPSIAP, date(2019, 5, 6), contract))

    def state(on: date) -> str:
        return moments.again(contract, on)["reports"][0][6][0][3]

    assert [state(date(2019, 5, 5)), state(date(2019, 5, 6))] == ["open", "done"]


def test_a_past_contract_refuses_every_act(contract):
    past = moments.past(contract, date(2019, 1, 1))

    sentence = "Cette page se lit au 1er janvier 2019 : revenez à aujourd’hui pour agir."
    said = past.refuses("record_movement", None, END)[0].replace("\u00a0", " ")
    assert said == sentence


def test_the_replay_asks_one_query_for_all_acts(scene_contract, django_assert_num_queries):
    loaded = FollowedContract.objects.for_pages().get(pk=scene_contract.pk).load()
    with django_assert_num_queries(1):
        replay.seen(loaded, Moment(END))


def test_every_act_on_a_tranche_or_a_report_leaves_its_trace(scene_contract):
    acts = Passage.objects.filter(contract=scene_contract).exclude(tranche=None, report=None)

    assert {act.action for act in acts if act.wrote} >= {"open_tranche", "request", "pay", "hold", "write_up"}
    assert {act.action for act in acts if not act.wrote} <= {"file_paper", "waive"}  # their rows bear their own day
