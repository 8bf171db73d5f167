"""The marks of a form: `{% load once %}`, then `{% once %}` beside each `{% csrf_token %}`."""

from uuid import uuid4

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cper.pages.marks import MARK, ONCE, mark

FIELD = ONCE

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """Hidden fields that no browser fills in again from an older page: a new token, and for whom the page is made."""
    request = context.get("request")
    fields = hidden(ONCE, uuid4().hex)
    if request is None or not request.user.is_authenticated:
        return fields
    return fields + hidden(MARK, mark(request.user.pk, request.path))


def hidden(name: str, value: str) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', name, value)
