"""What a page was made from, carried by its form: who comes second is told, and overwrites only what he touched."""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from cper.pages.touched import plain, spoken, written
from negotiation.forms.settled import Settled


class SeenField(forms.IntegerField):
    """What a page was made from. What did not arrive, or cannot be read, is no version: who sent it is told that the
    dossier has changed, and keeps what was typed."""

    NONE = -1

    def __init__(self):
        super().__init__(label="", widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            seen = super().clean(value)
        except forms.ValidationError:
            return self.NONE
        return self.NONE if seen is None else seen


class SeenForm(Settled):
    """A form that carries what its page was made from: the version (`seen`) and the values (`base`, JSON)."""

    seen = SeenField()
    base = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    @property
    def seen_version(self) -> int | None:
        """What the page was made from; None for what does not exist yet."""
        return self.cleaned_data["seen"] if "seen" in self.fields else None

    @property
    def made_from(self) -> Any:
        """The values that the page was made from; None where it did not say."""
        try:
            return json.loads(self.data.get("base") or "null")
        except ValueError:
            return None

    def renew(self, seen: int) -> None:
        """Carry what is held now: the warning has been shown, whoever sends the form again does it knowingly."""
        self.data = self.data.copy()
        self.data["seen"] = seen

    def reconcile(self, now: dict[str, Any]) -> list[dict]:
        """Bring what was typed together with the values held `now`: an entry that was not touched takes them; one
        touched on both sides keeps what was typed and is told, as label, `mine` and `theirs`."""
        base, data, told = self.made_from, self.data.copy(), []
        for name, value in now.items():
            if name not in self.fields or name not in self.cleaned_data:
                continue
            mine, theirs = plain(self.cleaned_data[name]), plain(value)
            if isinstance(base, dict) and mine == base.get(name):
                data[name] = written(self.fields[name], value)
            elif mine != theirs and (not isinstance(base, dict) or theirs != base.get(name)):
                words = {"mine": data.get(name, ""), "theirs": written(self.fields[name], value)}
                told.append({"label": self.fields[name].label, **spoken(self.fields[name], words)})
        data["base"] = packed(now)
        self.data = data
        return told


def packed(values: Any) -> str:
    """Values as `base` carries them."""
    held = {name: plain(value) for name, value in values.items()} if isinstance(values, dict) else values
    return json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def three_ways(base: dict, mine: dict, theirs: dict, name: Callable[[Any], str]) -> tuple[dict, list[dict]]:
    """The same for values under keys of their own, such as the cells of a grid: what is held, and what is told."""
    kept, told = {}, []
    for key in {**theirs, **mine}:
        typed = mine.get(key) != base.get(key)
        value = mine.get(key) if typed else theirs.get(key)
        if value is not None:
            kept[key] = value
        if typed and theirs.get(key) not in (base.get(key), mine.get(key)):
            told.append({"label": name(key), "mine": mine.get(key), "theirs": theirs.get(key)})
    return kept, told
