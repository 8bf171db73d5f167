"""What is typed of an erratum: what the report says wrong, and what must be read instead."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring import said
from monitoring.forms.acts import ActForm, Case
from monitoring.models import Erratum

ROWS = 4
LONGEST = 1000
OTHER = "other"
ANOTHER = _("Autre passage du rapport")


def shortened(text: str) -> str:
    """A figure as a list of choices shows it; what is left out is shown by « … »."""
    return Truncator(text).chars(60)


class ErratumForm(ActForm):
    """Some rows: a figure of the frozen report, or another passage with what it says; what must be read; and why."""

    def __init__(self, data: Any = None, files: Any = None, *, case: Case):
        super().__init__(data, files, case=case)
        self.figures = {figure.key: figure for figure in said.figures(case.subject)}
        standing = Erratum.objects.filter(report=case.subject, sha256="").first()
        held = standing.lines if standing else []
        self.count = max(ROWS, len(held) + 1)
        for rank in range(self.count):
            self._ask_row(rank, held[rank] if rank < len(held) else {})
        self.ask_comment()
        if standing:
            self.initial["comment"] = standing.reason

    def _ask_row(self, rank: int, line: dict[str, str]) -> None:
        words = {"rank": rank + 1}
        known = next((key for key, figure in self.figures.items() if figure.label == line.get("what")), OTHER)
        choices = [(key, f"{figure.label} : {shortened(figure.was)}") for key, figure in self.figures.items()]
        self.fields |= {
            f"what-{rank}": forms.ChoiceField(
                label=gettext("Correction %(rank)s : ce qui est faux") % words,
                choices=[("", gettext("À choisir")), *choices, (OTHER, ANOTHER)],
                required=False,
                initial=known if line else "",
            ),
            f"was-{rank}": forms.CharField(
                label=gettext("Correction %(rank)s : ce que dit le rapport") % words,
                help_text=_("Pour un autre passage seulement : recopiez-le tel qu’il est imprimé."),
                required=False,
                max_length=LONGEST,
                initial=line.get("was", "") if known == OTHER else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            f"is-{rank}": forms.CharField(
                label=gettext("Correction %(rank)s : ce qu’il faut lire") % words,
                required=False,
                max_length=LONGEST,
                initial=line.get("is", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }

    def clean(self) -> dict:
        for rank in range(self.count):
            self._check_row(rank)
        if not self.errors and not self.lines:
            self.add_error("what-0", gettext("Dites au moins une chose que le rapport dit faux."))
        return self.cleaned_data

    def _check_row(self, rank: int) -> None:
        what, was, is_ = (self.cleaned_data.get(f"{name}-{rank}") for name in ("what", "was", "is"))
        if not what and (was or is_):
            self.add_error(f"what-{rank}", gettext("Choisissez ce qui est faux, ou videz toute la ligne."))
        if what and not is_:
            self.add_error(f"is-{rank}", gettext("Dites ce qu’il faut lire."))
        if what == OTHER and not was:
            self.add_error(f"was-{rank}", gettext("Recopiez ce que dit le rapport."))

    @property
    def lines(self) -> list[dict[str, str]]:
        """The corrections written, in their order; what a known figure was is what the report kept of it."""
        names, ranks = ("what", "was", "is"), range(self.count)
        rows = [{name: self.cleaned_data[f"{name}-{rank}"] for name in names} for rank in ranks]
        return [self._line(row) for row in rows if row["what"]]

    def _line(self, row: dict[str, str]) -> dict[str, str]:
        figure = self.figures.get(row["what"])
        what, was = (figure.label, figure.was) if figure else (str(ANOTHER), row["was"])
        return {"what": what, "was": was, "is_": row["is"]}
