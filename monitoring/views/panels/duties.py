"""The calendar of a contract: its duties with who, when, to whom, by which document, and where each is done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.words.delays import lateness
from cper.words.french import NBSP, long_date, on_or_in, to
from monitoring import access, renewal, workflow
from monitoring.models import Duty, FollowedContract
from monitoring.models.duty import Precision
from monitoring.views.contract_tables import DUTIES
from monitoring.views.links import duty_url
from monitoring.views.page import stopped_at_signature
from monitoring.vocabulary import DutyState, ReportState
from monitoring.workflow import OWN_ACTS

S = DutyState
# Late first, then what is to be done, what comes, what is behind.
ORDER = (S.LATE, S.DUE, S.COMING, S.UNKNOWN, S.DONE, S.LAPSED)
TONES = {S.LATE: "late", S.DUE: "todo", S.COMING: "elsewhere", S.DONE: "done", S.LAPSED: "refused", S.UNKNOWN: "draft"}
WORDS = {
    "retard": S.LATE,
    "a-faire": S.DUE,
    "a-venir": S.COMING,
    "fait": S.DONE,
    "carence": S.LAPSED,
    "non-connu": S.UNKNOWN,
}
EVERY = gettext_lazy("Toutes")
SOON = 5
SILENT = gettext_lazy("la source n’en dit rien")
SESSION = "O7"


def of(contract: FollowedContract, day: date) -> list[Duty]:
    """All its duties with their state, late first; among those of one state, the most urgent first."""
    found = each(contract, day)
    for duty in found:
        duty.state = duty.state_on(day, ended=contract.moment is not None)
    return sorted(found, key=lambda duty: ORDER.index(duty.state))


def each(contract: FollowedContract, day: date) -> list[Duty]:
    """Its duties, the most urgent first, as their rows stand; of a past day, as its facts give them."""
    if contract.moment is None:
        return list(contract.duties.select_related("institution"))
    return sorted(renewal.duties(contract, day), key=lambda duty: (duty.due_on or date.max, duty.rank))


def asked(word: str) -> DutyState | None:
    """The state that the address asks for; None for all."""
    return WORDS.get(word)


def filters(rows: list[Duty], chosen: DutyState | None, address: str) -> dict:
    """The bar that narrows the calendar, each choice with its count."""
    counts = Counter(duty.state for duty in rows)
    options = [{"value": "", "label": f"{EVERY} ({sum(counts.values())})", "selected": chosen is None}]
    for word, state in WORDS.items():
        if state == S.UNKNOWN and state not in counts:
            continue  # only where an older source is all there is
        label = f"{state.label} ({counts[state]})"
        options.append({"value": word, "label": label, "selected": state == chosen})
    select = {"name": "etat", "label": _("Obligations"), "options": options}
    return {"search": None, "selects": [select], "active": chosen is not None, "reset_url": address}


def groups(duties: Iterable[Duty], contract: FollowedContract, actor: Actor) -> list[dict]:
    """The duties of a page of the calendar by state, each state a table."""
    by_state = groupby(rows(duties, contract, actor), key=lambda row: row["state"])
    return [
        replace(DUTIES.drawn(held), caption=DutyState(state).label, caption_shown=True) for state, held in by_state
    ]


def rows(duties: Iterable[Duty], contract: FollowedContract, actor: Actor) -> list[dict]:
    return [row(duty, contract, actor) for duty in duties]


def row(duty: Duty, contract: FollowedContract, actor: Actor) -> dict:
    duty.contract = contract
    state = DutyState(duty.state)
    again = state in (S.DONE, S.LAPSED) and duty.rule.act in OWN_ACTS
    own = duty.as_of is None and state in (S.LATE, S.DUE) and duty.falls_to(actor)
    may = (own or again) and access.decide(actor, duty.rule.act, contract).allowed
    return {
        "title": duty.title,
        "label": duty.label,
        "state": state,
        "due_on": duty.due_on,
        "settled_on": settled(duty),
        "status": {"tone": TONES[state], "label": state.label},
        "who": duty.institution.name,
        "when": when(duty, contract, contract.day(actor.day)),
        "recipient": to(duty.said(duty.rule.recipient)),
        "document": duty.rule.document,
        "notes": [text for text in (duty.note, duty.late_entry) if text],
        "url": address(duty, contract) if may else "",
        "url_label": _("Corriger") if again else duty.said(workflow.example(duty.rule.act).label),
    }


def settled(duty: Duty) -> date | str | None:
    """The day a duty was settled; in words where its source gives less than a day."""
    if duty.settled_on and duty.precision != Precision.DAY:
        return on_or_in(duty.settled_on, duty.precision)
    return duty.settled_on


def when(duty: Duty, contract: FollowedContract, day: date) -> dict:
    """The day in words, and how far it is, where it is counted from a known day: {text, note, late}."""
    due = _("au plus tard le %s") % long_date(duty.due_on) if duty.due_on else _("pas d’échéance fixée")
    if duty.settled_on:
        word = _("constatée %s") if duty.lapsed else _("fait %s")
        late = _("en retard : %s") % due if duty.was_late else due
        return {"text": word % on_or_in(duty.settled_on, duty.precision), "note": late, "late": False}
    if duty.state == S.UNKNOWN:
        return {"text": due, "note": SILENT, "late": False}
    if contract.day_is_unknown:
        return {"text": due, "note": _("jour de signature non connu"), "late": False}
    delay = lateness(duty.due_on, day)
    if delay and duty.state == S.LATE and not delay["late"]:
        # The day on which data stop is read at its end: what is due that day is late.
        return {"text": due, "note": _("échue ce jour-là"), "late": True}
    if delay is None:
        return {"text": due, "note": _("à faire dès le %s") % long_date(duty.opens_on), "late": False}
    return {"text": due, "note": delay["label"] if delay["late"] else delay["note"], "late": delay["late"]}


def endings(contract: FollowedContract, actor: Actor) -> list[dict]:
    """The late duties of the other resources, each with the act by which this person says that they never came."""
    rows = workflow.ENDED_BY
    found = []
    for name in rows:
        if not access.decide(actor, name, contract).allowed:
            continue
        action = workflow.example(name)
        for duty in contract.duties.late(actor.day).filter(code=rows[name].code):
            url = reverse("duty-act", args=[contract.reference, action.word, duty.key])
            label = f"{action.label}{NBSP}: {duty.label}"
            found.append({"label": label, "url": url, "allowed": True, "primary": False, "destructive": False})
    return found


def address(duty: Duty, contract: FollowedContract) -> str:
    """Where the duty is done; a quarter whose review is open has a page of its own."""
    opened = next((report for report in contract.reports.all() if report.quarter == duty.key), None)
    if opened and opened.state == ReportState.CANVAS and duty.code == SESSION:
        return duty_url(duty)  # what the Governor may do for an open quarter stands in their list
    return opened.get_absolute_url() if opened else duty_url(duty)


def _of(contract: FollowedContract, duty: Duty) -> Duty:
    """The duty, tied to its loaded contract."""
    duty.contract = contract
    return duty


def soon(contract: FollowedContract, day: date) -> dict:
    """The next dates of the calendar; of a contract whose data have stopped, those that followed."""
    judged, over = contract.day(day), contract.over(day)
    if contract.moment is None:
        waiting = contract.duties.filter(settled_on=None, due_on__gt=over).select_related("institution")[:SOON]
    else:
        coming = (duty for duty in each(contract, day) if duty.settled_on is None and duty.due_on)
        waiting = [duty for duty in coming if duty.due_on > over][:SOON]
    title = _("Prochaines échéances")
    if contract.moment or contract.known_until:
        title = _("Échéances qui suivaient le %s") % long_date(judged)
        if stopped_at_signature(contract):
            title = _("Échéances qui suivaient la signature")
    return {
        "title": title,
        "rows": [
            {
                "day": duty.due_on,
                "what": f"{duty.title} ({duty.label.replace(' ', NBSP)})" if duty.label else duty.title,
                "who": duty.institution.name,
                "note": SILENT if duty.untold and duty.opens_on <= judged else "",
            }
            for duty in map(partial(_of, contract), waiting)
        ],
        "url": reverse("calendar", args=[contract.reference]),
    }
