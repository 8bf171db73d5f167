"""A year of follow-up by HTTP, from the day after the signature to the second January, as in the manual."""

from datetime import date
from hashlib import sha256

import pytest

from tests.journeys.cast import journal, text_of
from tests.journeys.chapters import PASTURES
from tests.journeys.follow_up_chapters import (
    REQUEST,
    TITLE,
    WINDOW,
    adopt,
    ask_for_a_waiver,
    ask_for_the_bsi,
    do,
    examine,
    file_all_papers,
    fill_anict_part,
    fill_region_part,
    hold_session,
    inscribe_the_own_share,
    justify,
    open_a_demand,
    propose_canvas,
    read,
    record_meeting,
    record_no_meeting,
    register_then_inscribe,
    replace_paper,
    send_back,
    settle,
    transmit,
    waive,
    write_up,
)
from tests.journeys.follow_up_words import (
    ALL_ACTS,
    COMMITTEE,
    DGCT,
    DONE_IN_JANUARY,
    EVALUATION,
    FLOOD,
    GUARD_OF_30_JUNE,
    IN_THE_REPORT,
    LATE_IN_JANUARY,
    MEETING,
    OVERDUE,
    OWED_AT_ONCE,
    OWED_IN_JANUARY,
    PLEA,
    ROAD,
    RULES,
    STILL_OPEN,
    STORE,
    THIRD_QUARTER,
    TRANCHE_PAPERS,
    WELL,
)
from tests.journeys.follow_up_year import Reader, Year, signed_contract, words

CONTRACT = "/suivi/CPER-KAYES-ESSAI/"
SIGNED = date(2025, 12, 15)
RECORD = "Enregistrer la réunion"
# Where the pages say what is missing, what stands in the way, what a checklist asks, the fingerprint of the report.
MISSING = '//main//ul[@class="missing"]/li'
REFUSED = '//main//*[@class="refusal__why"]//*[self::p or self::li]'
NEEDS = '//main//li[@class="needs__item"]/p[1]'
PROOFS = "//main//table//td//a"
HASH = '//main//*[@class="hash"]/@title'


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
    assert (agent.duties("En retard"), year.late(), year.findings()) == ([], [], [])
    assert year("gao.president").is_told_it_does_not_exist(CONTRACT)
    assert year("gao.president").is_told_it_does_not_exist(f"{CONTRACT}calendrier/")


def the_contract_is_set_going(year: Year) -> None:
    """Team, works contract, indicators; the national committee did not meet in the last days of 2025, and why."""
    year.come(date(2026, 1, 5))

    agent = year("kayes.agent")
    settle(agent, "Désigner l’équipe", "Décision", "Enregistrer la décision")
    settle(agent, "Signer le contrat de travaux", "Marché", "Enregistrer le contrat")
    settle(year("kayes.drpsiap"), "Partager le canevas", "Canevas d’indicateurs", "Partager le canevas")
    assert year.late() == [f"{COMMITTEE} (T4 2025), {DGCT}"]
    record_no_meeting(year("dgct"), COMMITTEE, RECORD, "Le comité n’est pas encore nommé.")

    assert year.late() == []
    read(agent, "Calendrier")
    assert agent.duties("Fait") == DONE_IN_JANUARY
    assert agent.duties("À faire") == OWED_IN_JANUARY


def the_anict_sets_the_rules_of_its_window(year: Year) -> None:
    """At most 70 % of the year in the first tranche, with one more paper; the second once 80 % are justified."""
    first, second = "1re tranche de l’année", "2e tranche de l’année"

    clerk = year("anict.secretariat")
    clerk.open("/suivi/guichets/")
    clerk.follow("Ajouter un guichet")
    clerk.fill({"Nom": WINDOW})
    clerk.fill_under(first, {"Part de l’année, au plus": "70"})
    clerk.choose("Convention de financement avec l’ANICT", first)
    clerk.fill_under(second, {"Tranche précédente justifiée, au moins": "80"})
    clerk.press("Enregistrer le guichet")
    assert clerk.texts("//main//dl//dd/p") == RULES


