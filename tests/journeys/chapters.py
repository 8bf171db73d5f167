"""What each actor does at each step, told as in the user's manual; played by HTTP and in a browser alike."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from itertools import count
from typing import Protocol

import pikepdf

from negotiation.accounts import DEMO_PASSWORD

NEXT_YEAR = date.today().year + 1
TITLE = "Espaces pastoraux du cercle de Bafoulabé"


class Visitor(Protocol):
    """Someone at the site, by whatever means (`by_http`, `by_browser`)."""

    address: str

    def open(self, address: str) -> None: ...
    def follow(self, words: str) -> None: ...
    def offers(self, words: str) -> bool: ...
    def asks(self, label: str) -> bool: ...
    def fill(self, entries: dict[str, str]) -> None: ...
    def choose(self, words: str, question: str = "") -> None: ...
    def attach(self, label: str, name: str, content: bytes) -> None: ...
    def press(self, words: str) -> None: ...
    def download(self, address: str) -> bytes: ...
    def texts(self, place: str) -> list[str]: ...


@dataclass(frozen=True)
class ProjectTold:
    """A project to write in: its cost, and who pays what."""

    title: str
    cost: str
    shares: dict[str, str] = field(default_factory=dict)


PASTURES = ProjectTold(
    "Aménagement de quatre espaces pastoraux",
    "1 781 715 164",
    {f"Collectivité, {NEXT_YEAR}": "181 715 164", f"État, {NEXT_YEAR}": "1 600 000 000"},
)
BAOBAB = ProjectTold(
    "Atelier de transformation des produits du baobab",
    "391 412 237",
    {
        f"État, {NEXT_YEAR}": "350 000 000",
        "Nom du partenaire": "Coopération régionale",
        f"Partenaire, {NEXT_YEAR}": "41 412 237",
    },
)


@cache
def small_pdf(pages: int = 1) -> bytes:
    """A real PDF of blank pages."""
    with pikepdf.new() as document, BytesIO() as file:
        for _page in range(pages):
            document.add_blank_page()
        document.save(file)
        return file.getvalue()


def sign_in(visitor: Visitor, account: str) -> None:
    visitor.open("/connexion/")
    visitor.fill({"Identifiant": account, "Mot de passe": DEMO_PASSWORD})
    visitor.press("Se connecter")


def open_a_dossier(agent: Visitor) -> str:
    """Open a CPER from the inbox; return the address of its dossier."""
    agent.open("/")
    agent.follow("Ouvrir un dossier")
    agent.fill(
        {
            "Intitulé du contrat-plan": TITLE,
            "Début prévu": f"01/01/{NEXT_YEAR}",
            "Durée du contrat, en mois": "60",
            "PDESC valide du": f"01/01/{NEXT_YEAR - 2}",
            "PDESC valide au": f"31/12/{NEXT_YEAR + 2}",
        }
    )
    agent.press("Ouvrir le dossier")
    return agent.address


# What a deliberation, a decision or a record is known by, typed where the page asks for it.
DATES = ("Date", "Date de la session", "Date du procès-verbal")
DAY = f"{date.today():%d/%m/%Y}"
# Each act has a number of its own.
NUMBERS = count(12)


def file_piece(agent: Visitor, dossier: str, piece: str) -> None:
    agent.open(f"{dossier}pieces/")
    agent.follow(f"Déposer : {piece}")
    _hand_in(agent)


def _hand_in(agent: Visitor) -> None:
    """Type what the paper is known by, and give its file."""
    known_by = {"Numéro": f"{next(NUMBERS)}/CR-K"} | dict.fromkeys(DATES, DAY)
    agent.fill({label: value for label, value in known_by.items() if agent.asks(label)})
    if agent.asks("Session ordinaire"):
        agent.choose("Session ordinaire")
    agent.attach("Fichier", "piece.pdf", small_pdf())
    agent.press("Déposer la pièce")


def file_all_pieces(agent: Visitor, dossier: str) -> None:
    """File every paper of the checklist that still is to be filed."""
    agent.open(f"{dossier}pieces/")
    while agent.offers("Déposer : "):
        agent.follow("Déposer : ")
        _hand_in(agent)


def file_new_version(agent: Visitor, dossier: str, piece: str) -> None:
    """Another file: the same one filed again mends nothing."""
    agent.open(f"{dossier}pieces/")
    agent.follow(f"Remplacer : {piece}")
    agent.attach("Fichier", "piece-corrigee.pdf", small_pdf(pages=2))
    agent.press("Déposer la version 2")


def correct_general_data(agent: Visitor, dossier: str, entries: dict[str, str]) -> None:
    """Write other general data than those the dossier was opened with."""
    agent.open(f"{dossier}modifier/")
    agent.fill(entries)
    agent.press("Enregistrer les données générales")


def describe_project(agent: Visitor, dossier: str, project: ProjectTold) -> None:
    """Add a project with a site, then its financing plan."""
    agent.open(f"{dossier}projets/")
    agent.follow("Ajouter un projet")
    agent.fill(
        {
            "Intitulé du projet": project.title,
            "Nature": "Économique",
            "Échelle": "Régional",
            "Domaine": "Élevage",
            "Ministère concerné": "Ministère chargé de l’élevage",
            "Durée d’exécution, en mois": "24",
            "Coût total déclaré": project.cost,
            "Lieu du site 1": "Goungoto",
            "Cercle du site 1": "Bafoulabé",
        }
    )
    agent.press("Ajouter le projet et passer à son financement")
    agent.fill(project.shares)
    agent.press("Enregistrer le plan de financement")


def do(visitor: Visitor, dossier: str, name: str, entries: dict[str, str] | None = None) -> None:
    """Do an act whose button is called like the act, from the page of the dossier."""
    visitor.open(dossier)
    visitor.follow(name)
    visitor.fill(entries or {})
    visitor.press(name)


def examine(dgct: Visitor, dossier: str) -> None:
    """Answer yes to the four criteria of every project."""
    dgct.open(dossier)
    dgct.follow("Examiner les quatre critères")
    dgct.choose("Oui")
    dgct.press("Enregistrer l’examen")


def give_opinion(ministry: Visitor, dossier: str, opinion: str, reasons: str = "", envelope: str = "") -> None:
    """Give the opinion; that of finance comes with the State's envelope, whose years are those the plan asks for."""
    ministry.open(dossier)
    ministry.follow("Donner l’avis du ministère")
    ministry.choose(opinion)
    ministry.fill({"Motifs": reasons})
    if envelope:
        ministry.fill({"Enveloppe de l’État pour ce contrat-plan": envelope})
    ministry.press("Rendre cet avis")


