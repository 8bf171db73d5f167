"""The law as a page to read, in French: `docs/workflow.md` is what `page()` makes of `negotiation.workflow`.

Nothing is said here that the table does not say; only the conditions, which the table names, are told in a sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cper.law.dated import Since
from cper.law.texts import ORIGIN
from cper.people.roles import REACH, ROLES, Function
from cper.words.french import elides, long_date
from negotiation.management import law_states
from negotiation.management.markdown import first_up, table, walked
from negotiation.management.workflow_words import COMPLETE, CONDITIONS, COPIES, SEES
from negotiation.vocabulary import sharing_its_delay
from negotiation.workflow import (
    COMPLETE_REQUEST,
    ENDED,
    PIECES,
    SIGHT,
    STAGE,
    STAGES,
    Action,
    Criterion,
    Days,
    Move,
    Need,
    Phase,
    PieceRule,
    Stage,
    Step,
    steps_of,
)

OPENING = """
# La procédure, de la délibération à la signature

<!-- Page produite à partir de negotiation/workflow.py par « manage.py workflow_doc --write » : ne la modifiez pas. -->

Un contrat-plan État-Région ou District (CPER/D) se négocie en quatre phases et huit étapes. Cette page dit, étape par
étape, qui fait quoi, avec quelles pièces et en combien de temps. Elle est tirée de la table que le site applique : un
acte qui n’y est pas écrit n’est pas permis. Un dossier s’ouvre à E1, par le conseil de sa collectivité.

