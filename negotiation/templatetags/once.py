"""The mark of a form that is sent once: `{% load once %}`, then `{% once %}` beside each `{% csrf_token %}`."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "once"

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a new token, which no browser fills in again from an older page."""
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, uuid4().hex)
