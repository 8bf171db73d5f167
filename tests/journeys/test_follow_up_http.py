"""A year of follow-up by HTTP, from the day after the signature to the second January, as in the manual."""

from datetime import date
from hashlib import sha256

import pytest

from tests.journeys.cast import journal, text_of
from tests.journeys.follow_up_chapters import (
    TITLE,
    adopt,
    fill_anict_part,
    fill_region_part,
    hold_session,
    propose_canvas,
    read,
    record_meeting,
    record_no_meeting,
    settle,
    transmit,
    write_up,
)
from tests.journeys.follow_up_money import (
    the_anict_sets_the_rules_of_its_window,
    the_first_tranche_goes_from_demand_to_payment,
    the_own_share_comes_late,
    the_second_tranche_is_blocked_waived_and_cancelled,
    the_state_s_share_is_asked_before_30_june,
)
from tests.journeys.follow_up_words import (
    ALL_ACTS,
    COMMITTEE,
    CONTRACT,
    DGCT,
    DONE_IN_JANUARY,
    EVALUATION,
    HASH,
    IN_THE_REPORT,
    LATE_IN_JANUARY,
    MEETING,
    OUT_OF_TIME,
    OVERDUE,
    OWED_AT_ONCE,
    OWED_IN_JANUARY,
    REFUSED,
    ROAD,
    STILL_OPEN,
    STORE,
    THIRD_QUARTER,
    WELL,
)
from tests.journeys.follow_up_year import Year, signed_contract

SIGNED = date(2025, 12, 15)
RECORD = "Enregistrer la réunion"


@pytest.fixture
def year(db, time_machine, settings) -> Year:
    settings.SESSION_COOKIE_AGE = 400 * 24 * 3600
    time_machine.move_to(f"{SIGNED}T10:00:00+00:00", tick=False)
    signed_contract(SIGNED, first_year=2026)
    return Year(time_machine.move_to)


def test_a_year_of_follow_up(year):
    the_calendar_says_who_owes_what(year)
    the_contract_is_set_going(year)
    the_anict_sets_the_rules_of_its_window(year)
    a_late_evaluation_is_asked_for_until_it_comes(year)
    the_state_s_share_is_asked_before_30_june(year)
    tranche = the_first_tranche_goes_from_demand_to_payment(year)
    quarter, report = the_first_quarter_is_reviewed(year)
    the_own_share_comes_late(year)
    the_second_tranche_is_blocked_waived_and_cancelled(year, tranche)
    the_regional_committee_meets_late(year)
    the_second_quarter_stands_open_and_blocks_the_next(year)
    the_third_quarter_lapses_with_its_reason(year)
    the_fourth_quarter_closes_the_year(year)
    january_asks_for_the_evaluation_and_for_what_is_late(year)

    assert year("kayes.adr").download(f"{quarter}rapport.pdf") == report
    assert journal(year("kayes.adr"), CONTRACT) == ALL_ACTS


def the_calendar_says_who_owes_what(year: Year) -> None:
    """The day after the signature: the duties come from the convention alone, and nobody elsewhere sees them."""
    year.come(date(2025, 12, 16))

    agent = year("kayes.agent")
    read(agent, "Calendrier")
    assert agent.address == f"{CONTRACT}calendrier/"
    assert agent.duties("À faire") == OWED_AT_ONCE
    assert year.awaited("kayes.drpsiap") == ["Partager le canevas de suivi et ses indicateurs"]
    assert (agent.duties("En retard"), year.late(), year.findings()) == ([], [], [OUT_OF_TIME])
    assert year("gao.president").is_told_it_does_not_exist(CONTRACT)
    assert year("gao.president").is_told_it_does_not_exist(f"{CONTRACT}calendrier/")


