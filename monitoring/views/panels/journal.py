"""The acts of the follow-up as events of a timeline: who, in which function, for which sum, on which paper."""

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.pages.timeline import several, together
from cper.words.clock import day_of
from cper.words.french import long_date, money
from monitoring.models import FollowedContract, Passage
from monitoring.vocabulary import ReportState, TrancheState

DEPOSITS = ("file_paper",)
REFUSALS = ("send_back", "return_report", "refuse_bsi", "cancel", "lapse", "declare_lapse")


def passages(contract: FollowedContract) -> QuerySet[Passage]:
    """Every act on the contract, the newest first, with what an event names; of a past day, those dated by then."""
    acts = contract.follow_up_passages.select_related("tranche", "report", "paper")
    return contract.moment.of(acts) if contract.moment else acts


def events(acts: Iterable[Passage], contract: FollowedContract, *, named: bool = True) -> list[dict]:
    """The acts as a timeline; the papers that one person filed one after the other on a day stand in one event, but
    those of another tranche in another."""
    told = partial(event, contract=contract, named=named)
    by_subject = (list(group) for _subject, group in groupby(acts, lambda act: (act.tranche_id, act.report_id)))
    return [several(told, group) for same in by_subject for group in together(same, DEPOSITS)]


def rows(acts: Iterable[Passage], contract: FollowedContract) -> list[dict]:
    """Each act on a line of its own."""
    return [event(act, contract) for act in acts]


def event(passage: Passage, contract: FollowedContract, *, named: bool = True) -> dict:
    """An act as an event; the states are named only where the act led from one to another, what it is about only
    where it is `named`: not on its own page."""
    moved = passage.source != passage.target
    subject = about(passage) if named else ""
    return {
        "when": passage.at,
        "act": contract.offices.said(passage.label),
        "about": subject,
        "about_url": about_url(passage, contract) if subject else "",
        "detail": detail(passage),
        "who": passage.by_name,
        "function": passage.capacity,
        "capacity_act": passage.by_act,
        "comment": passage.comment,
        "from_label": state_label(passage, passage.source) if moved and passage.source else "",
        "to_label": state_label(passage, passage.target) if moved and passage.source else "",
        "paper": passage.paper.get_kind_display() if passage.paper else "",
        "paper_url": reverse("paper", args=[contract.reference, passage.paper_id]) if passage.paper else "",
        "tone": "refused" if passage.lapsed or passage.action in REFUSALS else "done" if moved else "info",
    }


def about(passage: Passage) -> str:
    """« Tranche 2 (2027) », « Trimestre T4 2018 »; nothing for an act on the contract itself."""
    if passage.tranche:
        return _("Tranche %(number)s (%(year)s)") % {"number": passage.tranche.number, "year": passage.tranche.year}
    return _("Trimestre %s") % passage.report.when.label if passage.report else ""


def about_url(passage: Passage, contract: FollowedContract) -> str:
    if passage.tranche:
        return reverse("tranche", args=[contract.reference, passage.tranche.number])
    return reverse("quarter", args=[contract.reference, passage.report.quarter]) if passage.report else ""


def detail(passage: Passage) -> str:
    """What the act was about, its sum, and its own day where it was written down later."""
    parts = [passage.detail] if passage.detail and passage.detail != about(passage) else []
    if passage.amount is not None:
        parts.append(money(passage.amount))
    if passage.on != day_of(passage.at):
        parts.append(_("daté du %s") % long_date(passage.on))
    return " · ".join(parts)


def state_label(passage: Passage, state: str) -> str:
    return str((TrancheState if passage.tranche_id else ReportState)(state).label)
