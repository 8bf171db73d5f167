"""The review of one quarter: its parts, its session, its projects, what was asked then and before."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring import documents
from monitoring.calendar import rate
from monitoring.models import FollowedContract, Passage, QuarterReport
from monitoring.quarter_facts import PreviousRecommendation, ProjectFacts
from monitoring.quarter_report import QuarterReport as Document
from monitoring.views.panels.quarters import TONES, late_entry, sent, session
from monitoring.vocabulary import ReportState
from negotiation.french import long_date

MONEY = ("engaged", "mobilised", "paid", "justified")


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
        return {
            "lapsed": "",
            "facts": self.facts(document),
            "parts": self.parts(),
            "projects": [self.project(project) for project in document.projects],
            "previous": [followed(row) for row in document.previous],
            "recommendations": document.recommendations,
            "texts": self.texts(),
            "pdf": self.pdf(),
        }

    def facts(self, document: Document | None = None) -> list[dict]:
        report = self.report
        rows = [
            (_("Période"), period(report), late_entry(report)),
            (_("Canevas"), document.canvas_sentence if document else "", self._canvas_note()),
            (_("Session"), self._session(document), report.attendees),
            (_("Adoption"), _("Adopté le %s") % long_date(report.adopted_on) if report.adopted_on else "", ""),
            (_("Transmission"), sent(report), ""),
        ]
        return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]

    def _canvas_note(self) -> str:
        return _("Moins de cinq jours avant la session") if self.report.canvas_came_late else ""

    def _session(self, document: Document | None) -> str:
        if document is None or document.session is None:
            return session(self.report)
        return f"{document.session.sentence}, {document.session.attendance_label}"

    def parts(self) -> list[dict]:
        """Whose parts are in, as a checklist."""
        written = bool(self.report.difficulties.strip())
        return [
            part(_("Part de la collectivité"), self.report.region_done_on),
            part(_("Part de l’ANICT"), self.report.anict_done_on),
            {"label": _("Synthèse de la DRPSIAP"), "done": written, "note": "" if written else _("à rédiger")},
        ]

    def project(self, facts: ProjectFacts) -> dict:
        """A project of the quarter; once adopted, its money as it stood that day."""
        line = next(line for line in self.report.lines.all() if line.project_id == self._pk(facts.number))
        if self.report.is_frozen:
            kept = {name: getattr(line, name) for name in MONEY}
            facts = replace(facts, **kept, financial=rate(line.paid or 0, facts.cost))
        shown = {name: value for name, value in asdict(facts).items() if name in (*MONEY, "number", "title", "cost")}
        return shown | {
            "bars": facts.bars,
            "behind": facts.behind_sentence,
            "said": [
                {"label": label, "value": value, "note": ""}
                for label, value in (
                    (_("Marchés"), facts.works),
                    (_("Difficultés"), facts.difficulties),
                    (_("ANICT"), facts.anict_note),
                )
                if value
            ],
        }

    def _pk(self, number: int) -> int:
        return next(project.pk for project in self.contract.retained if project.number == number)

    def texts(self) -> list[dict]:
        """What the parts say in their own words."""
        report = self.report
        told = (
            (_("Difficultés signalées par la collectivité"), report.region_note),
            (_("Observations de l’ANICT"), report.anict_note),
            (_("Difficultés"), report.difficulties),
            (_("Perspectives"), report.outlook),
        )
        return [{"title": title, "text": text} for title, text in told if text.strip()]

    def pdf(self) -> dict:
        """The report as a file: frozen with its fingerprint, or a draft."""
        url = reverse("report-pdf", args=[self.contract.reference, self.report.quarter])
        if not self.report.is_frozen:
            note = _("Porte la mention PROJET ; rien n’en est gardé avant l’adoption.")
            return {"url": url, "label": _("Lire le projet de rapport (PDF)"), "note": note, "sha256": ""}
        note = _("Figé à l’adoption ; son empreinte le prouve.")
        return {"url": url, "label": _("Lire le rapport adopté (PDF)"), "note": note, "sha256": self.report.sha256}


def header(report: QuarterReport, usual: dict) -> dict:
    """The head of the page: the quarter, its state."""
    return {
        "eyebrow": usual["eyebrow"],
        "title": _("Trimestre %s") % report.when.label,
        "lead": report.stage.help,
        "status": {"tone": TONES[report.state], "label": report.get_state_display()},
    }


def period(report: QuarterReport) -> str:
    words = {"start": long_date(report.when.start), "end": long_date(report.when.end)}
    return _("du %(start)s au %(end)s") % words


def part(label: str, done_on: date | None) -> dict:
    note = _("complétée le %s") % long_date(done_on) if done_on else _("attendue")
    return {"label": label, "done": done_on is not None, "note": note}


def followed(row: PreviousRecommendation) -> dict:
    """An earlier recommendation and what became of it."""
    due = _("avant le %s") % long_date(row.due_on) if row.due_on else ""
    return {
        "text": row.text,
        "who": row.responsible,
        "due": due,
        "note": row.note,
        "overdue": row.overdue,
        "status": {"tone": "late" if row.overdue else "info", "label": row.state},
    }


def papers(contract: FollowedContract, report: QuarterReport) -> list[dict]:
    """The papers of the review: the minutes of the session, the letter to the minister."""
    acts = Passage.objects.filter(report=report, paper__isnull=False).select_related("paper").order_by("pk")
    return [
        {
            "label": passage.paper.get_kind_display(),
            "url": reverse("paper", args=[contract.reference, passage.paper_id]),
            "note": long_date(passage.on),
        }
        for passage in acts
    ]
