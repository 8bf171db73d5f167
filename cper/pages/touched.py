"""What the page of an act was made from, and what its author has touched of it, when somebody was faster.

The page carries a mark of each value it began with (`base`): enough to tell who changed what, without the values.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

BASE = "base"
MARK_LENGTH = 12


class TouchedForm(forms.Form):
    """A form that can be sent again over what somebody else has written meanwhile, without undoing it."""

    def carry(self, sent: QueryDict | None = None) -> None:
        """Have the page carry the marks of what its entries begin with; to be called once the form has them all. A
        page that was `sent` to be given more rows goes on with those it had."""
        begun = {name: mark(value) for name, field in self._entries() if (value := self._held(name, field)) != ""}
        told = json.dumps(begun, separators=(",", ":")) if begun else ""
        if sent is not None and not self.is_bound:
            told = sent.get(self.add_prefix(BASE), "")
        if told:
            self.fields[BASE] = forms.CharField(label="", required=False, widget=forms.HiddenInput, initial=told)

    def merge(self) -> list[dict]:
        """Bring what was typed together with what is held now: an entry that was not touched takes what is held; of a
        list of choices, each one is kept as its author left it; an entry that both changed keeps what was typed, and
        is told, as label, `mine` and `theirs`."""
        base, data, told = self.made_from, self.data.copy(), []
        for name, field in self._entries():
            mine, theirs, begun = self._typed(name, field), self._held(name, field), base.get(name, mark(""))
            if mine == theirs or mark(theirs) == mark_of(begun):
                continue
            if mark(mine) == mark_of(begun):
                put(data, self.add_prefix(name), field, self.get_initial_for_field(field, name))
                continue
            if isinstance(begun, list):
                put(data, self.add_prefix(name), field, both(begun, mine or [], theirs or []))
            words = {"mine": as_text(field, mine), "theirs": as_text(field, theirs)}
            told.append({"label": field.label} | words)
        if BASE in self.fields:
            data[self.add_prefix(BASE)] = self.fields[BASE].initial
        self.data = data
        return told

    def _entries(self) -> Iterator[tuple[str, forms.Field]]:
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField) and not isinstance(field.widget, forms.HiddenInput):
                yield name, field

    @property
    def made_from(self) -> dict[str, Any]:
        """The marks that the page was made with."""
        try:
            told = json.loads(self.data.get(self.add_prefix(BASE)) or "{}")
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def _held(self, name: str, field: forms.Field) -> Any:
        return comparable(self.get_initial_for_field(field, name))

    def _typed(self, name: str, field: forms.Field) -> Any:
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return comparable(field.clean(sent))
        except ValidationError:
            return comparable(sent)


def comparable(value: Any) -> Any:
    """A value as it compares: nothing, « no » and an empty list alike; a list in one order."""
    value = plain(sorted(value, key=str) if isinstance(value, list | tuple | set) else value)
    return "" if value in (False, [], None) else value


def mark(value: Any) -> Any:
    """What stands for a value on the page: a list by its choices, anything else by a short mark."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:MARK_LENGTH]


def mark_of(begun: Any) -> Any:
    return begun if begun else mark("")


def both(begun: list[str], mine: list, theirs: list) -> list[str]:
    """The choices held now, with those that one ticked and without those that one unticked."""
    mine, theirs = [str(one) for one in mine], [str(one) for one in theirs]
    kept = [one for one in theirs if one in mine or one not in begun]
    return kept + [one for one in mine if one not in kept and one not in begun]


def put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    """Lay a value where the page would have sent it."""
    if isinstance(value, list | tuple | set):
        data.setlist(name, [str(one) for one in value])
    elif isinstance(field, forms.BooleanField):
        data.setlist(name, ["on"] if value else [])
    else:
        data[name] = written(field, value)


def as_text(field: forms.Field, value: Any) -> str:
    """A value in the words of the page."""
    if isinstance(value, list):
        return ", ".join(as_text(field, one) for one in value)
    if isinstance(field, forms.BooleanField):
        return str(field.label) if value else ""
    try:
        text = written(field, field.to_python(value))
    except (ValidationError, TypeError, ValueError):
        text = str(value)
    return spoken(field, {"words": text})["words"]


def plain(value: Any) -> Any:
    """A value as JSON holds it, nothing as an empty text: two of them compare."""
    if isinstance(value, Model):
        value = value.pk
    return "" if value is None else json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def written(field: forms.Field, value: Any) -> str:
    """A value as the page's entry holds it."""
    shown = field.widget.format_value("" if value is None else value)
    return str(shown[0] if isinstance(shown, list) and shown else shown or "")


def spoken(field: forms.Field, values: dict[str, str]) -> dict[str, str]:
    """Codes in the words of their choices."""
    words = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    return {name: words.get(value, value) for name, value in values.items()}


def notice_of(reason: str, told: list[dict]) -> dict:
    """The notice for who comes second: who was faster, and what both have changed; the rest is already together."""
    if told:
        line = _(
            "Rien n’est enregistré. Vous avez l’un et l’autre changé ceci : gardez votre valeur, ou reprenez l’autre. "
            "Le reste est réuni ci-dessous."
        )
    else:
        line = _("Rien n’est enregistré. Ce que l’autre a changé est repris ci-dessous, avec ce que vous avez écrit.")
    lines = (line, _("Relisez, puis enregistrez de nouveau."))
    return {"tone": "error", "title": reason, "lines": list(lines), "told": told}
