"""Quarterly reports to print in tests: Kayes at the end of 2018, and a long one; what their sessions said is invented.

The costs and shares of Kayes are those its sources declare; no session was held there in truth.
"""

from dataclasses import replace
from datetime import date

from cper.people.signatory import Signatory
from cper.places.wording import Territory
from monitoring.quarter_facts import (
    Commitment,
    Finding,
    Mark,
    PreviousRecommendation,
    Recommendation,
    Said,
    SessionFacts,
)
from monitoring.quarter_projects import Known, ProjectFacts
from monitoring.quarter_report import QuarterReport
from monitoring.quarter_sources import SourceFacts
from monitoring.quarter_tranches import TrancheFacts

KAYES = Territory("Kayes")
GOVERNOR = Signatory(KAYES.governor_title, "Awa Traoré")
DEPUTY = Signatory(
    "Directeur de cabinet du Gouverneur de la Région de Kayes",
    "Bakary Kɔnɛ",
    "P.O.",
    "décision n°2019-003",
)

PASTURES = ProjectFacts(
    number=1,
    title="Aménagement de 4 espaces et 2 puits pastoraux",
    cost=1_781_715_164,
    engaged=1_840_302_926,
    mobilised=400_000_000,
    paid=150_000_000,
    justified=90_000_000,
    physical=200,
    financial=842,
    elapsed=1_657,
    works="Marché de travaux signé en novembre 2018 pour les quatre espaces pastoraux.\n\n"
    "Appel d’offres à lancer pour les deux puits.",
    difficulties="La part de la Région n’est pas mobilisée. Les engins arrivent tard sur les sites de Diéma.",
    anict_note="Première tranche versée le 12 novembre 2018 ; justificatifs attendus pour 60 000 000 FCFA.",
    sites=(
        "Zambougou (cercle de Diéma) : implantation faite",
        "Logo (cercle de Kayes) : clôture commencée",
        "Goungoto (cercle de Bafoulabé) : non commencé",
    ),
)
BAOBAB = ProjectFacts(
    number=2,
    title="Installation et équipement d’unités de transformation multifonctionnelles des produits du baobab",
    cost=391_412_237,
    engaged=391_412_237,
    mobilised=0,
    paid=0,
    justified=0,
    physical=None,
    financial=0,
    elapsed=3_342,
    before=Known(rate=500, quarter="T3 2018", on=date(2018, 9, 30)),
    heard=False,
)


def source(label: str, tone: str, year: int | None, *sums: int | None, rate: int | None = None) -> SourceFacts:
    """Sums in the order of the table: engaged, inscribed, mobilised, paid, justified."""
    engaged, inscribed, mobilised, paid, justified = sums
    return SourceFacts(
        label=label,
        tone=tone,
        year=year,
        engaged=engaged,
        inscribed=inscribed,
        mobilised=mobilised,
        paid=paid,
        justified=justified,
        rate=rate,
    )


def kayes_report(**facts) -> QuarterReport:
    report = QuarterReport(
        reference="CPER-KAYES-2018-01",
        contract_title="Espaces pastoraux et transformation des produits du baobab",
        ministry="Ministère chargé des collectivités territoriales",
        territory=KAYES,
        quarter_label="T4 2018",
        starts_on=date(2018, 10, 1),
        ends_on=date(2018, 12, 31),
        session=SessionFacts(
            number=1,
            kind="ordinaire",
            held_on=date(2019, 1, 15),
            place="Kayes",
            chaired_by=f"{DEPUTY.name}, {DEPUTY.after_name}",
            attendance=42,
            attendees="Services régionaux, Conseil régional, préfets, société civile et partenaires.",
            late_days=15,
        ),
        canvas_on=date(2019, 1, 12),
        canvas_days_before=3,
        late=True,
        projects=(PASTURES, BAOBAB),
        tranches=(
            TrancheFacts(
                number=1,
                project=1,
                year=2018,
                requested=400_000_000,
                approved=400_000_000,
                released=400_000_000,
                paid=150_000_000,
                justified=90_000_000,
            ),
            TrancheFacts(
                number=2,
                project=2,
                year=2019,
                requested=60_000_000,
                approved=None,
                released=None,
                paid=None,
                justified=0,
            ),
        ),
        sources=(
            source("État", "state", 2018, 400_000_000, 400_000_000, 400_000_000, 150_000_000, 90_000_000, rate=10_000),
            source("État", "state", 2019, 1_650_000_000, None, 0, 0, 0, rate=0),
            source("Région", "region", None, 181_715_163, 0, 0, 0, 0, rate=0),
        ),
        commitments=(
            Commitment(
                "État",
                "2018 : 400 000 000 FCFA engagés, 400 000 000 FCFA mobilisés.",
                Mark("tenu", "good"),
                "La première tranche annuelle est versée.",
            ),
            Commitment(
                "Région de Kayes",
                "2018 : 181 715 163 FCFA engagés, 0 FCFA mobilisé.",
                Mark("non tenu", "bad"),
                "La contribution n’est pas inscrite au budget de 2018.",
            ),
            Commitment("Partenaires", "2018 : rien d’engagé ni de mobilisé."),
        ),
        difficulties=(
            Said("Difficultés signalées par la collectivité", "La part de la Région tarde."),
            Said("Synthèse de la DRPSIAP", "Le comité de suivi régional n’est pas installé."),
        ),
        recommendations=(
            Recommendation(
                number=1,
                text="Inscrire la contribution de la Région au budget de 2019 et en transmettre la délibération.",
                responsible="Président du Conseil régional",
                due_on=date(2019, 2, 28),
            ),
            Recommendation(
                number=2,
                text="Installer le comité de suivi régional.",
                responsible="Gouverneur, ADR",
                due_on=date(2019, 3, 31),
            ),
        ),
        outlook="Achever les études d’exécution des puits et lancer leur appel d’offres au premier trimestre 2019.",
        findings=(
            Finding(
                "Les parts du projet n° 1 ne font pas son coût",
                "Parts déclarées 1 840 302 926 FCFA, coût déclaré 1 781 715 164 FCFA.",
                58_587_762,
            ),
            Finding("Durée du projet n° 1", "84 mois pour un contrat-plan de 60 mois."),
        ),
        draft=False,
        on=date(2019, 1, 22),
        as_of=date(2018, 12, 31),
        adopted_by=DEPUTY,
        adopted_on=date(2019, 1, 22),
    )
    return replace(report, **facts)


