"""A quarter's report as facts: gathered while it is open, read back as frozen once adopted; and its printed bytes.

The page, the draft and the adopted text are all made from what `report_of` answers: nobody gathers by himself.
"""

from datetime import date

from cper.papers import freezing, rendering
from cper.people.models import Institution, Mandate
from cper.people.roles import Body
from cper.people.signatory import Signatory
from cper.places.wording import Territory
from cper.words.clock import day_of
from monitoring import erratum_document, gathering
from monitoring.models import Erratum, FollowedContract, QuarterReport
from monitoring.quarter_report import QuarterReport as Document


def draft_pdf(contract: FollowedContract, report: QuarterReport, *, on: date) -> bytes:
    """The report as the quarter stands, watermarked PROJET; nothing of it is kept. Raises `RenderingFailed`."""
    return rendering.render(report_of(contract, report, on=on))


def report_of(contract: FollowedContract, report: QuarterReport, *, on: date) -> Document:
    """Every fact of the report: as it was adopted, for everyone; before that, as its quarter stood by that day."""
    if report.is_frozen:
        return freezing.thawed(Document, report.facts)
    return _gathered(contract, report, on=on)


def to_adopt(contract: FollowedContract, report: QuarterReport, *, on: date, by: Mandate) -> Document:
    """The report that somebody adopts that day; the caller freezes its facts and its bytes."""
    return _gathered(contract, report, on=on, adopted_by=by)


def erratum_pdf(
    contract: FollowedContract, report: QuarterReport, row: Erratum, *, on: date, adopted_by: Mandate
) -> bytes:
    """The page of an erratum as the Governor adopts it; the caller freezes the bytes."""
    return rendering.render(erratum(contract, report, row, on=on, adopted_by=adopted_by))


def erratum(
    contract: FollowedContract, report: QuarterReport, row: Erratum, *, on: date, adopted_by: Mandate
) -> erratum_document.Erratum:
    """Every fact of an erratum, ready to be printed."""
    return erratum_document.Erratum(
        reference=contract.reference,
        contract_title=contract.title,
        ministry=_ministry(),
        territory=Territory(contract.region.name, is_district=contract.region.is_district),
        quarter_label=report.when.label,
        number=row.number,
        report_adopted_on=report.adopted_on,
        report_sha256=report.sha256,
        lines=tuple(
            erratum_document.CorrectedLine(line["what"], line["was"], line["is"], line.get("gap", ""))
            for line in row.lines
        ),
        reason=row.reason,
        proposed_by=row.signatory,
        proposed_on=day_of(row.at),
        adopted_by=_signatory(adopted_by),
        on=on,
    )


def _gathered(
    contract: FollowedContract, report: QuarterReport, *, on: date, adopted_by: Mandate | None = None
) -> Document:
    territory = Territory(contract.region.name, is_district=contract.region.is_district)
    return Document(
        reference=contract.reference,
        contract_title=contract.title,
        ministry=_ministry(),
        territory=territory,
        presiding_office=contract.offices.named(Body.GOVERNORATE, territory.governor_title),
        draft=adopted_by is None,
        on=on,
        adopted_by=_signatory(adopted_by) if adopted_by else None,
        adopted_on=on if adopted_by else None,
        **gathering.gathered(contract, report, on),
    )


def _ministry() -> str:
    found = Institution.objects.filter(body=Body.CT_MINISTRY).first()
    return found.name if found else str(Body.CT_MINISTRY.label)


def _signatory(mandate: Mandate) -> Signatory:
    stamp = mandate.stamp
    return Signatory(mandate.stated, mandate.person.name, mandate.mention, stamp["by_act"], stamp["by_office"])
