"""What each actor does in the follow-up of a signed contract, told as in the user's manual; by HTTP and in a browser.

Everybody starts from their inbox, from the contract's tabs or from where they are, and goes by the words they read.
"""

from dataclasses import dataclass
from datetime import date

from tests.journeys.chapters import Visitor, small_pdf

TITLE = "Contrat-plan des espaces pastoraux et du baobab"
WINDOW = "Sous-guichet CPER de la DIN"
REQUEST = "Demander la tranche à l’ANICT"

EARLY = '//label[contains(., "situation provisoire")]'


@dataclass(frozen=True)
class Advice:
    """A recommendation of a session: what, to whom, before when."""

    text: str
    responsible: str
    due_on: str


def take_up(visitor: Visitor, act: str) -> None:
    """Open one's inbox and follow the first line that begins with these words."""
    visitor.open("/")
    visitor.follow(act)


def read(visitor: Visitor, tab: str = "") -> None:
    """Follow a tab of the contract, found among those followed when one is not at one of its pages."""
    if not tab or not visitor.offers(tab):
        visitor.open("/suivi/")
        visitor.follow(TITLE)
    if tab:
        visitor.follow(tab)


def attach(visitor: Visitor, label: str) -> None:
    visitor.attach(label, "piece.pdf", small_pdf())


def in_french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def go(visitor: Visitor, place: str, act: str) -> None:
    """Come to an act from the page of its tranche or quarter, opened unless one is there and the act is offered."""
    if visitor.address != place or not visitor.offers(act):
        visitor.open(place)
    visitor.follow(act)


# The duties that have an act of their own


def settle(visitor: Visitor, duty: str, document: str, button: str) -> None:
    """Do a duty from the inbox: its document, dated today."""
    take_up(visitor, duty)
    attach(visitor, document)
    visitor.press(button)


def record_meeting(visitor: Visitor, duty: str, document: str, button: str) -> None:
    """A committee that has met, with its minutes."""
    take_up(visitor, duty)
    visitor.choose("s’est tenue")
    attach(visitor, document)
    visitor.press(button)


def record_no_meeting(visitor: Visitor, duty: str, button: str, reason: str) -> None:
    take_up(visitor, duty)
    visitor.choose("ne s’est pas tenue (carence)")
    visitor.fill({"Suites données, ou motif de la carence": reason})
    visitor.press(button)


# The budgets


def inscribe_the_own_share(agent: Visitor) -> None:
    """What the convention engages is written in advance; the budget is the proof."""
    take_up(agent, "Inscrire la contribution de la collectivité à son budget")
    agent.fill({"Référence de l’acte": "délibération n°2026-012/CRK"})
    attach(agent, "Budget voté ou délibération budgétaire")
    agent.press("Enregistrer l’inscription")


def ask_for_the_bsi(president: Visitor) -> None:
    take_up(president, "Demander l’inscription au répertoire national, puis au BSI")
    attach(president, "Demande d’inscription adressée à la DNPD")
    president.press("Enregistrer la demande")


def register_then_inscribe(dnpd: Visitor) -> None:
    """The DNPD's two acts, each from its inbox; the extract is not mandatory."""
    take_up(dnpd, "Inscrire au répertoire national des projets")
    dnpd.press("Enregistrer l’inscription au répertoire")
    take_up(dnpd, "Inscrire au BSI")
    dnpd.press("Enregistrer l’inscription au BSI")


# The tranches


def prepare_tranche(agent: Visitor, project: str, amount: str) -> str:
    """Prepare a demand for the year under way and file its papers; return the address of the tranche."""
    open_a_demand(agent, project, amount)
    agent.press("Préparer la demande")
    file_all_papers(agent)
    return agent.address


def open_a_demand(agent: Visitor, project: str, amount: str) -> None:
    read(agent, "Tranches")
    agent.follow("Préparer une demande de tranche")
    agent.fill({"Projet": project, "Somme demandée": amount})


def file_all_papers(agent: Visitor) -> None:
    """File every paper that the checklist of the tranche still asks for."""
    while agent.offers("Déposer"):
        agent.follow("Déposer")
        attach(agent, "Fichier")
        agent.press("Déposer la pièce")


def replace_paper(agent: Visitor, tranche: str, paper: str) -> None:
    go(agent, tranche, f"Remplacer : {paper}")
    agent.attach("Fichier", "piece-corrigee.pdf", small_pdf(pages=2))
    agent.press("Déposer la pièce")


def do(visitor: Visitor, tranche: str, name: str, entries: dict[str, str] | None = None) -> None:
    """Do an act whose button is called like the act."""
    go(visitor, tranche, name)
    visitor.fill(entries or {})
    visitor.press(name)


