"""What an application shows on the pages of another that does not know it (`CPER_BESIDE`)."""

from django import template
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def beside(context: template.Context, page: str, subject: object) -> SafeString | str:
    """What stands beside the head of that page for its reader: `{% beside "region" region %}`; often nothing."""
    path = settings.CPER_BESIDE.get(page)
    return import_string(path)(subject, context["request"].actor) if path else ""
