"""The session of a quarter: planned, held, rectified until the report is adopted."""

from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import long_date
from monitoring import order, said
from monitoring.models import QuarterReport, Rectification
from monitoring.operations.door import act, refuse


def move_session(
    report: QuarterReport, *, session_on: date, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """Plan the session for another day, while the canvas stands. Raises `Refused` for a day that has passed, or
    before the canvas."""
    with act("move_session", report, by=by, at=at, seen=seen, comment=reason) as deed:
        held = deed.subject
        if session_on < max(day_of(at), held.canvas_on):
            raise refuse(_("La session prévue est passée : si elle s’est tenue, enregistrez-la à sa date."))
        words = {"was": long_date(held.session_planned_on), "is": long_date(session_on)}
        deed.detail = _("Prévue le %(was)s, désormais le %(is)s") % words
        held.session_planned_on = session_on
    return deed.subject


def hold_session(
    report: QuarterReport,
    *,
    on: date,
    kind: str,
    place: str,
    chaired_by: str,
    attendance: int,
    attendees: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    file: File | None = None,
) -> QuarterReport:
    """Write that the session was held that day, who presided (name and function) and who was there. Raises `Refused`
    before the quarter's first day, before its canvas, and out of the order of the quarters."""
    with act("hold", report, by=by, at=at, on=on, seen=seen) as deed:
        held = deed.subject
        _in_order(held, on)
        deed.take(file)
        held.held_on, held.kind, held.place = on, kind, place
        held.chaired_by, held.attendance, held.attendees = chaired_by.strip(), attendance, attendees
        held.hold()
    return deed.subject


def rectify_session(
    report: QuarterReport,
    *,
    on: date,
    kind: str,
    place: str,
    chaired_by: str,
    attendance: int,
    attendees: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> QuarterReport:
    """Correct what was written of a session, until its report is adopted; what it was stays in a `Rectification`.

    Raises `Refused` when nothing changes, and as `hold_session` for the day.
    """
    with act("rectify_session", report, by=by, at=at, seen=seen, comment=reason) as deed:
        held = deed.subject
        if on > deed.on:
            raise refuse(_("Cet acte porte une date à venir."))
        _in_order(held, on)
        typed = dict(zip(said.SESSION, (on, kind, place, chaired_by, attendance, attendees), strict=True))
        lines = list(_changes(held, typed))
        if not lines:
            raise refuse(_("Rien ne change : corrigez ce qui est faux, ou gardez la session telle quelle."))
        Rectification.objects.create(report=held, reason=deed.comment, lines=lines, at=at, **deed.stamp)
        for name, value in typed.items():
            setattr(held, name, value)
        deed.detail = ", ".join(line["what"] for line in lines)
    return deed.subject


def _in_order(held: QuarterReport, on: date) -> None:
    wrong = order.session(held, on)
    if wrong:
        raise refuse(wrong)


def _changes(held: QuarterReport, typed: dict[str, Any]):
    """What a rectification changes: {what, was, is}, in words."""
    for name, value in typed.items():
        if getattr(held, name) != value:
            label = str(QuarterReport._meta.get_field(name).verbose_name)
            was = said.of_session(name, getattr(held, name))
            yield {"what": label, "was": was, "is": said.of_session(name, value)}
