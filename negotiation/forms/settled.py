"""Entries that no longer change at E8: the page reads them instead of asking them, and says why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cper.words.french import sequence

# One entry, then several.
BECAUSE = {
    "project": (
        _("Le CROCSAD a sélectionné ce projet tel quel : %(what)s ne se modifie plus."),
        _("Le CROCSAD a sélectionné ce projet tel quel : %(what)s ne se modifient plus."),
    ),
    "contract": (
        _("La DGCT et les ministères ont jugé ce contrat tel quel : %(what)s ne se modifie plus."),
        _("La DGCT et les ministères ont jugé ce contrat tel quel : %(what)s ne se modifient plus."),
    ),
}


class Settled(forms.Form):
    """A form of a row, some of whose entries are settled: none is shown; one sent otherwise than it stands, from a
    page opened before, is refused rather than dropped."""

    def settle(self, row: Model, names: Iterable[str], because: str) -> None:
        """Take these entries out of the form."""
        self.row, self.because = row, because
        self.settled = {name: self.fields.pop(name) for name in names if name in self.fields}

    def clean(self) -> dict:
        cleaned = super().clean()
        otherwise = [field.label for name, field in self._settled().items() if self._is_typed_otherwise(name, field)]
        if otherwise:
            what = sequence(f"«\u00a0{label}\u00a0»" for label in otherwise)
            one, several = BECAUSE[self.because]
            raise ValidationError((one if len(otherwise) == 1 else several) % {"what": what})
        return cleaned

    def _settled(self) -> dict[str, forms.Field]:
        return getattr(self, "settled", {})

    def _is_typed_otherwise(self, name: str, field: forms.Field) -> bool:
        if name not in self.data:
            return False
        try:
            typed: Any = field.clean(self.data[name])
        except ValidationError:
            return True
        return (typed or None) != (getattr(self.row, name) or None)
