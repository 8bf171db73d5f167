"""Every page of both halves into which something is typed is held to the rule of `test_kept`: a new one must be too.

There, any text is typed into each entry of each of them, and comes back after each interruption (`interruptions`).
A page is named by its address; those on which nothing is typed are named as well, so that a new address is judged.
"""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

import monitoring.forms
import negotiation.forms
from negotiation.admin import ReadOnly, site
from negotiation.forms.acts import MoveForm
from negotiation.forms.people import OwnPasswordForm, SignInForm
from negotiation.views.acts import SCREENS
from negotiation.workflow import ACTION_NAMES, example
from tests.negotiation import test_kept, test_kept_reference

# Acts by their address alone; `test_kept` and `test_follow_up_kept` go through each of the law.
ACTS = {"act"}
FOLLOW_UP_ACTS = {
    "national-act",
    "contract-act",
    "budget-act",
    "movement-act",
    "duty-act",
    "tranche-file",
    "tranche-waive",
    "tranche-ask-waiver",
    "tranche-act",
    "quarter-act",
    "window-add",
    "window",
}
PEOPLE = {"person-add", "person-edit", "mandate-add", "mandate-end"}
OPENING = {"dossier-open"}
# What is typed there is a password, a search in the address, or nothing: a button alone, or a choice.
NOTHING_KEPT = {
    "sign-in": "a password, never kept; the name typed stays on the page",
    "account": "a password, never kept; a choice of one’s title",
    "sign-out": "a button",
    "project-remove": "a button",
    "incidents": "a button",
    "style": "an example, which records nothing",
}
READ = {
    *("inbox", "dossiers", "dossier", "dossier-projects", "dossier-financing", "dossier-pieces", "dossier-opinions"),
    *("dossier-session", "dossier-convention", "dossier-journal", "piece", "convention-pdf", "signature-record-pdf"),
    *("convention-model", "regions", "region", "people", "person"),
    *("nation", "follow-up-inbox", "late", "waiting", "findings", "windows", "follow-up-region", "national-paper"),
    *("execution", "budget", "tranches", "quarters", "calendar", "follow-up-journal", "paper", "tranche", "quarter"),
    *("report-pdf", "erratum-pdf", "report-and-errata-pdf"),
}
# An act that asks for choices alone.
CHOICES_ALONE = {"draw_list"}


def names() -> set[str]:
    """The names of all addresses, the administration of the reference data apart."""
    roots = [one for part in get_resolver().url_patterns for one in getattr(part, "url_patterns", [part])]
    return {pattern.name for pattern in roots if hasattr(pattern, "name")}


def test_every_address_is_typed_in_and_tried_or_only_read():
    tried = ACTS | FOLLOW_UP_ACTS | PEOPLE | OPENING | set(test_kept.EDIT)

    assert names() == tried | set(NOTHING_KEPT) | READ
    assert not tried & (READ | set(NOTHING_KEPT))


def test_every_act_of_the_negotiation_that_asks_for_words_is_tried():
    motivated = {name for name in ACTION_NAMES if example(name).comment}
    asks = {name for name, screen in SCREENS.items() if screen.form is not MoveForm} | motivated

    assert set(test_kept.ACTS) | CHOICES_ALONE == asks & set(SCREENS)


def test_every_reference_data_that_is_written_is_tried():
    written = {model._meta.model_name for model, admin in site._registry.items() if not isinstance(admin, ReadOnly)}

    assert written == set(test_kept_reference.REFERENCE)


def every_form() -> Iterator[type[forms.BaseForm]]:
    for package in (negotiation.forms, monitoring.forms):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            found = vars(importlib.import_module(module.name)).values()
            ours = (one for one in found if isinstance(one, type) and issubclass(one, forms.BaseForm))
            yield from (one for one in ours if one.__module__ == module.name)


def test_an_entry_left_empty_is_asked_for_in_its_own_words():
    told_when_made = {SignInForm, OwnPasswordForm}  # Django's forms, worded as they are made
    asked = [(form, name, field) for form in {*every_form()} - told_when_made for name, field in entries(form)]

    assert len(asked) > 10
    assert [(form.__name__, name) for form, name, field in asked if says_nothing(field)] == []
    assert [name for name, field in SignInForm().fields.items() if says_nothing(field)] == []


def entries(form: type[forms.BaseForm]) -> list[tuple[str, forms.Field]]:
    """What is to be filled, the marks of the page apart."""
    fields = getattr(form, "base_fields", {}).items()
    return [(name, field) for name, field in fields if field.required and not field.widget.is_hidden]


def says_nothing(field: forms.Field) -> bool:
    return str(field.error_messages["required"]) == str(forms.Field.default_error_messages["required"])
