"""Sessions and meetings in their order; what was entered wrong is rectified, and both stay."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.calendar import Quarter
from monitoring.models import Fulfilment
from tests.factories import stamp
from tests.monitoring.acting import CHAIR, act, canvas, duty, held, pdf, said, written
from tests.monitoring.correcting import again, by
from tests.monitoring.rows import report, signed
from tests.monitoring.scene import adopt
from tests.monitoring.world import follow, paper, refusal

pytestmark = pytest.mark.django_db


T4 = Quarter(2018, 4)


T1 = Quarter(2019, 1)


FACTS = {"kind": "ordinary", "place": "Kayes", "chaired_by": CHAIR, "attendance": 42, "attendees": ""}


@pytest.fixture
def contract():
    return follow()


# In their order


def test_a_session_is_not_held_before_its_canvas(contract):
    opened = canvas(contract, date(2018, 12, 20))

    late = by(Role.DRPSIAP, date(2018, 12, 28), contract)
    sentence = refusal(operations.hold_session, again(opened), on=date(2018, 11, 1), **FACTS, **late)

    assert sentence == "La session ne peut pas précéder son canevas, proposé le 20 décembre 2018."


def test_a_session_of_the_past_is_written_with_the_day_of_its_canvas(contract):
    day = date(2019, 3, 1)
    facts = {"on": date(2018, 11, 20), "session_on": date(2018, 12, 1)}

    opened = operations.propose_canvas(contract, T4, **facts, **by(Role.DRPSIAP, day, contract))

    assert (opened.canvas_on, opened.opened_on, opened.notice_days) == (date(2018, 11, 20), day, 11)
    assert opened.is_late


def test_a_planned_session_is_not_before_its_canvas(contract):
    facts = {"on": date(2018, 12, 2), "session_on": date(2018, 12, 1)}

    sentence = refusal(
        operations.propose_canvas, contract, T4, **facts, **by(Role.DRPSIAP, date(2018, 12, 5), contract)
    )

    assert sentence == "La session prévue précède le canevas, du 2 décembre 2018."


def test_sessions_follow_one_another(contract):
    adopt(written(contract), date(2019, 2, 20))
    facts = {"on": date(2019, 1, 10), "session_on": date(2019, 1, 18)}
    second = operations.propose_canvas(contract, T1, **facts, **by(Role.DRPSIAP, date(2019, 3, 1), contract))

    late = by(Role.DRPSIAP, date(2019, 3, 1), contract)
    sentence = refusal(operations.hold_session, again(second), on=date(2019, 1, 18), **FACTS, **late)

    assert sentence == "La session de T4 2018 s’est tenue le 20 janvier 2019 : celle-ci ne peut pas la précéder."


def test_the_database_keeps_sessions_in_order():
    one = report("transmitted")

    with pytest.raises(DatabaseError, match="report_sessions_in_order"), transaction.atomic():
        facts = {"quarter": "2019-T1", "starts_on": date(2019, 1, 1), "opened_on": date(2019, 3, 1)}
        report("held", contract=one.contract, held_on=date(2018, 12, 19), **facts)


def test_the_database_refuses_a_session_before_its_canvas():
    with pytest.raises(DatabaseError, match="report_session_after_its_canvas"), transaction.atomic():
        report("held", canvas_on=date(2018, 12, 21))


def test_what_a_session_asks_is_not_due_before_it(contract):
    asked = [operations.Asked("Ouvrir la piste.", "Conseil régional", date(2010, 1, 1))]
    text = {"difficulties": "Crue.", "outlook": "", "judged": [], "asked": asked, "followed": []}

    sentence = refusal(operations.write_up, held(contract), **text, **by(Role.DRPSIAP, date(2019, 1, 25), contract))

    assert sentence == "Cette échéance, le 1er janvier 2010, précède la session du 20 janvier 2019 qui la demande."


def test_the_database_refuses_what_is_due_before_its_session():
    with pytest.raises(DatabaseError, match="recommendation_due_after_its_session"), transaction.atomic():
        report("held").recommendations.create(number=1, text="x", responsible="ADR", due_on=date(2018, 12, 19))


def meet(contract, key: str, day: date, **more) -> Fulfilment:
    late = by(Role.ADR, date(2020, 6, 1), contract)
    return operations.fulfil(contract, "hold_committee", key, on=day, file=paper(), **more, **late)


@pytest.fixture
def years_on(contract):
    renewal.renew(contract, date(2020, 6, 1))
    return contract


def test_no_third_meeting_before_the_first(years_on):
    assert refusal(meet, years_on, "R3", date(2020, 5, 10)) == (
        "Enregistrez d’abord 1re réunion, tenue ou en carence : les réunions se suivent."
    )


def test_a_meeting_is_not_held_before_the_one_it_follows(years_on):
    meet(years_on, "R1", date(2019, 11, 25))

    assert refusal(meet, years_on, "R2", date(2019, 11, 10)) == (
        "La réunion précédente (1re réunion) s’est tenue le 25 novembre 2019 : celle-ci la suit."
    )


def test_the_database_keeps_meetings_in_order():
    contract = signed()
    Fulfilment.objects.create(contract=contract, code="O10", key="R10", on=date(2019, 5, 1), **stamp())

    with pytest.raises(DatabaseError, match="meetings_in_order"), transaction.atomic():
        Fulfilment.objects.create(contract=contract, code="O10", key="R2", on=date(2019, 5, 2), **stamp())


def test_a_duty_is_corrected_with_its_reason_and_both_stay(years_on):
    meet(years_on, "R1", date(2019, 2, 10))

    assert refusal(meet, years_on, "R1", date(2019, 2, 11)) == (
        "Cette obligation est déjà réglée, le 10 février 2019 : dites pourquoi vous la corrigez."
    )
    right = meet(years_on, "R1", date(2019, 2, 11), reason="Le procès-verbal dit le 11.")

    assert (right.corrects.on, right.reason) == (date(2019, 2, 10), "Le procès-verbal dit le 11.")
    assert years_on.duties.get(code="O10", key="R1").settled_on == date(2019, 2, 11)


def test_a_settled_duty_is_corrected_on_its_page(contract, office):
    agent = office.enter(Role.REGION)
    agent.send(duty(contract, "equipe"), on="25/09/2018", file=pdf())

    response = agent.send(duty(contract, "equipe"), on="26/09/2018", reason="Date de l’arrêté.", file=pdf())

    assert said(response) == "Équipe désignée."
    assert list(Fulfilment.objects.values_list("on", "reason")) == [
        (date(2018, 9, 25), ""),
        (date(2018, 9, 26), "Date de l’arrêté."),
    ]


# A session rectified


def test_a_planned_session_is_moved_while_the_canvas_stands(contract, office):
    opened = canvas(contract)

    response = office.enter(Role.DRPSIAP, date(2019, 1, 11)).send(
        act(opened, "reporter"), session_on="28/01/2019", comment="Le Gouverneur est en mission."
    )

    assert said(response).startswith("Session prévue le 28 janvier 2019.")
    assert again(opened).session_planned_on == date(2019, 1, 28)
    assert opened.passages.first().comment == "Le Gouverneur est en mission."


def test_a_session_is_rectified_and_what_was_written_stays(contract, office):
    session = held(contract)
    typed = {
        "on": "19/01/2019",
        "kind": "ordinary",
        "place": "Kita",
        "attendance": "41",
        "comment": "Relu sur la liste de présence.",
    }

    office.enter(Role.DRPSIAP, date(2019, 1, 22)).send(act(session, "rectifier"), **typed)

    assert (again(session).held_on, again(session).place, again(session).attendance) == (date(2019, 1, 19), "Kita", 41)
    page = office.read(session.get_absolute_url())
    assert "Session tenue le 20 janvier 2019 19 janvier 2019 Lieu Kayes Kita" in page
    assert "Relu sur la liste de présence." in page


def test_a_rectification_that_changes_nothing_is_refused(contract):
    session = held(contract)
    facts = FACTS | {"on": session.held_on, "reason": "x"}

    sentence = refusal(operations.rectify_session, session, **facts, **by(Role.DRPSIAP, date(2019, 1, 22), contract))

    assert sentence == "Rien ne change : corrigez ce qui est faux, ou gardez la session telle quelle."


def test_an_adopted_report_s_session_is_no_longer_rectified(contract):
    adopted = adopt(written(contract), date(2019, 2, 1))
    facts = FACTS | {"on": date(2019, 1, 19), "reason": "x"}

    assert refusal(
        operations.rectify_session, again(adopted), **facts, **by(Role.DRPSIAP, date(2019, 2, 2), contract)
    ) == ("À l’état « Rapport adopté », cet acte ne se fait pas.")


# An erratum


@pytest.fixture
def adopted(contract):
    return again(adopt(written(contract), date(2019, 2, 1)))
