"""The erratum of an adopted report: proposed by the DRPSIAP, adopted and frozen by the Governor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.people.roles import Role
from monitoring import bounds, documents, notifications, said
from monitoring.models import Erratum, QuarterReport
from monitoring.operations.door import Deed, act, refuse
from monitoring.vocabulary import ReportState

READERS = (Role.REGION, Role.ANICT, Role.DRPSIAP)
ANOTHER = gettext_lazy("Autre passage du rapport")
UNSAID = gettext_lazy("Dites ce qui est faux au rapport, ce qui y est écrit, et ce qu’il faut lire.")


@dataclass(frozen=True)
class Corrected:
    """One thing that the report says wrong: a figure, by its key, and its right value, of its type (`said.Figure`); or
    another passage, as it is printed and as it must be read."""

    key: str = ""
    value: int | str | None = None
    was: str = ""
    is_: str = ""


def propose_erratum(
    report: QuarterReport,
    lines: Iterable[Corrected],
    *,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Erratum:
    """Write what an adopted report says wrong and what is right; a proposal not adopted yet is written again.

    What a figure was is read from the facts of the report, never typed. Raises `Refused` when nothing is corrected,
    for a figure that the report does not have, a value that is not of its type, is the one printed or could not be
    (`bounds.wrong`), and a passage without what it says or what must be read.
    """
    with act("propose_erratum", report, by=by, at=at, seen=seen, comment=reason) as deed:
        held = deed.subject
        known = {figure.key: figure for figure in said.figures(held)}
        written = [_figure(known.get(one.key), one.value) if one.key else _passage(one) for one in lines]
        if not written:
            raise refuse(str(UNSAID))
        _within_bounds(held, written)
        standing = held.errata.filter(sha256="").first()
        erratum = standing or Erratum(report=held, number=held.errata.count() + 1)
        facts = {"reason": deed.comment, "lines": written, "at": at, **deed.stamp}
        for name, value in facts.items():
            setattr(erratum, name, value)
        erratum.save()
        held.erratum_proposed_on = deed.on
        if standing:
            _announce_again(deed)
        deed.detail = _("Erratum n°\u00a0%s") % erratum.number
    return erratum


def _figure(figure: said.Figure | None, value: int | str | None) -> dict[str, Any]:
    if figure is None:
        raise refuse(_("Ce chiffre n’est pas de ceux du rapport."))
    words = {"what": figure.whole_label, "was": figure.was}
    if not figure.admits(value):
        raise refuse(_("%(what)s : la valeur juste n’est pas de la même nature que « %(was)s ».") % words)
    if value == figure.value:
        raise refuse(_("%(what)s : le rapport dit déjà « %(was)s ».") % words)
    right = {"is": said.in_words(figure.kind, value), "gap": said.gap(figure.kind, figure.value, value)}
    return words | right | {"key": figure.key, "value": value}


def _passage(one: Corrected) -> dict[str, Any]:
    if not (one.was.strip() and one.is_.strip()):
        raise refuse(str(UNSAID))
    return {"what": str(ANOTHER), "was": one.was, "is": one.is_}


def _within_bounds(report: QuarterReport, lines: list[dict[str, Any]]) -> None:
    for sentence in bounds.wrong(report, {line["key"]: line["value"] for line in lines if "key" in line}).values():
        raise refuse(sentence)


def _correct_session(report: QuarterReport, erratum: Erratum) -> None:
    """What the erratum says of the session stands beside what the report printed, and is judged from now on."""
    for line in erratum.lines:
        if line.get("key") in said.SESSION:
            report.session_corrected[line["key"]] = {"value": line["value"], "erratum": erratum.number}


def _correct_rates(report: QuarterReport, erratum: Erratum) -> dict[int, dict]:
    """The rates that the erratum corrects are those that later figures rest on; the report keeps what it printed."""
    written: dict[int, dict] = {}
    right = {line["key"]: line["value"] for line in erratum.lines if "key" in line}
    for line in report.lines.select_related("project"):
        key = f"P{line.project.number}-{said.RATE_OF_A_PROJECT}"
        if key in right:
            line.corrected = right[key]
            line.save(update_fields=["corrected"])
            written[line.project_id] = {"corrected": right[key]}
    return written


def adopt_erratum(report: QuarterReport, *, by: Actor, at: datetime, seen: int | None = None) -> Erratum:
    """The Governor adopts the erratum: its page is printed and frozen with its fingerprint; the report's never change.

    Raises `Refused` when none is proposed, or what it says has become impossible since; `rendering.RenderingFailed`
    when it cannot be printed.
    """
    with act("adopt_erratum", report, by=by, at=at, seen=seen) as deed:
        held = deed.subject
        erratum = held.errata.filter(sha256="").first()
        if erratum is None:
            raise refuse(_("Aucun erratum n’est proposé pour ce rapport."))
        pdf = documents.erratum_pdf(deed.contract, held, erratum, on=deed.on, adopted_by=deed.mandate)
        erratum.adopted_on, erratum.sha256 = deed.on, sha256(pdf).hexdigest()
        erratum.adopted_by = f"{deed.stamp['by_name']}, {deed.stamp['by_title']} {deed.stamp['by_mention']}".strip()
        erratum.file.save("erratum.pdf", ContentFile(pdf), save=False)
        erratum.save()
        _within_bounds(held, erratum.lines)
        deed.wrote = {"lines": _correct_rates(held, erratum)}
        _correct_session(held, erratum)
        held.erratum_proposed_on = None
        deed.detail = _("Erratum n°\u00a0%s") % erratum.number
        _announce(deed, erratum)
    return erratum


def _announce_again(deed: Deed) -> None:
    """A proposal written again is told to who adopts it: the first mail gave another reason."""
    report = deed.subject
    notifications.inform(
        deed.contract,
        (Role.GOVERNOR,),
        about=notifications.what(report),
        told=_("une autre proposition d’erratum remplace la première"),
        path=report.get_absolute_url(),
        at=deed.at,
        author=deed.mandate,
        act=str(deed.subject.at("adopt_erratum").label),
        done=str(deed.action.done),
        why=deed.comment,
    )


def _announce(deed: Deed, erratum: Erratum) -> None:
    """Who read the report reads its erratum: the parts, the DRPSIAP, and the minister once it was sent to him."""
    report, sent = deed.subject, deed.subject.state == ReportState.TRANSMITTED
    notifications.inform(
        deed.contract,
        (*READERS, Role.FINANCE) if sent else READERS,
        about=notifications.what(report),
        told=_("erratum n°\u00a0%s du rapport adopté") % erratum.number,
        path=report.get_absolute_url(),
        at=deed.at,
        author=deed.mandate,
        done=deed.told,
        why=erratum.reason,
    )
