"""The money of a year of follow-up: rules, inscriptions, tranches from demand to payment, a waiver, a refusal."""

from datetime import date

from tests.journeys.chapters import PASTURES
from tests.journeys.follow_up_chapters import (
    REQUEST,
    WINDOW,
    ask_for_a_waiver,
    ask_for_the_bsi,
    do,
    examine,
    file_all_papers,
    inscribe_the_own_share,
    justify,
    open_a_demand,
    read,
    register_then_inscribe,
    replace_paper,
    send_back,
    waive,
)
from tests.journeys.follow_up_words import (
    FLOOD,
    GUARD_OF_30_JUNE,
    MISSING,
    NEEDS,
    OUT_OF_TIME,
    PLEA,
    PROOFS,
    REFUSED,
    RULES,
    TRANCHE_PAPERS,
)
from tests.journeys.follow_up_year import Reader, Year, words


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


def the_own_share_comes_late(year: Year) -> None:
    """Not inscribed by 31 March, it is a finding and late; inscribed with its proof, it is neither."""
    duty = "Inscrire la contribution de la collectivité à son budget (2026)"
    year.come(date(2026, 4, 2))

    assert year.findings() == [OUT_OF_TIME, "La contribution de 2026 n’est pas inscrite au budget de la collectivité"]
    assert year.late() == [f"{duty}, Conseil régional de Kayes"]
    assert year.awaited("kayes.agent")[0] == duty
    inscribe_the_own_share(year("kayes.agent"))
    assert (year.findings(), year.late()) == ([OUT_OF_TIME], [])
    read(year("anict"), "Budget")
    assert "Au budget le 2 avril 2026 délibération n°2026-012/CRK" in year("anict").texts(PROOFS)


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
