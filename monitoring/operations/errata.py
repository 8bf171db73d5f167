"""The erratum of an adopted report: proposed by the DRPSIAP, adopted and frozen by the Governor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from monitoring import documents
from monitoring.models import Erratum, QuarterReport
from monitoring.operations.door import act, refuse
from negotiation.models import Actor


@dataclass(frozen=True)
class Corrected:
    """One thing that the report says: what, as it is printed, as it is right."""

    what: str
    was: str
    is_: str

    @property
    def line(self) -> dict[str, str]:
        return {"what": self.what, "was": self.was, "is": self.is_}


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

    Raises `Refused` when nothing is corrected, or something is said wrong without what it says or what is right.
    """
    with act("propose_erratum", report, by=by, at=at, seen=seen, comment=reason) as deed:
        held = deed.subject
        written = [one.line for one in lines]
        if not written or not all(all(cell.strip() for cell in line.values()) for line in written):
            raise refuse(_("Dites ce qui est faux au rapport, ce qui y est écrit, et ce qu’il faut lire."))
        standing = held.errata.filter(sha256="").first()
        erratum = standing or Erratum(report=held, number=held.errata.count() + 1)
        facts = {"reason": deed.comment, "lines": written, "at": at, **deed.stamp}
        for name, value in facts.items():
            setattr(erratum, name, value)
        erratum.save()
        held.erratum_proposed_on = deed.on
        deed.detail = _("Erratum n°\u00a0%s") % erratum.number
    return erratum


def adopt_erratum(report: QuarterReport, *, by: Actor, at: datetime, seen: int | None = None) -> Erratum:
    """The Governor adopts the erratum: its page is printed and frozen with its fingerprint; the report's never change.

    Raises `Refused` when none is proposed; `rendering.RenderingFailed` when it cannot be printed.
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
        held.erratum_proposed_on = None
        deed.detail = _("Erratum n°\u00a0%s") % erratum.number
    return erratum