def a_late_evaluation_is_asked_for_until_it_comes(year: Year) -> None:
    """What is late stands in the inbox of who must act and on the national page; done, it stands nowhere."""
    year.come(date(2026, 2, 3))

    assert year.late() == [f"{EVALUATION} (2025), Agence de développement régional de Kayes"]
    assert year.awaited("kayes.adr") == [f"{EVALUATION} (2025)", f"{MEETING} (1re réunion)"]
    settle(year("kayes.adr"), EVALUATION, "Rapport d’évaluation", "Déposer le rapport")
    assert year.late() == []
    assert year.awaited("kayes.adr") == [f"{MEETING} (1re réunion)"]


def the_state_s_share_is_asked_before_30_june(year: Year) -> None:
    """The President asks, the DNPD registers then inscribes; the share of 2026 could not be asked for in time."""
    president = year("kayes.president")
    ask_for_the_bsi(president)
    assert year.awaited("dnpd") == [
        "Inscrire au répertoire national des projets (BSI 2027 : 140 000 000 FCFA demandés)"
    ]
    register_then_inscribe(year("dnpd"))

    read(president, "Budget")
    assert president.texts(NEEDS) == GUARD_OF_30_JUNE
    assert year.awaited("dnpd") == []


def the_first_tranche_goes_from_demand_to_payment(year: Year) -> str:
    """Prepared, requested, returned with what is missing, completed, approved for less, released, paid."""
    agent, president, anict, head = (year(who) for who in ("kayes.agent", "kayes.president", "anict.agent", "anict"))
    open_a_demand(agent, f"1. {PASTURES.title}", "60 000 000")
    agent.press("Préparer la demande")
    tranche = agent.address
    president.open(tranche)
    assert president.texts(MISSING) == TRANCHE_PAPERS
    file_all_papers(agent)
    do(president, tranche, REQUEST)
    assert year.awaited("anict.agent") == ["Déclarer le dossier complet (Tranche 1 (2026) : 60 000 000 FCFA)"]
    send_back(anict, tranche, "Délibération du conseil sur le projet", "La délibération n’est pas signée.")
    replace_paper(agent, tranche, "Délibération du conseil sur le projet")
    assert "La délibération n’est pas signée." in agent.text
    do(president, tranche, REQUEST)

    year.come(date(2026, 3, 2))
    do(anict, tranche, "Déclarer le dossier complet")
    do(head, tranche, "Approuver la tranche", {"Somme approuvée": "55 000 000"})
    assert head.said == ["Tranche approuvée : 55 000 000 FCFA. C’est encore à vous : « Débloquer la somme »."]
    do(head, tranche, "Débloquer la somme")
    assert year.waiting() == ["Tranche 1 (2026), Débloquée, 55 000 000 FCFA"]
    do(anict, tranche, "Constater le paiement")
    justify(agent, tranche, "45 000 000")
    assert agent.said[0].startswith("Dépenses déclarées : 45 000 000 FCFA.")
    assert year.waiting() == ["Tranche 1 (2026), Payée, à justifier, 55 000 000 FCFA"]
    examine(anict, tranche, "40 000 000", "Le second décompte n’est pas visé.")
    assert year.waiting() == ["Tranche 1 (2026), Payée, à justifier, 15 000 000 FCFA"]
    return tranche


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


def the_own_share_comes_late(year: Year) -> None:
    """Not inscribed by 31 March, it is a finding and late; inscribed with its proof, it is neither."""
    duty = "Inscrire la contribution de la collectivité à son budget (2026)"
    year.come(date(2026, 4, 2))

    assert year.findings() == ["La contribution de 2026 n’est pas inscrite au budget de la collectivité"]
    assert year.late() == [f"{duty}, Conseil régional de Kayes"]
    assert year.awaited("kayes.agent")[0] == duty
    inscribe_the_own_share(year("kayes.agent"))
    assert (year.findings(), year.late()) == ([], [])
    read(year("anict"), "Budget")
    assert "au budget le 2 avril 2026 délibération n°2026-012/CRK" in year("anict").texts(PROOFS)


