"""The errors of one or several forms, gathered for the summary that stands on top of a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.forms import BaseForm, BaseFormSet

register = template.Library()


@dataclass(frozen=True)
class Fault:
    """One thing to mend; `target` is the id of the field, empty when the error is the whole form's."""

    label: str
    message: str
    target: str


@register.filter
def faults(source):
    """Every error of a form, of a formset or of a list of them, in the order of the page."""
    if isinstance(source, BaseForm):
        return _form_faults(source)
    if isinstance(source, BaseFormSet):
        whole = [Fault("", message, "") for message in source.non_form_errors()]
        return whole + [fault for form in source for fault in _form_faults(form)]
    if isinstance(source, Iterable):
        return [fault for part in source for fault in faults(part)]
    return []


def _form_faults(form):
    if not form.is_bound:
        return []
    whole = [Fault("", message, "") for message in form.non_field_errors()]
    fields = [
        Fault(str(field.label), message, "" if field.is_hidden else field.auto_id)
        for field in form
        for message in field.errors
    ]
    return whole + fields