def the_contract_is_set_going(year: Year) -> None:
    """Team, works contract, indicators; the national committee did not meet in the last days of 2025, and why."""
    year.come(date(2026, 1, 5))

    agent = year("kayes.agent")
    settle(agent, "Désigner par décision l’équipe", "Décision", "Enregistrer la décision")
    settle(agent, "Signer le contrat de travaux", "Marché", "Enregistrer le contrat")
    settle(year("kayes.drpsiap"), "Partager le canevas", "Canevas d’indicateurs", "Partager le canevas")
    assert year.late() == [f"{COMMITTEE} (T4 2025), {DGCT}"]
    record_no_meeting(year("dgct"), COMMITTEE, RECORD, "Le comité n’est pas encore nommé.")

    assert year.late() == []
    read(agent, "Calendrier")
    assert agent.duties("Fait") == DONE_IN_JANUARY
    assert agent.duties("À faire") == OWED_IN_JANUARY


def a_late_evaluation_is_asked_for_until_it_comes(year: Year) -> None:
    """What is late stands in the inbox of who must act and on the national page; done, it stands nowhere."""
    year.come(date(2026, 2, 3))

    assert year.late() == [f"{EVALUATION} (2025), Agence de développement régional de Kayes"]
    assert year.awaited("kayes.adr") == [f"{EVALUATION} (2025)", f"{MEETING} (1re réunion)"]
    settle(year("kayes.adr"), EVALUATION, "Rapport d’évaluation", "Déposer le rapport")
    assert year.late() == []
    assert year.awaited("kayes.adr") == [f"{MEETING} (1re réunion)"]


def the_first_quarter_is_reviewed(year: Year) -> tuple[str, bytes]:
    """Canvas weeks before, parts of the region and of the ANICT, session, synthesis, adoption, transmission."""
    drpsiap, governor = year("kayes.drpsiap"), year("kayes.gouverneur")
    quarter = propose_canvas(drpsiap, date(2026, 3, 27))
    fill_region_part(year("kayes.agent"), quarter, {"1": "20", "2": "12,5"}, "Les pistes sont coupées.")
    fill_anict_part(year("anict.agent"), quarter, "Une tranche payée sur deux.")

    year.come(date(2026, 3, 27))
    hold_session(drpsiap, quarter, "42")
    governor.open(quarter)
    assert governor.texts(REFUSED) == [
        "la synthèse de la DRPSIAP : difficultés, engagements, recommandations, perspectives"
    ]
    write_up(drpsiap, quarter, (ROAD, WELL))
    record_meeting(year("dgct"), COMMITTEE, "Procès-verbal et propositions", RECORD)
    adopt(governor, quarter)

    report = governor.download(f"{quarter}rapport.pdf")
    printed = text_of(report)
    assert [fact for fact in IN_THE_REPORT if fact not in printed] == []
    assert governor.texts(HASH) == [sha256(report).hexdigest()]
    transmit(governor, quarter, "n°2026-014/GRK")
    assert governor.said == ["Rapport transmis au ministre chargé des finances. Le trimestre est terminé."]
    assert year("gao.president").is_told_it_does_not_exist(f"{quarter}rapport.pdf")
    return quarter, report


def the_regional_committee_meets_late(year: Year) -> None:
    """Six months after the signature without a meeting, a finding, until the minutes come; so is overdue advice."""
    year.come(date(2026, 6, 18))

    assert year.findings() == [OUT_OF_TIME, "Le comité régional de suivi n’est pas installé", OVERDUE]
    record_meeting(year("kayes.adr"), MEETING, "Procès-verbal", RECORD)
    assert year.findings() == [OUT_OF_TIME, OVERDUE]


