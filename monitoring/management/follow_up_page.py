"""The law of the follow-up as a page to read, in French: `docs/follow-up.md` is what `page()` makes of the tables.

Nothing is said here that `monitoring.workflow` does not say; only when a duty falls due and what a demand asks, which
the tables name, are told in a sentence.
"""

from collections.abc import Sequence

from cper.law.dated import Dated, Unit
from cper.law.texts import ORIGIN
from cper.people.roles import ROLES, Function
from cper.words.french import day_of_a_year
from monitoring import values
from monitoring.findings import LABELS
from monitoring.management import machine_states
from monitoring.values import LAW
from monitoring.vocabulary import Action, Cadence, Demand, DutyRule, Move, ReportState, Stage, TrancheState
from monitoring.workflow import CONTRACT, DUTIES, EXTRA_PAPERS, FOLLOWERS, REPORT, RULES, TRANCHE, TRANCHE_PAPERS
from negotiation.management.markdown import first_up, table, walked

OPENING = """
# Le suivi, de la signature au dernier rapport

<!-- Page produite à partir de monitoring/workflow.py par « manage.py follow_up_doc --write » : ne la modifiez pas. -->

Un contrat-plan signé se suit trimestre par trimestre, et son argent tranche par tranche. Cette page dit qui fait quoi,
avec quelles pièces, et ce que nul ne doit oublier. Elle est tirée des tables que le site applique : un acte qui n’y
est pas écrit n’est pas permis.

Sources : grille méthodologique sur Kayes, section 4 ; décret n°2014-0644/P-RM du 21 août 2014. Là où elles ne donnent
ni délai, ni part, ni seuil, il y a un paramètre ; les valeurs écrites ici sont celles d’une plateforme neuve.
"""
# When each duty falls due; the delays are those that a platform has before anybody changes them.
WHEN = {
    Cadence.EACH_BUDGET: "chaque exercice où le plan prévoit une contribution, au plus tard le {own_share}",
    Cadence.EACH_BSI: "au plus tard le {bsi} de l’année qui précède l’exercice",
    Cadence.EACH_STATE_YEAR: "chaque exercice où le plan prévoit la part de l’État, au plus tard son dernier jour",
    Cadence.EACH_OTHER_YEAR: "chaque exercice où le plan prévoit d’autres ressources, au plus tard son dernier jour",
    Cadence.AT_START: "{start} jours après la signature",
    Cadence.EACH_PROJECT: "une fois par projet ; aucun texte ne donne de date",
    Cadence.EACH_QUARTER: "chaque trimestre civil entier, au plus tard son dernier jour",
    Cadence.BEFORE_SESSION: "{canvas} jours avant la session ; tant qu’aucune n’est prévue, à la fin du trimestre",
    Cadence.AFTER_SESSION: "{transmission} jours après la session",
    Cadence.EACH_COMMITTEE: "tous les {committee} mois à partir de la signature",
    Cadence.AFTER_YEAR: "chaque année, au plus tard le {evaluation} de la suivante",
    Cadence.NATIONAL_QUARTER: "chaque trimestre civil, pour la nation entière",
}
# Each demand as a clause, then what the site checks.
DEMANDS = {
    Demand.PAPERS: (
        "les pièces sont jointes",
        "Les quatre pièces de toute tranche, et celles que le guichet ajoute, sont déposées.",
    ),
    Demand.RULES: (
        "les règles du guichet sont remplies",
        "Part de l’année et justification de la tranche précédente, ou une dérogation motivée du signataire.",
    ),
    Demand.MENDED: (
        "le retour est corrigé ou expliqué",
        "Chaque pièce ou point que le dernier retour nomme a été remplacé, changé, ou a reçu une réponse écrite.",
    ),
    Demand.PARTS: (
        "les parts sont complétées",
        "La collectivité a donné le taux physique de chaque projet, et l’ANICT ses observations.",
    ),
    Demand.SYNTHESIS: ("la synthèse est rédigée", "La DRPSIAP a écrit les difficultés."),
}
SUMS = """
Les sommes vont en ordre : demandée, approuvée, débloquée, payée, justifiée ; aucune ne dépasse celle qui la précède.
Ensemble, les tranches d’un projet ne dépassent jamais ce que le plan lui donne de cette source pour l’année : la base
de données le refuse, même quand deux demandes arrivent au même instant. Une tranche annulée rend sa somme. Ce que la
collectivité déclare dépensé est examiné par l’ANICT ; seul ce qu’elle accepte est justifié, et compte.
"""
QUARTER = """
Un trimestre a un seul rapport, jamais pour un trimestre à venir, et jamais tant qu’un autre est ouvert sans motif. Une
saisie tardive est possible, et marquée. Le rapport adopté est figé avec son empreinte.
"""