def record_session(drpsiap: Visitor, dossier: str, *, deferring: bool) -> None:
    """Record the session held today: the first project is retained; the second, if there is one, is deferred."""
    drpsiap.open(dossier)
    drpsiap.follow("Consigner la session du CROCSAD élargi")
    drpsiap.fill(
        {
            "Date de la session": f"{date.today():%d/%m/%Y}",
            "Nombre de participants": "42",
            "Rang de priorité du projet 1": "1",
        }
    )
    drpsiap.choose("Retenu", "Décision sur le projet 1")
    if deferring:
        drpsiap.choose("Différé", "Décision sur le projet 2")
        drpsiap.fill({"Motif pour le projet 2": "L’accord du partenaire n’est pas signé."})
    drpsiap.press("Consigner la session")


CLAUSES = {
    "Équipe de mise en œuvre (article 8)": "Chef de projet : Bintou Diarra",
    "Suspension et résiliation (article 12)": "Soixante (60) jours pour remédier au manquement.",
    "Litiges, à défaut d’accord amiable (article 13)": "Le ministre chargé des collectivités territoriales.",
}


def propose_the_convention(president: Visitor, dossier: str, clauses: dict[str, str] = CLAUSES) -> None:
    """Write the clauses of the region, the tranches being proposed by the site, and propose the text."""
    do(president, dossier, "Proposer la convention", clauses)


def sign(signatory: Visitor, dossier: str) -> None:
    """Record a signature given at the ceremony, as its page proposes."""
    signatory.open(dossier)
    signatory.follow("Signer le contrat-plan")
    signatory.press("Enregistrer ma signature")


def convene_the_ceremony(governor: Visitor, dossier: str) -> None:
    """Approve the convention, to be signed today in Kayes."""
    name = "Approuver la convention et convoquer la cérémonie"
    do(governor, dossier, name, {"Date de la cérémonie": f"{date.today():%d/%m/%Y}"})
