"""The DRPSIAP's synthesis: difficulties, how each party kept its word, what is asked, what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField
from monitoring import gathering, order
from monitoring.forms.acts import ActForm, Case, capitalised, text_field
from monitoring.forms.parts import LONGEST, SHORT
from monitoring.models import QuarterReport, Recommendation
from monitoring.models.report_content import recommendations_before
from monitoring.vocabulary import Kept

EMPTY_ROWS, MOST_ROWS = 3, 40
MORE = "recommendations"


class SynthesisForm(ActForm):
    """Difficulties and outlook, how each party kept its word, this session's recommendations a row each, what became
    of the earlier ones.

    An emptied row takes its recommendation out. Sent with `more`, the form only grows: nothing is judged nor written.
    """

    def __init__(self, data: Any = None, files: Any = None, *, case: Case):
        self.grows = bool(data and data.get("more") == MORE)
        self.typed = data or {}
        super().__init__(*((None, None) if self.grows else (data, files)), case=case)
        report = self.case.subject
        self.fields["difficulties"] = text_field(
            _("Difficultés rencontrées"),
            _("Le Gouverneur ne peut pas adopter le rapport sans elles ; écrivez « Néant » s’il n’y en a pas."),
            required=_("Écrivez les difficultés, ou « Néant »."),
        )
        self.fields["outlook"] = text_field(_("Perspectives"))
        if report.region_done_on is None or report.anict_done_on is None:
            self.fields["parts_note"] = text_field(
                _("Si une part ne vient pas : pourquoi le rapport s’en passe"),
                _("Avec ce motif, imprimé au rapport, le Gouverneur peut l’adopter sans elle."),
                rows=2,
            )
            self.fields["parts_note"].initial = report.parts_note
        self.initial |= {"difficulties": report.difficulties, "outlook": report.outlook}
        self._judge(report)
        self.earlier = recommendations_before(report)
        for row in self.earlier:
            self._follow(row)
        self._ask_rows(list(report.recommendations.all()))
        if self.grows:
            self.initial = {name: self.typed.get(name, "") for name in self.fields if name != "rows"}

    def _judge(self, report: QuarterReport) -> None:
        """A verdict and its reasons for each party of the contract: the CROCSAD's, which the DRPSIAP writes down."""
        judged = {row.party: row for row in report.appraisals.all()}
        self.parties = gathering.parties(self.case.contract)
        for party in self.parties:
            words = {"party": gathering.party_name(self.case.contract, party)}
            row = judged.get(party)
            self.fields[f"verdict-{party}"] = forms.ChoiceField(
                label=gettext("Respect des engagements : %(party)s") % words,
                choices=capitalised(Kept.choices),
                initial=row.verdict if row else None,
                widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
                error_messages={"required": gettext("Choisissez l’appréciation des engagements : %(party)s.") % words},
            )
            self.fields[f"sentence-{party}"] = forms.CharField(
                label=gettext("Ce qui montre le respect des engagements : %(party)s") % words,
                initial=row.sentence if row else "",
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": gettext("Écrivez ce qui la motive : %(party)s.") % words},
            )

    def _follow(self, row: Recommendation) -> None:
        words = {"number": row.number, "quarter": row.report.when.label}
        self.fields[f"state-{row.pk}"] = forms.ChoiceField(
            label=gettext("Recommandation %(number)s de %(quarter)s") % words,
            choices=Recommendation.State.choices,
            initial=row.state,
            widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
            error_messages={"required": _("Dites où en est cette recommandation.")},
        )
        self.fields[f"note-{row.pk}"] = forms.CharField(
            label=gettext("Suite donnée à la recommandation %(number)s de %(quarter)s") % words,
            required=False,
            initial=row.note,
            max_length=500,
        )

    def _ask_rows(self, held: list[Recommendation]) -> None:
        typed = self.typed.get("rows", "")
        count = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else len(held) + EMPTY_ROWS
        # Somebody else may have written more of them since the page was made: none of theirs is left out.
        count = min(max(count, len(held)) + (EMPTY_ROWS if self.grows else 0), MOST_ROWS)
        self.fields["rows"] = forms.IntegerField(label="", initial=count, widget=forms.HiddenInput)
        self.count = count
        for rank in range(count):
            row = held[rank] if rank < len(held) else None
            self.fields |= {
                f"text-{rank}": recommendation_text(rank + 1, row),
                f"responsible-{rank}": forms.CharField(
                    label=gettext("Responsable de la recommandation %s") % (rank + 1),
                    required=False,
                    initial=row.responsible if row else "",
                    max_length=160,
                ),
                f"due_on-{rank}": DayField(
                    label=gettext("Échéance de la recommandation %s") % (rank + 1),
                    help_text="",
                    required=False,
                    initial=row.due_on if row else None,
                ),
            }

    def clean(self) -> dict:
        for rank in range(self.count):
            text, who = self.cleaned_data.get(f"text-{rank}"), self.cleaned_data.get(f"responsible-{rank}")
            if text and not who:
                self.add_error(f"responsible-{rank}", gettext("Dites à qui s’adresse cette recommandation."))
            if not text and (who or self.cleaned_data.get(f"due_on-{rank}")):
                self.add_error(f"text-{rank}", gettext("Écrivez la recommandation, ou videz toute la ligne."))
            wrong = order.recommendation(self.case.subject, self.cleaned_data.get(f"due_on-{rank}"))
            if wrong:
                self.add_error(f"due_on-{rank}", wrong)
        return self.cleaned_data

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The recommendations written, in their order."""
        rows = (
            {name: self.cleaned_data[f"{name}-{rank}"] for name in ("text", "responsible", "due_on")}
            for rank in range(self.count)
        )
        return [row for row in rows if row["text"]]

    @property
    def judged(self) -> list[dict[str, str]]:
        """The verdict on each party, with its reasons."""
        return [
            {"party": party, **{name: self.cleaned_data[f"{name}-{party}"] for name in ("verdict", "sentence")}}
            for party in self.parties
        ]

    @property
    def followed(self) -> list[dict[str, Any]]:
        """What became of the earlier ones."""
        return [
            {"pk": row.pk, **{name: self.cleaned_data[f"{name}-{row.pk}"] for name in ("state", "note")}}
            for row in self.earlier
        ]

    def row(self, rank: int) -> dict[str, dict]:
        """The entries of one recommendation."""
        names = ("text", "responsible", "due_on")
        return {name: {"label": SHORT[name], "field": self[f"{name}-{rank}"]} for name in names}


def recommendation_text(number: int, row: Recommendation | None) -> forms.CharField:
    return forms.CharField(
        label=gettext("Recommandation %s") % number,
        required=False,
        initial=row.text if row else "",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