# What an entry is held against: refused when the plan or the order of facts makes it impossible, else asked twice.
AGAINST = (
    (
        "Mouvement de fonds",
        "source que le plan ne donne pas au projet ; exercice hors du plan et de la durée ; part de l’État mobilisée "
        "depuis la signature ; payé au-delà du mobilisé, justifié au-delà du payé",
        "mobilisé au-delà de ce que le plan donne au projet cette année-là",
    ),
    (
        "Inscription au budget de la collectivité",
        "exercice terminé au jour de l’acte ; année où le plan ne prévoit rien",
        "somme au-delà de la part de l’année ; toute correction",
    ),
    (
        "Demande, répertoire et BSI",
        "exercice terminé au jour de l’acte ; année sans part de l’État ; répertoire avant la demande, BSI avant le "
        "répertoire",
        "somme au-delà de la part de l’année, ou de la demande ; toute correction",
    ),
    ("Tranche", "somme au-delà de ce que le plan laisse au projet", "–"),
    (
        "Session du CROCSAD",
        "avant son trimestre, son canevas ou la session d’un trimestre précédent ; après ce qu’elle recommande",
        "–",
    ),
    ("Recommandation", "échéance avant la session", "–"),
    ("Réunion d’un comité", "avant que la précédente soit enregistrée, ou datée avant elle", "toute correction"),
    (
        "Date d’un acte",
        "à venir ; avant la signature, sauf l’argent et les budgets, admis jusqu’à {early} mois avant et signalés",
        "–",
    ),
)
ASKED_TWICE = """
Ce que le plan ou l’ordre des faits rend impossible est refusé, par la page, par l’opération et, quand les lignes le
disent, par la base de données. Ce qui dépasse un chiffre peut être vrai : la page le demande deux fois, avec le
chiffre du plan, une confirmation et un motif ; le motif reste avec la somme, et le contrôle « Au-delà du plan » le
constate.
"""
CORRECTED = """
Rien ne s’efface. Un mouvement faux se contre-passe : un mouvement inverse, à la même date, avec son motif ; aucun
des deux ne compte plus. Un acte qui « se refait » corrige le précédent, avec son motif ; le dernier compte, tous se
lisent. Une session se rectifie jusqu’à l’adoption du rapport ; après, la DRPSIAP propose un erratum que le
Gouverneur adopte : il a son numéro, son motif, son texte et sa page figée, et le rapport garde ses octets et son
empreinte.
"""


def against() -> list[str]:
    rows = [tuple(cell.format(early=usual(LAW.before_signature)) for cell in row) for row in AGAINST]
    heads = ("Ce qui est saisi", "Refusé", "Demandé deux fois, avec son motif")
    return ["## Ce qui est refusé, ce qui est demandé deux fois", ASKED_TWICE.strip(), table(heads, rows),
            "## Comment se corrige ce qui est faux", CORRECTED.strip()]  # fmt: skip


def page() -> str:
    """The whole page, in Markdown."""
    parts = [OPENING.strip(), *duties(), *who_acts()]
    tranche, report = machine_states.explored()
    parts += machine("Les tranches de l’ANICT", TRANCHE, TrancheState, (SUMS, walked(tranche, "à la justification")))
    parts += papers()
    parts += machine("Le rapport du trimestre", REPORT, ReportState, (QUARTER, walked(report, "à la transmission")))
    parts += ["## Les actes sur le contrat-plan", acts_table((*CONTRACT, *RULES))]
    parts += [*against(), *demands(), *controls()]
    return "\n\n".join(parts) + "\n"


def duties() -> list[str]:
    rows = [
        (rule.code, str(rule.title), first_up(rule.role.label), when(rule), str(rule.document),
         str(rule.recipient), "oui" if rule.may_lapse else "–")
        for rule in DUTIES
    ]  # fmt: skip
    heads = ("N°", "Obligation", "Qui", "Quand", "Document", "Pour", "Carence possible")
    return ["## Ce que nul ne doit oublier", table(heads, rows)]


def when(rule: DutyRule) -> str:
    """When it falls due, and by which text."""
    words = {name: usual(value) for name, value in values.named().items()}
    told = WHEN[rule.cadence].format(**words, start=words.get(rule.delay, ""))
    return told if rule.cadence == Cadence.EACH_PROJECT else f"{told} ({values.source_of(rule, ORIGIN).cited})"


