"""A form over a row that two administrators may have opened: an account, a mandate, a row of the reference data.

Sent from a page older than the row, it is merged entry by entry (`cper.pages.touched`); who was faster, when, and what
both have changed is told, and nothing is written until it is sent again.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from cper.pages.touched import BASE, TouchedForm, mark
from cper.words.french import long_moment

# What a page was made from that held nothing.
NOTHING = "{}"
# The versions of a row among which the one that changed it is looked for.
LATEST = 20


class RowForm(TouchedForm):
    """The form of one row, `row`; None for one that is not written yet."""

    row: Model | None

    @property
    def journal(self) -> Model | None:
        """The row under which it is written who saved this one."""
        return self.row

    def carry(self, sent: QueryDict | None = None) -> None:
        super().carry(sent)
        if self.row and BASE not in self.fields:  # nothing is written in it yet: that too may have changed
            self.fields[BASE] = forms.CharField(label="", required=False, widget=forms.HiddenInput, initial=NOTHING)

    def clean(self) -> dict:
        begun = self.made_from
        held = {name: mark(self._held(name, field)) for name, field in self._entries()}
        changed = [name for name, value in held.items() if value != begun.get(name, mark(""))]
        if self.row and self.data.get(self.add_prefix(BASE)) and changed:
            self._tell(self.merge(), changed)
        return super().clean()

    def _tell(self, told: list[dict], changed: list[str]) -> None:
        self.add_error(
            None,
            _(
                "%(who)s a enregistré cette fiche depuis que cette page s’est ouverte. Rien n’est enregistré ; ce "
                "qui a été changé est repris ci-dessous, avec ce que vous avez écrit. Relisez, puis enregistrez de "
                "nouveau."
            )
            % {"who": who_saved(self.journal, changed)},
        )
        for line in told:
            words = _("%(label)s : vous écrivez « %(mine)s », il est enregistré « %(theirs)s ».")
            self.add_error(None, words % line)


class ModelRowForm(RowForm, forms.ModelForm):
    """The same, of a model: what the page was made from goes with it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.carry()

    @property
    def row(self) -> Model | None:
        return self.instance if self.instance.pk else None


def who_saved(row: Model, changed: Iterable[str]) -> str:
    """Who last changed one of these entries, and when: « Awa Traoré, le 3 mars 2027 à 10 h 12, »; « Quelqu’un » where
    nothing says who."""
    found = _by_history(row, changed) if hasattr(row, "history") else _by_journal(row)
    if found is None or found[0] is None:
        return _("Quelqu’un")
    return _("%(who)s, le %(when)s,") % {"who": found[0], "when": long_moment(found[1])}


def _by_history(row: Any, changed: Iterable[str]) -> tuple | None:
    """The version that changed one of these fields; the last one where the entries have other names."""
    names = [name for name in changed if hasattr(row.history.model, name)]
    for after, before in pairwise(row.history.select_related("history_user")[:LATEST]):
        if not names or any(getattr(after, name) != getattr(before, name) for name in names):
            return after.history_user, after.history_date
    return None


def _by_journal(row: Model) -> tuple | None:
    """The last act of the administration on that row."""
    kind = ContentType.objects.get_for_model(row)
    acts = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user")
    last = acts.order_by("-action_time").first()
    return (last.user, last.action_time) if last else None