def the_second_tranche_is_blocked_waived_and_cancelled(year: Year, first: str) -> None:
    """The plan bounds the demand, a rule blocks it, the ANICT's signatory waives the rule, then gives the sum back."""
    year.come(date(2026, 5, 4))
    agent, president, head = year("kayes.agent"), year("kayes.president"), year("anict")

    open_a_demand(agent, f"1. {PASTURES.title}", "40 000 000")
    too_much = "Somme demandée : Le plan laisse 35 000 000 FCFA à ce projet pour 2026."
    assert agent.press_in_vain("Préparer la demande") == [too_much]
    agent.fill({"Somme demandée": "35 000 000"})
    agent.press("Préparer la demande")
    file_all_papers(agent)
    second = agent.address
    president.open(second)
    assert president.texts(REFUSED) == ["Tranche 1 justifiée à 72,73 % ; il en faut 80 %"]

    ask_for_a_waiver(agent, second, PLEA)
    assert year.awaited("anict")[0].startswith("Se prononcer sur une dérogation")
    waive(head, second, FLOOD)
    do(president, second, REQUEST)
    assert FLOOD in president.text
    assert left_by_the_plan(president) == "0"
    do(year("anict.agent"), second, "Déclarer le dossier complet")
    do(head, second, "Annuler la tranche", {"Motif de l’annulation": "Les travaux sont reportés."})
    assert left_by_the_plan(president) == "35 000 000"

    justify(agent, first, "15 000 000")
    examine(year("anict.agent"), first)
    assert year("anict.agent").said == ["Justification acceptée, 15 000 000 FCFA acceptés."]
    assert year.waiting() == []


def left_by_the_plan(reader: Reader) -> str:
    """What the plan still leaves of the State's share of the year under way for the first project."""
    read(reader, "Tranches")
    return words(reader.rows("Ce que le plan laisse encore")[0]["Reste"])


def the_regional_committee_meets_late(year: Year) -> None:
    """Six months after the signature without a meeting, a finding, until the minutes come; so is overdue advice."""
    year.come(date(2026, 6, 18))

    assert year.findings() == ["Le comité régional de suivi n’est pas installé", OVERDUE]
    record_meeting(year("kayes.adr"), MEETING, "Procès-verbal", RECORD)
    assert year.findings() == [OVERDUE]


def the_second_quarter_stands_open_and_blocks_the_next(year: Year) -> None:
    """The next canvas waits for the adoption; the report is late until it is sent."""
    drpsiap, governor = year("kayes.drpsiap"), year("kayes.gouverneur")
    quarter = propose_canvas(drpsiap, date(2026, 6, 26))
    year.come(date(2026, 6, 26))
    fill_region_part(year("kayes.agent"), quarter, {"1": "45", "2": "30"}, "Néant.")
    fill_anict_part(year("anict.agent"), quarter, "Une tranche justifiée.")
    hold_session(drpsiap, quarter, "38")
    write_up(drpsiap, quarter, (STORE,), {"Recommandation 1 de T1 2026": "réalisée"})
    assert year.findings() == []

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

    assert year.findings() == ["CROCSAD : 3 trimestres échus, 2 sessions de suivi tenues"]
    assert "Réunir le CROCSAD sur le contrat-plan (T3 2026)" in year.awaited("kayes.gouverneur")
    drpsiap.open(f"{CONTRACT}trimestres/")
    drpsiap.follow("Constater la carence de trimestres")
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
    done = {"Recommandation 2 de T1 2026": "réalisée", "Recommandation 1 de T2 2026": "en cours"}
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
    assert year.findings() == ["CROCSAD : 4 trimestres échus, 3 sessions de suivi tenues"]
    agent = year("kayes.agent")
    agent.open(f"{CONTRACT}calendrier/?etat=carence")
    assert agent.duties("Carence") == THIRD_QUARTER
    year("gao.president").open("/suivi/")
    assert TITLE not in year("gao.president").text
