"""The forms of the reference data: Django's administration, in which nothing typed is lost either (`kept`).

Django makes these pages; here they are given back what was sent and led nowhere, and who comes second is told what
somebody else has saved since his page was made.
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cper.pages.touched import TouchedForm, mark
from negotiation import kept


class ReferenceForm(TouchedForm, forms.ModelForm):
    """A row of the reference data; sent from a page older than the row, it is merged, told, and sent again."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.carry()

    def clean(self) -> dict:
        begun = self.made_from
        held = {name: mark(self._held(name, field)) for name, field in self._entries()}
        if self.instance.pk and begun and any(value != begun.get(name, mark("")) for name, value in held.items()):
            self._tell(self.merge())
        return super().clean()

    def _tell(self, told: list[dict]) -> None:
        self.add_error(
            None,
            _(
                "Quelqu’un a enregistré cette fiche depuis que cette page s’est ouverte. Rien n’est enregistré ; ce "
                "qu’il a changé est repris ci-dessous, avec ce que vous avez écrit. Relisez, puis enregistrez de "
                "nouveau."
            ),
        )
        for row in told:
            words = _("%(label)s : vous écrivez « %(mine)s », il est enregistré « %(theirs)s ».")
            self.add_error(None, words % row)


class KeptAdmin:
    """What was sent to a page of the administration and led nowhere fills it when it is opened again."""

    form = ReferenceForm
    change_form_template = "negotiation/reference_form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        made = super().get_form(request, obj, change, **kwargs)
        typed = kept.typed(request) if request.method != "POST" else None
        if typed is None:
            return made

        class Resumed(made):
            def __init__(self, data: Any = None, files: Any = None, **kwargs: Any):
                super().__init__(data or typed, files, **kwargs)

        return Resumed

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict:
        made = super().get_formset_kwargs(request, obj, inline, prefix)
        typed = kept.typed(request)
        return made if typed is None else made | {"data": typed}
