"""The review of one quarter: its parts, its session, its projects, what was asked then and before."""

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import long_date
from cper.words.in_words import words
from monitoring import documents, found_since, said, since
from monitoring.calendar import notice
from monitoring.found_since import Told
from monitoring.models import FollowedContract, Passage, QuarterReport, Recommendation
from monitoring.quarter_facts import Commitment, PreviousRecommendation
from monitoring.quarter_projects import ProjectFacts
from monitoring.quarter_report import QuarterReport as Document
from monitoring.views.panels.quarters import TONES, late_entry, sent, session
from monitoring.vocabulary import ReportState

# Nothing is left to follow of a recommendation that was carried out or has lost its object: it is folded.
CLOSED = (Recommendation.State.DONE.label, Recommendation.State.DROPPED.label)
TONES_OF_SIGNS = {"good": "done", "bad": "refused", "open": "todo"}


@dataclass(frozen=True)
class Review:
    """One quarter of a loaded contract, on a day."""

    contract: FollowedContract
    report: QuarterReport
    day: date

    def content(self) -> dict:
        """The parts of the page below its head; a quarter that lapsed has its reason and nothing else."""
        if self.report.state == ReportState.LAPSED:
            return {"lapsed": self.report.lapse_reason, "facts": self.facts()}
        document = documents.report_of(self.contract, self.report, on=self.day)
        known = since.since(self.contract, self.report) if self.report.is_frozen else []
        notes = {one.key: one.note for one in known}
        return {
            "lapsed": "",
            "facts": self.facts(document),
            "parts": self.parts(),
            "document": document,
            "projects": [project(facts, notes) for facts in document.projects],
            "since": known,
            "previous": [followed(row) for row in document.previous if row.state not in CLOSED],
            "closed": [followed(row) for row in document.previous if row.state in CLOSED],
            "findings": (findings := self.findings(document)),
            "with_sums": any(row.finding.amount for row in findings),
            "commitments": [commitment(facts) for facts in document.commitments],
            "pdf": self.pdf(),
        }

    def findings(self, document: Document) -> list[Told]:
        """What the controls found on the day of the report, with what is known of it since."""
        if self.report.is_frozen:
            return found_since.told(self.contract, self.report, document.findings)
        return [Told(one) for one in document.findings]

    def facts(self, document: Document | None = None) -> list[dict]:
        report = self.report
        adopted = _("Adopté le %s") % long_date(report.adopted_on) if report.adopted_on else ""
        rows = [
            (_("Période"), period(report), late_entry(report)),
            (_("Canevas"), document.canvas_sentence if document else "", self._canvas_note()),
            (_("Session"), *self._session(document)),
            (_("Présidence"), self._chair(document), ""),
            (_("Participants"), linebreaksbr(report.attendees, autoescape=True), ""),
            (_("Adoption"), adopted, report.early_reason),
            (_("Transmission"), sent(report), ""),
        ]
        return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]

    def _canvas_note(self) -> str:
        if not self.report.canvas_came_late:
            return ""
        return _("Moins de %s jours avant la session") % words(notice(self.report.when))

    def _session(self, document: Document | None) -> tuple[str, str]:
        """The session in a sentence, and what must be known of one that was not held in its quarter for it alone."""
        if document is None or document.session is None:
            return session(self.report), ""
        held = document.session
        told = [capfirst(" ; ".join(held.remarks)), *said.session_corrected(self.report)]
        return f"{held.sentence}, {held.attendance_label}", ". ".join(filter(None, told))

    def _chair(self, document: Document | None) -> str:
        return document.session.chair_label if document and document.session else ""

    def parts(self) -> list[dict]:
        """Whose parts are in, as a checklist."""
        written = bool(self.report.difficulties.strip())
        awaited = not self.report.is_frozen
        return [
            part(_("Part de la collectivité"), self.report.region_done_on, awaited=awaited),
            part(_("Part de l’ANICT"), self.report.anict_done_on, awaited=awaited),
            {"label": _("Synthèse de la DRPSIAP"), "done": written, "note": "" if written else _("à rédiger")},
        ]

    def pdf(self) -> dict | None:
        """The report as a file: frozen with its fingerprint, or a draft, which is of today."""
        if self.contract.moment and not self.report.is_frozen:
            return None
        url = reverse("report-pdf", args=[self.contract.reference, self.report.quarter])
        if not self.report.is_frozen:
            note = _("Porte la mention PROJET ; rien n’en est gardé avant l’adoption.")
            return {"url": url, "label": _("Lire le projet de rapport (PDF)"), "note": note, "sha256": ""}
        note = _("Figé à l’adoption ; son empreinte le prouve.")
        return {"url": url, "label": _("Lire le rapport adopté (PDF)"), "note": note, "sha256": self.report.sha256}


