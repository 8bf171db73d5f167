"""Documents to print in tests: Kayes 2018 with the figures the source declares, and a long one that is invented."""

from dataclasses import replace
from datetime import date

from cper.people.signatory import Signatory
from cper.places.wording import Territory
from negotiation.act_parts import Piece, PlannedAction, Project, Site, TeamMember
from negotiation.convention import Convention
from negotiation.financing_plan import Payer, Share
from negotiation.signature_record import Signature, SignatureRecord
from tests.factories import CLAUSES

KAYES = Territory("Kayes")
SIGNED = date(2018, 8, 31)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
STATE = (Payer.STATE, "État")
REGION = (Payer.REGION, "Région")

PASTURES = Project(
    number=1,
    title="Aménagement de 4 espaces et 2 puits pastoraux",
    nature="infrastructure",
    scale="régional ou de District",
    domain="Élevage",
    months=84,
    cost=1_781_715_164,
    sites=(
        Site("Zambougou", "cercle de Diéma", "aujourd’hui Région de Nioro"),
        Site("Kourougué", "cercle de Diéma", "aujourd’hui Région de Nioro"),
        Site("Gavinané", "cercle de Nioro", "aujourd’hui Région de Nioro"),
        Site("Logo", "cercle de Kayes"),
        Site("Sinsinkoura", "cercle de Kayes"),
        Site("Goungoto", "cercle de Bafoulabé"),
    ),
    shares=(Share(*REGION, 181_715_163), Share(*STATE, 1_658_587_763)),
)
BAOBAB = Project(
    number=2,
    title="Installation et équipement d’unités de transformation multifonctionnelles des produits du baobab",
    nature="économique",
    scale="régional ou de District",
    domain="Agriculture",
    months=12,
    cost=391_412_237,
    sites=(
        Site("Kalaou", "cercle de Kayes"),
        Site("Sandaré", "cercle de Diéma", "aujourd’hui Région de Nioro"),
    ),
    shares=(Share(*REGION, 0), Share(*STATE, 391_412_237)),
)


def kayes_convention(**facts) -> Convention:
    """The contract of Kayes as the source tells it; the clauses of the region, the team and the yearly plan, which an
    approved text has, are invented; who signed and the split of the shares by year are not in the source."""
    convention = Convention(
        reference="CPER-KAYES-2018-01",
        territory=KAYES,
        title="Espaces pastoraux et transformation des produits du baobab",
        ministry="Ministère chargé des collectivités territoriales",
        visas=(
            "la Constitution",
            "la loi n°2017-051 du 2 octobre 2017 portant Code des collectivités territoriales",
            "le décret n°2014-0644/P-RM du 21 août 2014 déterminant les modalités d’élaboration, de mise en œuvre et "
            "de suivi-évaluation du contrat-plan État-Région ou District",
            "la délibération du Conseil régional de Kayes autorisant à négocier et à signer le contrat-plan",
            "la délibération du Conseil régional de Kayes sur le choix des projets",
        ),
        governor=Signatory(KAYES.governor_title),
        head=Signatory(KAYES.head_title),
        starts_on=date(2018, 8, 31),
        months=60,
        generation="deuxième génération",
        projects=(PASTURES, BAOBAB),
        actions=(
            PlannedAction(2018, 1, "Études et passation des marchés", 181_715_163),
            PlannedAction(2019, 1, "Travaux et contrôle des travaux", 1_658_587_763),
            PlannedAction(2019, 2, BAOBAB.title, 391_412_237),
        ),
        team=(TeamMember("Chef de projet", "Awa Traoré"), TeamMember("Comptable", "Moussa Keïta")),
        tranches=CLAUSES["tranches"],
        suspension=CLAUSES["suspension"],
        disputes=CLAUSES["disputes"],
        pieces=(
            Piece("Étude de faisabilité, étude d’impact environnemental et social comprise", 2, SHA256, "Projet n° 1"),
            Piece("PDESC en cours de validité", 1, SHA256[::-1]),
        ),
        originals=(
            "Gouverneur de la Région de Kayes",
            "Conseil régional de Kayes",
            "Ministère chargé des finances",
            "Ministère chargé des collectivités territoriales",
            "Direction générale des collectivités territoriales (DGCT)",
        ),
        copies=("DNPD", "DRPSIAP de Kayes", "ANICT"),
        on=date(2018, 8, 31),
        draft=False,
        place="Kayes",
        signed_on=date(2018, 8, 31),
        figures_source="grille méthodologique du GRDR sur l’expérience de Kayes (vers 2019)",
    )
    return replace(convention, **facts)