def send_back(anict: Visitor, tranche: str, paper: str, words: str) -> None:
    """Return a demand for one of its papers, and say what is wrong with it."""
    go(anict, tranche, "Retourner pour complément")
    anict.choose(paper)
    anict.fill({"Ce qui manque": words})
    anict.press("Retourner pour complément")


def justify(agent: Visitor, tranche: str, amount: str) -> None:
    """Declare expenses, with their papers."""
    go(agent, tranche, "Justifier des dépenses")
    agent.fill({"Somme justifiée par ces pièces": amount})
    attach(agent, "Pièces justificatives des dépenses")
    agent.press("Justifier des dépenses")


def examine(anict: Visitor, tranche: str, accepted: str = "", why: str = "") -> None:
    """Accept the expenses that wait for an examination: that part of them, or all."""
    go(anict, tranche, "Examiner une justification")
    anict.choose("acceptées en partie" if accepted else "acceptées en entier")
    anict.fill({"Somme acceptée": accepted, "Motif": why} if accepted else {})
    anict.press("Enregistrer votre réponse")


def ask_for_a_waiver(agent: Visitor, tranche: str, reason: str) -> None:
    go(agent, tranche, "Demander une dérogation")
    agent.fill({"Pourquoi déroger": reason})
    agent.press("Demander la dérogation")


def waive(signatory: Visitor, tranche: str, reason: str) -> None:
    """The ANICT's signatory sets the rule that the region asks about aside, in writing."""
    go(signatory, tranche, "Se prononcer sur une dérogation")
    signatory.choose("accordée")
    signatory.fill({"Motif": reason})
    signatory.press("Enregistrer votre réponse")


# The quarters


def propose_canvas(drpsiap: Visitor, session: date) -> str:
    """Propose the canvas of the next quarter for a session of that day; return the address of the quarter."""
    read(drpsiap, "Trimestres")
    drpsiap.follow("Proposer le canevas d’un trimestre")
    drpsiap.fill({"Date prévue de la session": in_french(session)})
    drpsiap.press("Proposer le canevas")
    return drpsiap.address


def fill_region_part(agent: Visitor, quarter: str, rates: dict[str, str], difficulties: str) -> None:
    """How far the works are, project by project."""
    go(agent, quarter, "Compléter la part de la collectivité")
    agent.fill({f"Taux d’exécution physique du projet {number}": rate for number, rate in rates.items()})
    agent.fill({"Difficultés d’ensemble": difficulties})
    agent.press("Enregistrer la part de la collectivité")


def fill_anict_part(anict: Visitor, quarter: str, note: str) -> None:
    go(anict, quarter, "Compléter la part de l’ANICT")
    anict.fill({"Observation sur le projet 1": note})
    anict.press("Enregistrer la part de l’ANICT")


def hold_session(drpsiap: Visitor, quarter: str, attendance: str) -> None:
    """The session is held today, in the chief town."""
    go(drpsiap, quarter, "Enregistrer la session")
    drpsiap.fill({"Nombre de participants": attendance, "Participants": "Services régionaux\nConseil régional\nANICT"})
    drpsiap.press("Enregistrer la session")


def write_up(drpsiap: Visitor, quarter: str, advice: tuple[Advice, ...], done: dict[str, str] | None = None) -> None:
    """The synthesis: difficulties, what is asked now, what became of what was asked before (`done`)."""
    go(drpsiap, quarter, "Rédiger la synthèse")
    for question, state in (done or {}).items():
        drpsiap.choose(state, question)
    drpsiap.fill({"Difficultés rencontrées": "Retard des marchés.", "Perspectives": "Réception en fin d’année."})
    drpsiap.choose("Partiellement tenu")
    for party in ("État", "Région de Kayes"):
        judged = f"Ce qui montre le respect des engagements : {party}"
        drpsiap.fill({judged: "La part n’est mobilisée qu’en partie."})
    for number, one in enumerate(advice, start=1):
        drpsiap.fill(
            {
                f"Recommandation {number}": one.text,
                f"Responsable de la recommandation {number}": one.responsible,
                f"Échéance de la recommandation {number}": one.due_on,
            }
        )
    drpsiap.press("Enregistrer la synthèse")


def adopt(governor: Visitor, quarter: str) -> None:
    """The Governor, who chairs, adopts: the report is frozen; before the quarter's end, he says why."""
    go(governor, quarter, "Adopter le rapport")
    if governor.texts(EARLY):
        governor.fill({"Pourquoi adopter une situation provisoire": "La session a tout examiné."})
    governor.press("Adopter le rapport")


def transmit(governor: Visitor, quarter: str, letter: str) -> None:
    go(governor, quarter, "Transmettre le rapport au ministre")
    governor.fill({"Référence de la lettre": letter})
    attach(governor, "Lettre de transmission")
    governor.press("Enregistrer la transmission")
