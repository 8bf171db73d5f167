"""What dossiers to make for a measurement: spread over the regions and over all the places where a dossier stands."""

from dataclasses import dataclass

from cper.places.models import Region
from negotiation.workflow import Step


@dataclass(frozen=True)
class Standing:
    """A place where a dossier stands; `left` is how many of the eight steps it has left behind."""

    step: Step
    left: int
    proposed: bool = False
    approved: bool = False


# Thirteen, a prime number: each region meets each of them.
STANDINGS = (
    Standing(Step.DELIBERATION, 0),
    Standing(Step.PREPARATION, 1),
    Standing(Step.FORMALISATION, 2),
    Standing(Step.DGCT_REVIEW, 3),
    Standing(Step.MINISTRY_REVIEW, 4),
    Standing(Step.PROJECT_LIST, 5),
    Standing(Step.SELECTION, 6),
    Standing(Step.SIGNATURE, 7, proposed=True),
    Standing(Step.SIGNATURE, 7, proposed=True, approved=True),
    Standing(Step.SIGNED, 8, proposed=True, approved=True),
    Standing(Step.SIGNED, 8, proposed=True, approved=True),
    Standing(Step.WITHDRAWN, 2),
    Standing(Step.CLOSED, 4),
)
READY_TO_SUBMIT, UNDER_REVIEW, ON_THE_LIST = STANDINGS[2], STANDINGS[4], STANDINGS[5]
TITLES = (
    "Aménagement d’espaces et de puits pastoraux",
    "Transformation des produits du baobab et du karité",
    "Réhabilitation de pistes rurales et d’ouvrages de franchissement",
    "Adduction d’eau potable des chefs-lieux de cercle",
    "Périmètres irrigués villageois et banques de céréales",
    "Marchés à bétail et abattoirs régionaux",
    "Centres de formation professionnelle et d’artisanat",
)
HEAVY = "Programme lourd de la région"
HEAVY_PROJECTS, HEAVY_PIECES, HEAVY_ACTS = 8, 60, 200


@dataclass(frozen=True)
class Plan:
    """One dossier to make. `pieces` and `acts` are the least it holds: former versions and corrections make it up."""

    region: Region
    standing: Standing
    title: str
    projects: int = 2
    pieces: int = 0
    acts: int = 0


def ordinary(count: int, main: Region) -> list[Plan]:
    """Dossiers of one to three projects over all regions and standings; one of four is of the region of the agent,
    whose inbox has pages to fill."""
    regions = list(Region.objects.all())
    return [
        Plan(
            regions[(rank + rank // 4) % len(regions)] if rank % 4 else main,
            STANDINGS[rank % len(STANDINGS)],
            TITLES[rank % len(TITLES)],
            projects=1 + rank % 3,
        )
        for rank in range(count)
    ]


def heavy(region: Region, standing: Standing, projects: int = HEAVY_PROJECTS) -> Plan:
    """A dossier with much history, many papers and many projects."""
    return Plan(region, standing, HEAVY, projects, HEAVY_PIECES, HEAVY_ACTS)


def ready(region: Region, count: int) -> list[Plan]:
    """Dossiers that only wait to be submitted; the last one is heavy."""
    light = [Plan(region, READY_TO_SUBMIT, TITLES[rank % len(TITLES)]) for rank in range(count)]
    return [*light, heavy(region, READY_TO_SUBMIT)]
