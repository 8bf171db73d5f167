"""The negotiation explored: what each act of `negotiation.workflow` can leave behind in the facts of a dossier."""

from collections.abc import Iterable

from negotiation.management.exploring import UNCHANGED, Act, Effect, Explored, Machine, State, explore, facts
from negotiation.models import Contract
from negotiation.workflow import ENDED, STAGES, Need, Stage, Step

N = Need
# An opinion is still awaited from a ministry: a fact that no condition names.
ASKED = "opinion-asked"


def either(*names: str) -> tuple[Effect, ...]:
    """Each of these facts made true, or made false."""
    return tuple(effect for name in names for effect in (Effect(sets=facts(name)), Effect(clears=facts(name))))


# A plan that is written, broken, written again; a project more asks for papers of its own; a remark is mended.
WRITTEN = (
    *either(N.PROJECTS, N.BALANCE, N.DURATION, N.TERM, N.PDESC),
    Effect(clears=facts(N.PIECES)),
    Effect(sets=facts(N.ANSWERED)),
)
# Papers due at the next step may have been filed before.
PAPERS_DUE = (Effect(), Effect(clears=facts(N.PIECES)))
# The plan's years, once the projects are selected; totals and titles are settled.
YEARS_WRITTEN = (*either(N.TERM), Effect(sets=facts(N.ANSWERED)))
# A verdict that nothing touches stands in a second examination.
EXAMINED_BEFORE = (Effect(clears=facts(N.EXAMINED, N.CRITERIA)), Effect())
REMARKED = {"sets": facts(N.REMARKS), "clears": facts(N.ANSWERED)}
NOT_SENT_BACK = {"clears": facts(N.REMARKS), "sets": facts(N.ANSWERED)}

EFFECTS = {
    "edit": WRITTEN,
    ("edit", Step.SIGNATURE): YEARS_WRITTEN,
    "attach": (Effect(sets=facts(N.PIECES)),),
    "answer_remarks": (Effect(sets=facts(N.ANSWERED)),),
    "submit": (Effect(**NOT_SENT_BACK),),
    "send_back": (Effect(**REMARKED),),
    "assess": (
        Effect(sets=facts(N.EXAMINED, N.CRITERIA)),
        Effect(sets=facts(N.EXAMINED), clears=facts(N.CRITERIA)),
    ),
    # The last opinion or one of several, favourable or not, after others that were or were not.
    "give_opinion": (
        Effect(given=facts(ASKED)),
        Effect(given=facts(ASKED), barred=facts(N.CORRECTIONS_ASKED), sets=facts(N.OPINIONS), clears=facts(ASKED)),
        Effect(given=facts(ASKED, N.CORRECTIONS_ASKED), clears=facts(ASKED)),
        Effect(
            given=facts(ASKED), sets=facts(N.CORRECTIONS_ASKED, N.REMARKS), clears=facts(ASKED, N.ANSWERED, N.OPINIONS)
        ),
        Effect(given=facts(ASKED), sets=facts(N.CORRECTIONS_ASKED, N.REMARKS), clears=facts(N.ANSWERED)),
    ),
    "open_negotiation": (Effect(**NOT_SENT_BACK),),
    # Another list is what a return asks for; it takes back the approvals of the former.
    "draw_list": (
        Effect(sets=facts(N.LIST, N.ANSWERED), voids=True),
        Effect(sets=facts(N.ANSWERED), clears=facts(N.LIST), voids=True),
    ),
    "approve_list": (Effect(**NOT_SENT_BACK),),
    "return_list": (Effect(sets=facts(N.ENVELOPE, N.REMARKS), clears=facts(N.SESSION, N.ANSWERED)),),
    # A session whose projects exceed the envelope is refused; one that retains none decides nothing.
    "record_session": (
        Effect(sets=facts(N.SESSION, N.ENVELOPE)),
        Effect(sets=facts(N.SESSION, N.ENVELOPE), clears=facts(N.PIECES)),
        Effect(clears=facts(N.SESSION)),
    ),
    "propose_convention": (
        Effect(
            barred=facts(N.PROPOSED),
            sets=facts(N.PROPOSED, N.WRITTEN, N.ANSWERED),
            clears=facts(N.UNPROPOSED, N.REMARKS),
        ),
    ),
    "approve_convention": (Effect(barred=facts(N.APPROVED), sets=facts(N.APPROVED)),),
    "return_convention": (
        Effect(
            sets=facts(N.UNPROPOSED, N.UNSIGNED, N.WRITTEN, N.REMARKS),
            clears=facts(N.PROPOSED, N.APPROVED, N.CEREMONY, N.ANSWERED),
            voids=True,
        ),
    ),
    "sign": (Effect(clears=facts(N.UNSIGNED)),),
}
ARRIVALS = {
    Step.PREPARATION: PAPERS_DUE,
    Step.FORMALISATION: PAPERS_DUE,
    Step.DGCT_REVIEW: EXAMINED_BEFORE,
    Step.MINISTRY_REVIEW: (
        Effect(sets=facts(ASKED, N.ANSWERED), clears=facts(N.OPINIONS, N.CORRECTIONS_ASKED, N.REMARKS)),
    ),
    Step.PROJECT_LIST: (Effect(sets=facts(N.LIST)), Effect(clears=facts(N.LIST))),
    Step.SELECTION: PAPERS_DUE,
    Step.SIGNATURE: UNCHANGED,
}
# What the calendar alone changes: the PDESC ends; without a fixed start, the plan's first year is soon past; the day
# of the ceremony comes.
PASSING = (Effect(clears=facts(N.PDESC)), Effect(clears=facts(N.TERM)))
TIME = {step: PASSING for step in (Step.PREPARATION, Step.FORMALISATION, Step.DGCT_REVIEW, Step.MINISTRY_REVIEW)} | {
    Step.PROJECT_LIST: PASSING,
    Step.SELECTION: PASSING,
    Step.SIGNATURE: (*PASSING, Effect(given=facts(N.APPROVED), sets=facts(N.CEREMONY))),
}
# A dossier just opened: nothing is filed, nothing is asked, nothing is signed, no session binds it to an envelope.
OPENED = State(Step.DELIBERATION, facts(N.ANSWERED, N.ENVELOPE, N.WRITTEN, N.UNSIGNED, N.UNPROPOSED))


def machine(stages: Iterable[Stage] = STAGES) -> Machine:
    """The eight steps as a machine to explore; `stages` is the law, or the law with a fault planted in it."""
    acts = {stage.step: tuple(Act.of(row) for row in stage.actions) for stage in stages}
    return Machine(
        start=OPENED,
        acts=acts | dict.fromkeys(ENDED, ()),
        effects=EFFECTS,
        arrivals=ARRIVALS,
        ends=frozenset(ENDED),
        good=Step.SIGNED,
        final=frozenset({Step.SIGNED}),
        leads=leads,
        time=TIME,
    )


def leads(name: str, step: str) -> frozenset[str]:
    """Where the state machine of the contract leads from that step by that act."""
    transitions = Contract(step=step).get_all_step_transitions()
    return frozenset(one.target for one in transitions if (one.name, one.source) == (name, step))


def explored() -> Explored:
    return explore(machine())