def the_second_quarter_stands_open_and_blocks_the_next(year: Year) -> None:
    """The next canvas waits for the adoption; the report is late until it is sent."""
    drpsiap, governor = year("kayes.drpsiap"), year("kayes.gouverneur")
    quarter = propose_canvas(drpsiap, date(2026, 6, 26))
    year.come(date(2026, 6, 26))
    fill_region_part(year("kayes.agent"), quarter, {"1": "45", "2": "30"}, "Néant.")
    fill_anict_part(year("anict.agent"), quarter, "Une tranche justifiée.")
    hold_session(drpsiap, quarter, "38")
    write_up(drpsiap, quarter, (STORE,), {"Recommandation 1 de T1\u00a02026": "réalisée"})
    assert year.findings() == [OUT_OF_TIME]

    year.come(date(2026, 7, 13))
    read(drpsiap, "Trimestres")
    assert not drpsiap.offers("Proposer le canevas")
    drpsiap.open(f"{CONTRACT}actes/canevas/")
    assert STILL_OPEN in drpsiap.text
    adopt(governor, quarter)
    sending = "Transmettre le rapport du trimestre (T2 2026), Gouvernorat de la Région de Kayes"
    assert year.late() == [f"{COMMITTEE} (T2 2026), {DGCT}", sending]
    assert year.awaited("kayes.gouverneur")[0] == "Transmettre le rapport au ministre (Trimestre T2 2026)"
    transmit(governor, quarter, "n°2026-031/GRK")
    assert year.late() == [f"{COMMITTEE} (T2 2026), {DGCT}"]


def the_third_quarter_lapses_with_its_reason(year: Year) -> None:
    """No session was held: the reason stays in view, and so does the count of sessions."""
    year.come(date(2026, 10, 2))
    drpsiap = year("kayes.drpsiap")

    assert year.findings() == [OUT_OF_TIME, "CROCSAD : 3 trimestres échus, 2 sessions de suivi tenues"]
    assert "Réunir le CROCSAD sur le contrat-plan (T3 2026)" in year.awaited("kayes.gouverneur")
    drpsiap.open(f"{CONTRACT}trimestres/")
    drpsiap.follow("Constater une carence")
    drpsiap.fill({"Motif de la carence": "Le Gouverneur était empêché."})
    drpsiap.press("Constater la carence")
    assert drpsiap.said == ["Carence constatée : T3 2026."]
    assert "Le Gouverneur était empêché." in drpsiap.text
    assert year.late() == [f"{COMMITTEE} (T2 2026), {DGCT}", f"{COMMITTEE} (T3 2026), {DGCT}"]


def the_fourth_quarter_closes_the_year(year: Year) -> None:
    """The last review, and what became of what the earlier ones asked."""
    drpsiap, governor = year("kayes.drpsiap"), year("kayes.gouverneur")
    quarter = propose_canvas(drpsiap, date(2026, 12, 10))

    year.come(date(2026, 12, 10))
    fill_region_part(year("kayes.agent"), quarter, {"1": "70", "2": "60"}, "Néant.")
    fill_anict_part(year("anict.agent"), quarter, "Aucune demande en attente.")
    hold_session(drpsiap, quarter, "51")
    done = {"Recommandation 2 de T1\u00a02026": "réalisée", "Recommandation 1 de T2\u00a02026": "en cours"}
    write_up(drpsiap, quarter, (), done)
    adopt(governor, quarter)
    transmit(governor, quarter, "n°2026-058/GRK")


def january_asks_for_the_evaluation_and_for_what_is_late(year: Year) -> None:
    """The evaluation of the year comes in time; both committees are late, with who must convene them."""
    year.come(date(2027, 1, 15))

    settle(year("kayes.adr"), EVALUATION, "Rapport d’évaluation", "Déposer le rapport")
    assert year.late() == LATE_IN_JANUARY
    assert year.awaited("kayes.adr") == [f"{MEETING} ({rank}e réunion)" for rank in (2, 3)]
    assert year.awaited("dgct") == [f"{COMMITTEE} ({when})" for when in ("T2 2026", "T3 2026", "T4 2026", "T1 2027")]
    assert year.findings() == [OUT_OF_TIME, "CROCSAD : 4 trimestres échus, 3 sessions de suivi tenues"]
    agent = year("kayes.agent")
    agent.open(f"{CONTRACT}calendrier/?etat=carence")
    assert agent.duties("Carence") == THIRD_QUARTER
    year("gao.president").open("/suivi/")
    assert TITLE not in year("gao.president").text
