"""What was corrected of a quarter: its session rectified, its report's errata, each with what was written and why."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import long_date
from monitoring import access, workflow
from monitoring.models import Erratum, QuarterReport, Rectification
from monitoring.views.links import url_of


def of(report: QuarterReport) -> list[dict]:
    """The rectifications, then the errata, in their order."""
    return [*map(rectified, report.rectifications.all()), *(erratum(row, report) for row in report.errata.all())]


def rectified(row: Rectification) -> dict:
    words = {"day": long_date(day_of(row.at)), "who": row.signatory}
    title, told = _("Session rectifiée"), _("Le %(day)s, par %(who)s") % words
    return {"title": title, "told": told, "reason": row.reason, "lines": lines(row), "url": "", "sha256": ""}


def erratum(row: Erratum, report: QuarterReport) -> dict:
    """An erratum with its frozen page; until its adoption, who proposed it."""
    words = {"day": long_date(row.adopted_on or day_of(row.at)), "who": row.adopted_by or row.signatory}
    told = _("Adopté le %(day)s, par %(who)s") if row.is_adopted else _("Proposé le %(day)s, par %(who)s")
    address = [report.contract.reference, report.quarter, row.number]
    return {
        "title": _("Erratum n°\u00a0%s") % row.number,
        "told": told % words,
        "reason": row.reason,
        "lines": lines(row),
        "url": reverse("erratum-pdf", args=address) if row.is_adopted else "",
        "sha256": row.sha256,
    }


def whole(report: QuarterReport) -> str:
    """Where the report is read with its errata in one file; empty while none is adopted."""
    if not any(row.is_adopted for row in report.errata.all()):
        return ""
    return reverse("report-and-errata-pdf", args=[report.contract.reference, report.quarter])


def lines(row: Rectification | Erratum) -> list[dict]:
    return [{"what": line["what"], "was": line["was"], "now": line["is"]} for line in row.lines]


def proposing(report: QuarterReport, actor: Actor) -> dict | None:
    """The way to propose an erratum, or to write again the one that is proposed."""
    if report.at("propose_erratum") is None or not access.decide(actor, "propose_erratum", report).allowed:
        return None
    label = _("Reprendre l’erratum proposé") if report.erratum_proposed_on else _("Proposer un erratum")
    return {"url": url_of(report, workflow.at(report.states(report.state), "propose_erratum")), "label": label}
