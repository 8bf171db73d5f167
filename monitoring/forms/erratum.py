"""What is typed of an erratum: which figure the report says wrong, and what it is, read as a figure of its type."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField, MoneyField, PercentField
from monitoring import bounds, said
from monitoring.forms.acts import ActForm, Case
from monitoring.forms.quarter import attendance_field
from monitoring.models import Erratum, QuarterReport
from monitoring.said import LONGEST, Figure, Kind

ROWS = 4
OTHER = "other"
ANOTHER = _("Autre passage du rapport, en mots")
SESSION = _("La session")


class NatureField(forms.CharField):
    """The kind of a session, by its word."""

    def to_python(self, value: Any) -> str:
        words = {str(label).lower(): name for name, label in QuarterReport.Kind.choices}
        typed = super().to_python(value).strip().lower()
        if typed and typed not in words:
            raise ValidationError(gettext("Écrivez « ordinaire » ou « extraordinaire »."))
        return words.get(typed, "")


class IsoDayField(DayField):
    """A day, held as the report's facts hold it."""

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        return day.isoformat() if day else ""


# How what must be read is read, by the type of its figure.
FIELDS = {
    Kind.MONEY: MoneyField(),
    Kind.RATE: PercentField(),
    Kind.DAY: IsoDayField(),
    Kind.COUNT: attendance_field(),
    Kind.NATURE: NatureField(),
    Kind.TEXT: forms.CharField(max_length=LONGEST),
}


def shortened(text: str) -> str:
    """A figure as a list of choices shows it; what is left out is shown by « … »."""
    return Truncator(text).chars(60)


class ErratumForm(ActForm):
    """Some rows: a figure of the frozen report, or another passage with what it says; what must be read; and why."""

    def __init__(self, data: Any = None, files: Any = None, *, case: Case):
        super().__init__(data, files, case=case)
        self.figures = {figure.key: figure for figure in said.figures(case.subject)}
        self.right: dict[int, int | str] = {}
        standing = Erratum.objects.filter(report=case.subject, sha256="").first()
        held = standing.lines if standing else []
        self.count = max(ROWS, len(held) + 1)
        for rank in range(self.count):
            self._ask_row(rank, held[rank] if rank < len(held) else {})
        self.ask_comment()
        if standing:
            self.initial["comment"] = standing.reason

    def _ask_row(self, rank: int, line: dict[str, Any]) -> None:
        words, known = {"rank": rank + 1}, line.get("key", OTHER)
        self.fields |= {
            f"what-{rank}": forms.ChoiceField(
                label=gettext("Correction %(rank)s : ce qui est faux") % words,
                choices=[("", gettext("À choisir")), *self._choices(), (OTHER, ANOTHER)],
                required=False,
                initial=known if line else "",
            ),
            f"was-{rank}": forms.CharField(
                label=gettext("Correction %(rank)s : ce que dit le rapport") % words,
                help_text=_("Pour un passage en mots seulement : recopiez-le tel qu’il est imprimé."),
                required=False,
                max_length=LONGEST,
                initial=line.get("was", "") if known == OTHER else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            f"is-{rank}": forms.CharField(
                label=gettext("Correction %(rank)s : ce qu’il faut lire") % words,
                help_text=_("Une somme, un taux ou un jour : 5 000 000, 45,5 % ou 31/08/2018."),
                required=False,
                max_length=LONGEST,
                initial=line.get("is", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }

    def _choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The figures of the report, by what they are about."""
        return [
            (group or SESSION, [(one.key, f"{one.whole_label} : {shortened(one.was)}") for one in figures])
            for group, figures in groupby(self.figures.values(), key=lambda figure: figure.group)
        ]

    def clean(self) -> dict:
        for rank in range(self.count):
            self._check_row(rank)
        self._check_bounds()
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
        if is_ and what in self.figures:
            self._read(rank, self.figures[what], is_)

    def _read(self, rank: int, figure: Figure, typed: str) -> None:
        """What must be read, as a figure of its type; never what the report says already."""
        try:
            value = FIELDS[figure.kind].clean(typed)
        except ValidationError as error:
            self.add_error(f"is-{rank}", error)
            return
        if figure.kind == Kind.TEXT and len(value) > figure.longest:
            self.add_error(f"is-{rank}", gettext("Ne dépassez pas %s caractères.") % figure.longest)
        if value == figure.value:
            self.add_error(f"is-{rank}", gettext("C’est ce que dit déjà le rapport : %s.") % figure.was)
        self.right[rank] = value

    def _check_bounds(self) -> None:
        """What must be read obeys the bounds of the fact it corrects, each said where it was typed."""
        ranks = {self.cleaned_data[f"what-{rank}"]: rank for rank in self.right}
        right = {key: self.right[rank] for key, rank in ranks.items()}
        for key, sentence in bounds.wrong(self.case.subject, right).items():
            self.add_error(f"is-{ranks[key]}", sentence)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The corrections written, in their order: a figure with its right value, or a passage in words."""
        typed = self.cleaned_data
        return [
            {"key": typed[f"what-{rank}"], "value": self.right.get(rank)}
            if typed[f"what-{rank}"] in self.figures
            else {"was": typed[f"was-{rank}"], "is_": typed[f"is-{rank}"]}
            for rank in range(self.count)
            if typed[f"what-{rank}"]
        ]