def header(report: QuarterReport, usual: dict, document: Document | None) -> dict:
    """The head of the page: the quarter, its state, the day that every figure below speaks of."""
    situation = f"{document.situation}. " if document else ""
    return {
        "eyebrow": usual["eyebrow"],
        "title": _("Trimestre %s") % report.when.label,
        "lead": f"{situation}{report.contract.offices.said(report.stage.help)}",
        "status": {"tone": TONES[report.state], "label": report.get_state_display()},
    }


def period(report: QuarterReport) -> str:
    words = {"start": long_date(report.when.start), "end": long_date(report.when.end)}
    return _("du %(start)s au %(end)s") % words


def part(label: str, done_on: date | None, *, awaited: bool) -> dict:
    missing = _("attendue") if awaited else _("non reçue")
    note = _("complétée le %s") % long_date(done_on) if done_on else missing
    return {"label": label, "done": done_on is not None, "note": note}


def project(facts: ProjectFacts, notes: dict[str, str]) -> dict:
    """A project of the quarter with what is said of it in words; what is known since stands beside frozen figures."""
    told = (
        (_("Travaux faits"), facts.silence),
        (_("Taux en baisse"), facts.fall_sentence),
        (_("Marchés"), facts.works),
        (_("Difficultés"), facts.difficulties_label),
        (_("ANICT"), facts.anict_note),
    )
    return {
        "facts": facts,
        "since": {name: notes.get(f"P{facts.number}-{name}", "") for name in (said.RATE_OF_A_PROJECT, *said.SUMS)},
        "said": [{"label": label, "value": value, "note": ""} for label, value in told if value],
    }


def commitment(facts: Commitment) -> dict:
    """What a party had engaged and has mobilised, and how the CROCSAD judges it."""
    return {
        "party": facts.party,
        "fact": facts.sentence,
        "judged": facts.judged,
        "status": {"tone": TONES_OF_SIGNS[facts.mark.sign], "label": facts.mark.label},
    }


def followed(row: PreviousRecommendation) -> dict:
    """An earlier recommendation and what became of it."""
    due = _("au plus tard le %s") % long_date(row.due_on) if row.due_on else ""
    return {
        "text": row.text,
        "number": _("%(quarter)s, n° %(number)s") % {"quarter": row.quarter, "number": row.number},
        "who": row.responsible,
        "due": due,
        "note": row.note,
        "overdue": row.overdue,
        "status": {"tone": "late" if row.overdue else "info", "label": row.state},
    }


def papers(contract: FollowedContract, report: QuarterReport) -> list[dict]:
    """The papers of the review: the minutes of the session, the letter to the minister."""
    acts = Passage.objects.filter(report=report, paper__isnull=False).select_related("paper").order_by("pk")
    acts = contract.moment.of(acts) if contract.moment else acts
    return [
        {
            "label": passage.paper.get_kind_display(),
            "url": reverse("paper", args=[contract.reference, passage.paper_id]),
            "note": long_date(passage.on),
        }
        for passage in acts
    ]
