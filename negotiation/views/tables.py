"""The lists of the negotiation: dossiers, the two halves of the inbox, regions, people, the journal."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.cells import DUE, of_contract, titled, year
from cper.pages.tables import NONE, Column, Fragment, Kind, Link, Mark, Note, Part, Phase, Table, Text

NOT_GIVEN = gettext_lazy("non renseigné")


def step(row: dict) -> Iterable[Part]:
    """The step in the tint of its phase; how it ended, once it has."""
    stage, end = row["stage"], row["end"]
    if not stage:
        return (Mark(end["tone"], end["label"]),)
    title = _("Phase\u00a0: %(phase)s") % stage
    return (Phase(stage["code"], stage["tint"], title), Text(stage["label"]))


def holding(row: dict) -> Iterable[Part]:
    """Who holds it: the reader first, then the others, and since when."""
    if row["mine"]:
        yield Mark(**row["mine"])
    if row["others"]:
        yield Note(row["others"]) if row["mine"] else Text(row["others"])
    yield Note(capfirst(row["since"]))


def step_words(row: dict) -> str:
    stage = row["stage"]
    return f"{stage['code']} {stage['label']}" if stage else str(row["end"]["label"])


TITLE = Column(gettext_lazy("Dossier"), cell=titled, file=False, name="reference")
STEP = Column(gettext_lazy("Étape"), step_words, cell=step, carded=False)
PHASE = Column(gettext_lazy("Phase"), lambda row: row["stage"] and str(row["stage"]["phase"]), absent=NONE, page=False)
HOLDERS = Column(gettext_lazy("Chez qui"), lambda row: row["holders"], absent=NONE, page=False)
SINCE = (
    Column(gettext_lazy("Depuis le"), lambda row: row["since_on"], Kind.DAY, absent=NONE, page=False),
    Column(gettext_lazy("À partir du"), lambda row: row["from_on"], Kind.DAY, absent=NONE, page=False),
)
SIGNED = Column(gettext_lazy("Signé le"), lambda row: row["signed"], Kind.DAY, absent=NONE, page=False)
AMOUNT = Column(gettext_lazy("Montant"), lambda row: row["amount"], Kind.MONEY, NOT_GIVEN, name="montant")

DOSSIERS = Table(
    "dossiers",
    gettext_lazy("Dossiers"),
    (
        TITLE,
        *of_contract(),
        STEP,
        PHASE,
        Column(
            gettext_lazy("Chez qui, depuis quand"),
            cell=holding,
            file=False,
            carded=False,
            name="depuis",
        ),
        HOLDERS,
        *SINCE,
        SIGNED,
        AMOUNT,
    ),
)
AWAITED = Table(
    "a-traiter",
    gettext_lazy("Dossiers en négociation"),
    (
        TITLE,
        *of_contract(),
        Column(
            gettext_lazy("Ce qui vous attend"),
            lambda row: ", ".join(map(str, row["awaited"])),
            cell=lambda row: (Fragment("negotiation/_awaited.html"),),
            carded=False,
        ),
        *SINCE,
        DUE,
        AMOUNT,
    ),
)
ELSEWHERE = Table(
    "en-attente-ailleurs",
    gettext_lazy("En attente ailleurs"),
    (
        TITLE,
        *of_contract(),
        STEP,
        Column(gettext_lazy("Chez qui"), cell=holding, file=False, carded=False),
        HOLDERS,
        *SINCE,
        DUE,
    ),
)
REGIONS = Table(
    "regions",
    gettext_lazy("Régions"),
    (
        Column(
            gettext_lazy("Collectivité"),
            lambda region: region.full_name,
            cell=lambda region: (Link(region.full_name, region.get_absolute_url(), "row-link"),),
        ),
        Column(gettext_lazy("Code national"), lambda region: region.code, page=False),
        Column(gettext_lazy("Chef-lieu"), lambda region: region.chef_lieu),
        Column(
            gettext_lazy("Née de"),
            lambda region: str(region.born_of) if region.born_of else None,
            absent=NONE,
        ),
        Column(gettext_lazy("Population"), lambda region: region.population, Kind.COUNT, page=False),
        Column(gettext_lazy("Source de la population"), lambda region: region.population_source, page=False),
        Column(
            gettext_lazy("Dossiers que vous lisez"),
            lambda region: region.contract_count,
            Kind.COUNT,
            cell=lambda region: (Text(str(region.contract_count or NONE)),),
        ),
    ),
)
SITES = Table(
    "sites",
    gettext_lazy("Sites d’autres contrats"),
    (
        Column(
            gettext_lazy("Site"),
            lambda row: row["name"],
            cell=lambda row: (Text(row["name"]), *([Note(row["declared"])] if row["declared"] else [])),
        ),
        Column(gettext_lazy("Où il est déclaré"), lambda row: row["declared"], absent=NONE, page=False),
        Column(gettext_lazy("Projet"), lambda row: row["project"], carded=False),
        Column(
            gettext_lazy("Contrat"),
            lambda row: row["reference"],
            cell=lambda row: (Link(row["reference"], row["url"], "ref"), Note(row["region"])),
        ),
        Column(gettext_lazy("Collectivité"), lambda row: row["region"], page=False),
    ),
)
PEOPLE = Table(
    "personnes",
    gettext_lazy("Personnes"),
    (
        Column(
            gettext_lazy("Personne"),
            lambda person: person.name,
            cell=lambda person: (
                Link(person.name, reverse("person", args=[person.pk]), "row-link"),
                Note(person.username),
            ),
        ),
        Column(gettext_lazy("Identifiant"), lambda person: person.username, page=False),
        Column(
            gettext_lazy("Mandats en cours"),
            lambda person: ", ".join(f"{held.label} ({held.institution})" for held in person.held),
            absent=gettext_lazy("aucun"),
            cell=lambda person: (
                [part for held in person.held for part in (Text(held.label), Note(str(held.institution)))]
                or [Text(_("aucun"), "muted")]
            ),
        ),
        Column(
            gettext_lazy("Compte"),
            lambda person: _("ouvert") if person.is_active else _("fermé"),
            cell=lambda person: (
                Text(_("ouvert") if person.is_active else _("fermé")),
                *([Note(_("adresse électronique refusée"))] if person.is_unreachable else []),
            ),
        ),
    ),
)
# Grids draw it on the page; the file has one line for each amount.
FINANCING = Table(
    "plan-de-financement",
    gettext_lazy("Plan de financement"),
    (
        Column(gettext_lazy("Projet n°"), lambda row: row["project"].number, Kind.COUNT),
        Column(gettext_lazy("Projet"), lambda row: row["project"].title),
        Column(gettext_lazy("Source"), lambda row: row["line"].get_source_display()),
        Column(gettext_lazy("Financeur"), lambda row: row["line"].payer, absent=NONE),
        Column(gettext_lazy("Année"), lambda row: year(row["line"].year), absent=gettext_lazy("sans année")),
        Column(gettext_lazy("Montant"), lambda row: row["line"].amount, Kind.MONEY),
        Column(gettext_lazy("Dans les montants"), lambda row: row["counted"]),
    ),
)