Sources : décret n°2014-0644/P-RM du 21 août 2014, articles 2 et 11 ; procédure de la DGCT rapportée par la grille
méthodologique sur Kayes. Là où les sources se taisent, le choix fait est noté dans la table.
"""
LEGEND = """
Un trait plein fait avancer le dossier. Un trait pointillé est un retour, toujours motivé. Le retrait et le classement
sans suite, toujours motivés eux aussi, mettent fin au dossier, qui reste lisible.
"""


def page() -> str:
    """The whole page, in Markdown."""
    explored = walked(law_states.explored(), "à la signature")
    parts = [OPENING.strip(), "## Vue d’ensemble", diagram(), LEGEND.strip(), explored, delays()]
    parts += [*who_acts(), *who_sees()]
    for phase in Phase:
        parts.append(f"## Phase {phase.value} : {phase.label.lower()}")
        for stage in STAGES:
            if stage.phase == phase:
                parts += stage_parts(stage)
    return "\n\n".join([*parts, *conditions(), *other_pieces()]) + "\n"


def diagram() -> str:
    """The steps by phase, the moves between them, the ends; Mermaid, which code hosts draw."""
    lines = ["```mermaid", "flowchart TB"]
    for phase in Phase:
        stages = [stage for stage in STAGES if stage.phase == phase]
        lines += [f'    subgraph {phase.name}["{phase.value} · {phase.label}"]']
        lines += [f'        {stage.code}["{stage.code} · {stage.step.label}"]' for stage in stages]
        lines += ["    end"]
    lines += [f'    {step.name}(["{step.label}"])' for step in ENDED]
    lines += [arrow(stage.code, move) for stage in STAGES for move in stage.moves if not move.grave]
    lines += endings()
    return "\n".join([*lines, "```"])


def arrow(source: str, move: Move) -> str:
    """From a step to another; a loop goes through a box of its own, which keeps its name clear of the others."""
    target = STAGE[move.target].code if move.target in STAGE else move.target.name
    if source == target:
        return f'    {source} -.-> {move.name}("{move.label}") -.-> {target}'
    line = "-.->" if move.returns else "-->"
    return f'    {source} {line}|"{move.label}"| {target}'


def endings() -> Iterator[str]:
    """The acts that end the procedure, drawn apart: « de E1 à E7 » → « Retiré par la collectivité »."""
    for move in {move.name: move for stage in STAGES for move in stage.moves if move.grave}.values():
        codes = [STAGE[step].code for step in steps_of(move.name)]
        yield f'    {move.name}(("{codes[0]} à {codes[-1]}"))'
        yield arrow(move.name, move)


def delays() -> str:
    """The sum of the quantified delays; a clock that two steps share counts once."""
    counted = [usual(stage) for stage in STAGES if stage.delay and not stage.delay_from]
    whole = Days(sum(days.fixed for days in counted), sum(days.per_project for days in counted))
    return (
        f"Délais chiffrés par les sources, de E4 à la signature : {in_words(whole)}. Les sources ne disent pas si ces "
        "jours sont ouvrables : le site compte tous les jours, sauf réglage contraire (`CPER_DAY_COUNT`)."
    )


def who_acts() -> list[str]:
    rows = [
        (first_up(role.label), str(body.label), ", ".join(str(one.label) for one in Function if one in functions))
        for role, (body, functions) in ROLES.items()
    ]
    intro = "Un rôle se tient d’un mandat valide ce jour-là : une institution, et une fonction dans cette institution."
    return ["## Qui agit", intro, table(("Rôle", "Institution", "Fonctions"), rows)]


def who_sees() -> list[str]:
    rows = [
        (first_up(body.label), SEES[REACH[body]], f"E{since}" if since > 1 else "E1, dès l’ouverture")
        for body, since in SIGHT.items()
    ]
    intro = "Un dossier vu une fois le reste, même s’il est retourné. Pour les autres, il n’existe pas."
    return ["## Qui voit quoi, et à partir de quand", intro, table(("Institution", "Voit", "À partir de"), rows)]


def stage_parts(stage: Stage) -> list[str]:
    """Everything about one step."""
    parts = [f"### {name_of(stage.step)}", str(stage.help), f"**Délai estimé** : {delay_of(stage)}."]
    if stage.step == Step.DGCT_REVIEW:
        parts.append("\n".join(f"{rank}. {criterion.label}." for rank, criterion in enumerate(Criterion, start=1)))
    parts.append(table(("Acte", "Qui", "Il faut que", "Motif", "Attendu", "Mène à"), map(act_row, stage.actions)))
    due = [rule for rule in PIECES if rule.due_at == stage.step]
    if due:
        parts += ["Pièces sans lesquelles l’étape ne se quitte pas :", pieces_table(due)]
    return parts


def delay_of(stage: Stage) -> str:
    if stage.delay is None:
        return "non chiffré par les sources (quelques jours à plusieurs mois)"
    codes = [one.code for one in sharing_its_delay(stage, STAGES)]
    together = f", pour {' et '.join(codes)} ensemble, comptés depuis {codes[0]}" if codes else ""
    return "\u00a0; ".join(row_words(row) for row in stage.delay.rows) + together


def usual(stage: Stage) -> Days:
    """The delay of the step by the last text that gives one."""
    return stage.delay.rows[-1].value


def row_words(row: Since[Days]) -> str:
    """« 8 jours (grille méthodologique, étape 4) »; what a later text gives bears its day."""
    since = "" if row.day == ORIGIN else f"à compter du {long_date(row.day)}, "
    return f"{since}{in_words(row.value)} ({row.cited})"


def act_row(action: Action) -> Sequence[str]:
    return (
        f"{action.label} (`{action.name}`)",
        actors(action),
        " ; ".join(clauses(action.needs)) or "–",
        "exigé" if action.comment else "–",
        awaited(action),
        outcome(action),
    )


def actors(action: Action) -> str:
    """Who may do it; a joint act wants each of them."""
    names = [str(role.label) for role in action.roles]
    return first_up(" et ".join(names) + ", chacun de son côté" if action.joint else " ou ".join(names))


def clauses(needs: Iterable[Need]) -> list[str]:
    """The conditions as clauses; those of a complete request are told as one."""
    asked = list(needs)
    complete = set(asked) >= set(COMPLETE_REQUEST)
    rest = [CONDITIONS[need][0] for need in asked if not (complete and need in COMPLETE_REQUEST)]
    return [*rest, COMPLETE] if complete else rest


def awaited(action: Action) -> str:
    """When it stands in the inbox of those who may do it."""
    if not action.awaited:
        return "non"
    start = "dès " + " et ".join(map(that, clauses(action.waits_for))) if action.waits_for else "oui"
    end = f"jusqu’au moment où {' et où '.join(clauses(action.until))}" if action.until else ""
    return ", ".join(part for part in (start, end) if part)


def that(clause: str) -> str:
    """« que la liste est dressée », « qu’un ministère demande des corrections »."""
    return f"qu’{clause}" if elides(clause) else f"que {clause}"


def outcome(action: Action) -> str:
    if not isinstance(action, Move):
        return "–"
    name = name_of(action.target)
    if action.returns:
        return f"retour : {name}"
    return f"{name}, au dernier accord" if action.joint else name


def name_of(step: Step) -> str:
    return f"{STAGE[step].code} · {step.label}" if step in STAGE else str(step.label)


def conditions() -> list[str]:
    complete = " ; ".join(CONDITIONS[need][0] for need in COMPLETE_REQUEST)
    told = (*CONDITIONS.values(), (COMPLETE, f"Tout ceci à la fois : {complete}."))
    return ["## Les conditions", table(("Il faut que", "Ce que le site vérifie"), [(first_up(a), b) for a, b in told])]


def other_pieces() -> list[str]:
    return ["## Les pièces qui ne sont jamais exigées", pieces_table(rule for rule in PIECES if rule.due_at is None)]


def pieces_table(rules: Iterable[PieceRule]) -> str:
    rows = (
        (
            str(rule.kind.label),
            COPIES[rule.per],
            first_up(" ou ".join(str(role.label) for role in rule.filed_by)),
            ", ".join(STAGE[step].code for step in rule.filed_at),
        )
        for rule in rules
    )
    return table(("Pièce", "Une pour", "Déposée par", "Aux étapes"), rows)


def in_words(delay: Days) -> str:
    """« 8 jours », « 10 jours et 3 jours par projet »."""
    own = f"{number(delay.fixed)} jours"
    return f"{own}, et {number(delay.per_project)} jours par projet" if delay.per_project else own


def number(days: Decimal) -> str:
    return f"{days:f}".replace(".", ",")