def long_convention() -> Convention:
    """Invented: fourteen projects over seven years, with long texts; about fifteen pages."""
    partner = (Payer.OTHER, "Partenaires techniques et financiers")
    projects = tuple(
        Project(
            number=number,
            title=f"Projet inventé n° {number} : aménagement, équipement et mise en service d’infrastructures de "
            "production agropastorale et de transformation, avec leurs pistes de desserte et leurs points d’eau",
            nature="infrastructure",
            scale="régional ou de District",
            domain="Agriculture et élevage",
            months=60,
            cost=7 * (123_456_789 + 20_000_000 + 5_000_001),
            sites=tuple(Site(f"Site {letter}", "cercle de Bafoulabé") for letter in "ABCDE"),
            shares=tuple(
                Share(*source, amount, year)
                for year in range(2026, 2033)
                for source, amount in ((STATE, 123_456_789), (REGION, 20_000_000), (partner, 5_000_001))
            ),
        )
        for number in range(1, 15)
    )
    actions = tuple(
        PlannedAction(
            year, number, "Études d’exécution, passation des marchés, travaux et contrôle des travaux", 148_456_790
        )
        for year in range(2026, 2033)
        for number in range(1, 15)
    )
    return kayes_convention(
        projects=projects,
        actions=actions,
        months=84,
        team=(TeamMember("Chef de projet", "Awa Traoré"), TeamMember("Ingénieur du génie rural", "Moussa Ɲaré")),
        pieces=tuple(Piece("Étude de faisabilité", 1, SHA256, f"Projet n° {number}") for number in range(1, 15)),
        governor=Signatory(
            "Gouverneur de la Région de Kayes", "Awa Ɲaré", "P.I.", "décision n°2026-012 du 3 mars 2026"
        ),
        head=Signatory(
            "Premier Vice-président du Conseil régional de Kayes",
            "Bakary Kɔnɛ",
            "P.O.",
            "décision n°2026-045 du 2 mai 2026",
            KAYES.head_title,
        ),
        draft=True,
        signed_on=None,
    )


def kayes_record() -> SignatureRecord:
    return SignatureRecord(
        reference="CPER-KAYES-2018-01",
        territory=KAYES,
        title=kayes_convention().title,
        ministry="Ministère chargé des collectivités territoriales",
        convention_version=3,
        convention_sha256=SHA256,
        approved_on=date(2018, 8, 27),
        signatures=(
            Signature(
                "Pour l’État",
                Signatory(KAYES.governor_title, "Awa Traoré"),
                SIGNED,
                "Kayes",
                SIGNED,
                (TeamMember("Préfet du cercle de Diéma", "Moussa Ɲaré"), TeamMember("Directeur de l’ADR", "Ali Ba")),
            ),
            Signature(
                "Pour la Région de Kayes",
                Signatory(KAYES.head_title, "Bakary Kɔnɛ", "P.I.", "décision n°012/CRK du 3 août 2018"),
                SIGNED,
                "Kayes",
                SIGNED,
            ),
        ),
        place="Kayes",
        ceremony_on=date(2018, 8, 31),
        originals=kayes_convention().originals,
        copies=kayes_convention().copies,
        on=date(2018, 9, 1),
    )