def empty_report() -> QuarterReport:
    """The canevas before anyone has completed it: no session, nothing declared."""
    return kayes_report(
        session=None,
        canvas_on=None,
        canvas_days_before=None,
        late=False,
        projects=(),
        sources=(),
        tranches=(),
        commitments=(),
        difficulties=(),
        as_of=date(2018, 11, 5),
        recommendations=(),
        outlook="",
        findings=(),
        draft=True,
        adopted_by=None,
        adopted_on=None,
    )


def long_report(projects: int = 12) -> QuarterReport:
    """As many projects as asked, ten recommendations to follow, seven years of three sources, fifteen-digit sums."""
    works = "Études d’exécution approuvées ; appel d’offres ouvert publié ; dépouillement en cours. " * 4
    return kayes_report(
        session=replace(
            kayes_report().session,
            number=9,
            kind="extraordinaire",
            chaired_by=f"{GOVERNOR.name}, {GOVERNOR.after_name}",
            attendance=118,
        ),
        canvas_on=date(2019, 1, 8),
        canvas_days_before=7,
        late=False,
        draft=True,
        adopted_by=None,
        adopted_on=None,
        previous=tuple(
            PreviousRecommendation(
                quarter="T3 2018",
                number=number,
                text="Mobiliser la contribution de la Région et en transmettre la preuve à l’ANICT et à la DRPSIAP.",
                responsible="Président du Conseil régional de Kayes",
                due_on=date(2018, 9, 30),
                state="en cours" if number % 3 else "faite",
                note="Délibération prise, preuve attendue." if number % 2 else "",
                overdue=bool(number % 3),
            )
            for number in range(1, 11)
        ),
        projects=tuple(
            replace(
                PASTURES,
                number=number,
                title=f"Projet inventé n° {number} : aménagement, équipement et mise en service d’infrastructures de "
                "production agropastorale et de transformation, avec leurs pistes de desserte",
                cost=123_456_789_012_345 // number,
                engaged=123_456_789_012_345 // number,
                mobilised=100_000_000_000_000 // number,
                paid=99_999_999_999_999 // number,
                physical=1_000 * number if number < 11 else 12_000,
                elapsed=5_000,
                works=works,
            )
            for number in range(1, projects + 1)
        ),
        sources=tuple(
            source(label, tone, year, engaged, engaged // 2, engaged // 3, engaged // 4, engaged // 5, rate=3_333)
            for label, tone, engaged in (
                ("État", "state", 123_456_789_012_345),
                ("Région", "region", 98_765_432_101),
                ("Partenaires techniques et financiers", "partner", 1_234_567),
            )
            for year in range(2018, 2025)
        ),
        recommendations=tuple(
            Recommendation(
                number=number,
                text="Compléter le dossier d’appel d’offres, puis le soumettre à l’avis de la direction régionale "
                "chargée des marchés publics.",
                responsible="Conseil régional, ADR",
                due_on=date(2019, 9, 30),
            )
            for number in range(1, 11)
        ),
    )
