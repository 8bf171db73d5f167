"""How the papers of a quarter are laid out: no total heads a page alone, an erratum is signed where its report is."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from cper.papers.rendering import render
from monitoring.erratum_document import CorrectedLine, Erratum
from tests.monitoring.reports import BAOBAB, GOVERNOR, KAYES, kayes_report, source
from tests.monitoring.test_quarter_report import pages

SUMS = (400_000_000, 400_000_000, 400_000_000, 150_000_000, 90_000_000)


def with_sources(count: int):
    """A report in which that many partners follow the State in the table of what is mobilised."""
    partners = [source(f"Bailleur n° {number}", "partner", 2018, *SUMS, rate=10_000) for number in range(count)]
    return kayes_report(projects=(BAOBAB,), sources=(source("État", "state", 2018, *SUMS, rate=10_000), *partners))


def erratum() -> Erratum:
    report = kayes_report()
    return Erratum(
        **{name: getattr(report, name) for name in ("reference", "contract_title", "ministry", "quarter_label")},
        territory=KAYES,
        number=1,
        report_adopted_on=date(2019, 1, 15),
        report_sha256="9f86d081" * 8,
        lines=(CorrectedLine("Participants", "42", "43"),),
        reason="Feuille de présence relue.",
        proposed_by="Awa Traoré, DRPSIAP",
        proposed_on=date(2019, 2, 1),
        adopted_by=GOVERNOR,
        on=date(2019, 2, 2),
    )


def signed_at(pdf: bytes) -> list[int]:
    """How far from the left edge, in points, each place to sign stands."""
    found = []

    def visit(text, _user, matrix, _font, _size):
        if "Signature et cachet" in text:
            found.append(round(matrix[4]))

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_the_sum_of_all_sources_never_heads_a_page_without_a_source():
    for count in (11, 12):
        page = next(page for page in pages(render(with_sources(count))) if "Ensemble des sources" in page)
        before, _sum = page.split("Ensemble des sources")

        assert "Bailleur" in before, count


def test_an_erratum_is_signed_where_its_report_is():
    [report] = signed_at(render(replace(kayes_report(), draft=False)))

    assert signed_at(render(erratum())) == [report]
