"""The register of the reports sent to the ministry in charge of finance: of which quarter, when, by which letter."""

from collections.abc import Iterable

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.people.models import Actor
from cper.people.roles import Body
from cper.words.french import digits, long_date, ngettext
from monitoring.models import FollowedContract, Passage, QuarterReport
from monitoring.views.rows import contract_cell
from monitoring.views.tables import RECEIVED
from monitoring.vocabulary import ReportState

PAGE = "recus"


def is_addressee(actor: Actor) -> bool:
    return any(mandate.body == Body.FINANCE for mandate in actor.mandates)


def reports(actor: Actor) -> QuerySet[QuarterReport]:
    """Those transmitted, the last received first, each with the paper of its letter."""
    seen = FollowedContract.objects.visible_to(actor)
    letters = Passage.objects.filter(report=OuterRef("pk"), action="transmit_report").order_by("-pk")
    found = QuarterReport.objects.filter(state=ReportState.TRANSMITTED, contract__in=seen)
    letter = Subquery(letters.values("paper")[:1])
    return found.annotate(letter=letter).select_related("contract__region").order_by("-transmitted_on", "-pk")


def register(request: HttpRequest) -> dict | None:
    """The register as a list of its own; nothing for who is not the addressee."""
    if not is_addressee(request.actor):
        return None
    rows = page_of(request, reports(request.actor), name=PAGE)
    return {
        "page_obj": rows,
        "page_name": PAGE,
        "query": query_without(request, PAGE),
        "table": RECEIVED.drawn(rows_of(rows), request),
    }


def file(request: HttpRequest) -> HttpResponse | None:
    """The whole register as a file, for the addressee."""
    return download(request, RECEIVED, reports(request.actor), rows_of) if is_addressee(request.actor) else None


def rows_of(found: Iterable[QuarterReport]) -> list[dict]:
    return [row(report) for report in found]


def row(report: QuarterReport) -> dict:
    place = [report.contract.reference, report.quarter]
    letter = reverse("paper", args=[report.contract.reference, report.letter]) if report.letter else ""
    return {
        "label": _("Trimestre %s") % report.when.label,
        "url": report.get_absolute_url(),
        "contract": contract_cell(report.contract),
        "on": report.transmitted_on,
        "letter": report.letter_reference,
        "letter_url": letter,
        "pdf_url": reverse("report-pdf", args=place),
    }


def summary(actor: Actor) -> str:
    """« 4 rapports reçus, le dernier le 3 mars 2019 », for the first page of the addressee."""
    if not is_addressee(actor):
        return ""
    found = reports(actor).order_by().aggregate(count=Count("pk"), last=Max("transmitted_on"))
    if not found["count"]:
        return _("Aucun rapport trimestriel n’est encore parvenu au ministère.")
    words = ngettext(
        "%(n)s rapport trimestriel reçu, le %(day)s.",
        "%(n)s rapports trimestriels reçus, le dernier le %(day)s.",
        found["count"],
    )
    return words % {"n": digits(found["count"]), "day": long_date(found["last"])}
