"""From what a story tells of a dossier and its projects to the facts the operations take."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cper.people.models import Institution
from cper.places.models import Cercle
from negotiation.clauses import plan_years, usual_tranches
from negotiation.envelope import Envelope, state_lines
from negotiation.models import Contract, Project
from negotiation.models.project import Source

# Members of the CROCSAD who were present at the invented signatures.
ATTENDED = (
    "Directeur régional du budget : Issa Dembélé\n"
    "Directrice régionale de l’agriculture : Kadiatou Sangaré\n"
    "Représentante des organisations de la société civile : Oumou Cissé"
)
# An envelope is announced in whole tens of millions of FCFA.
ENVELOPE_STEP = 10_000_000
PLAN_YEARS = 5
CLAUSES = {
    "team": "Chef de projet : Bintou Diarra\nIngénieur du génie rural : Kassoum Togola\nComptable : Nana Berthé",
    "suspension": (
        "La partie mise en demeure a soixante (60) jours pour remédier au manquement. À défaut, les parties se "
        "réunissent sous trente (30) jours devant le comité de suivi régional ; la suspension arrête les demandes de "
        "tranches nouvelles, sans effet sur les dépenses déjà engagées."
    ),
    "disputes": (
        "À défaut d’accord dans les trois (3) mois, le différend est soumis au ministre chargé des collectivités "
        "territoriales, puis à la juridiction administrative compétente."
    ),
}


def contract_facts(story: dict[str, Any], today: date) -> dict[str, Any]:
    """The general data, under a PDESC now in its third year: a contract that starts next year, or on its signature."""
    return {
        "title": story["title"],
        "generation": story.get("generation", ""),
        "starts_on": None if story.get("starts_when_signed") else date(today.year + 1, 1, 1),
        "duration_months": story["months"],
        "pdesc_from": date(today.year - 2, 1, 1),
        "pdesc_to": date(today.year - 2 + PLAN_YEARS, 12, 31),
        "invented": True,
    }


def project_facts(told: dict[str, Any], ministries: dict[str, Institution]) -> dict[str, Any]:
    """The fields of a project; its cost is what its shares make."""
    return {
        "title": told["title"],
        "purpose": told["purpose"],
        "nature": told["nature"],
        "scale": told.get("scale", "regional"),
        "domain": told["domain"],
        "ministry": ministries[told["ministry"]],
        "duration_months": told["months"],
        "cost": sum(told["shares"].values()),
    }


def site_facts(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The sites: name, cercle, kind."""
    cercles = {cercle.slug: cercle for cercle in Cercle.objects.filter(slug__in=[site[1] for site in told["sites"]])}
    return [{"name": name, "cercle": cercles[slug], "kind": kind} for name, slug, kind in told["sites"]]


def shares_by_year(told: dict[str, Any], *, first_year: int) -> list[dict[str, Any]]:
    """Each source's share spread evenly over the years of the project, to the franc: the last year takes the rest."""
    years = -(-told["months"] // 12)
    lines = []
    for source, total in told["shares"].items():
        yearly = total // years
        amounts = [yearly] * (years - 1) + [total - yearly * (years - 1)]
        payer = told.get("partner", "") if source == Source.PARTNER else ""
        lines += [
            {"source": source, "payer": payer, "year": first_year + rank, "amount": amount}
            for rank, amount in enumerate(amounts)
        ]
    return lines


def envelope_for(projects: Iterable[Project]) -> Envelope:
    """The envelope that covers what these projects ask of the State, over the years in which they ask it."""
    lines = state_lines(projects)
    years = [line.year for line in lines]
    amount = sum(line.amount for line in lines)
    return Envelope(-(-amount // ENVELOPE_STEP) * ENVELOPE_STEP, min(years), max(years))


def clauses_of(contract: Contract) -> dict[str, str]:
    """What the region writes itself in its convention, invented like the rest of the story."""
    return {"tranches": usual_tranches(plan_years(contract))} | CLAUSES