def usual(value: Dated) -> str:
    """The value by the last text that gives one, on a new platform: « 15 », « 31 mars »."""
    last = value.rows[-1].value
    return day_of_a_year(*last) if value.unit == Unit.DAY else str(last)


def who_acts() -> list[str]:
    acting = {role for action in every_row() for role in action.roles} | {rule.role for rule in DUTIES}
    rows = [
        (first_up(role.label), str(body.label), ", ".join(str(one.label) for one in Function if one in functions))
        for role, (body, functions) in ROLES.items()
        if role in acting
    ]
    readers = ", ".join(str(body.label) for body in FOLLOWERS)
    intro = f"Prennent part au suivi, chacun pour les contrats-plans qu’il voit : {readers}."
    return ["## Qui agit", intro, table(("Rôle", "Institution", "Fonctions"), rows)]


def every_row() -> list[Action]:
    return [*CONTRACT, *RULES, *(action for stages in (TRANCHE, REPORT) for one in stages for action in one.actions)]


def machine(title: str, stages: tuple[Stage, ...], states: type, told: tuple[str, ...]) -> list[str]:
    """One machine: its drawing, what is told of it, then each state with what may be done there."""
    parts = [f"## {title}", diagram(stages, states), *(one.strip() for one in told)]
    for stage in stages:
        parts += [f"### {states(stage.state).label}", str(stage.help)]
        if stage.actions:
            parts.append(acts_table(stage.actions))
    return parts


def diagram(stages: tuple[Stage, ...], states: type) -> str:
    """The states and the moves between them; Mermaid, which code hosts draw."""
    lines = ["```mermaid", "flowchart TB"]
    lines += [f'    {states(stage.state).name}["{states(stage.state).label}"]' for stage in stages]
    for stage in stages:
        for move in stage.moves:
            line = "-.->" if move.returns or move.grave else "-->"
            for target in move.targets:
                lines.append(f'    {states(stage.state).name} {line}|"{move.label}"| {states(target).name}')
    return "\n".join([*lines, "```"])


def acts_table(actions: Sequence[Action]) -> str:
    return table(("Acte", "Qui", "Il faut que", "Somme, pièce", "Motif", "Attendu"), [act_row(one) for one in actions])


def act_row(action: Action) -> Sequence[str]:
    return (
        f"{action.label} (`{action.name}`)",
        first_up(" ou ".join(str(role.label) for role in action.roles)),
        " ; ".join(DEMANDS[need][0] for need in action.needs) or "–",
        given(action),
        "exigé" if action.comment else "–",
        "oui" if action.awaited else "non",
    )


def given(action: Action) -> str:
    """What the act enters: a sum, a paper, both."""
    label = str(action.paper.label) if action.paper else ""
    paper = label[:1].lower() + label[1:]
    if paper and action.paper_optional:
        paper += " (facultatif)"
    words = [word for word in ("une somme" if action.sum_of else "", paper) if word]
    leads = f"mène à « {' » ou « '.join(str(target.label) for target in action.targets)} »" if is_loop(action) else ""
    words += [leads] if leads else []
    words += ["peut précéder la signature"] if action.early else []
    words += ["se refait pour corriger, avec son motif"] if action.redone else []
    return " ; ".join(words) or "–"


def is_loop(action: Action) -> bool:
    """A move whose target depends on its sum."""
    return isinstance(action, Move) and len(action.targets) > 1


def papers() -> list[str]:
    always = "\n".join(f"{rank}. {kind.label}." for rank, kind in enumerate(TRANCHE_PAPERS, start=1))
    more = "\n".join(f"- {kind.label}." for kind in EXTRA_PAPERS)
    return [
        "### Les pièces d’une tranche",
        "Toujours :",
        always,
        "Quand la règle du guichet le demande, pour ce rang dans l’année ; ces règles sont vides au départ, l’ANICT "
        "les tient :",
        more,
    ]


def demands() -> list[str]:
    rows = [(first_up(clause), meaning) for clause, meaning in DEMANDS.values()]
    return ["## Les conditions", table(("Il faut que", "Ce que le site vérifie"), rows)]


def controls() -> list[str]:
    rows = "\n".join(f"- {label}." for label in LABELS.values())
    intro = "Le site relit chaque contrat-plan chaque jour et à chaque acte. Il constate, il ne corrige rien :"
    return ["## Les constats", intro, rows]
