"""Every address of the site, and what guards it. A new address is written here, or a test fails."""

from collections.abc import Iterator
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver


class Guard(StrEnum):
    """Who gets in; each guard asks for all that the one before it asks."""

    NOBODY_ASKED = "open to whoever comes"
    SIGNED_IN = "an open account"
    SIGHT = "a mandate that reaches the dossier; it does not exist for others: 404"
    MANDATE = "a mandate that gives the act, else 403 with its sentence"
    ADMINISTRATOR = "a mandate of administrator, else 403 with its sentence"


GUARDS = {
    "sign-in": Guard.NOBODY_ASKED,
    "style": Guard.NOBODY_ASKED,  # in demo mode only, else 404
    "inbox": Guard.SIGNED_IN,
    "sign-out": Guard.SIGNED_IN,
    "dossiers": Guard.SIGNED_IN,
    "regions": Guard.SIGNED_IN,
    "region": Guard.SIGNED_IN,
    "dossier": Guard.SIGHT,
    "dossier-projects": Guard.SIGHT,
    "dossier-financing": Guard.SIGHT,
    "dossier-pieces": Guard.SIGHT,
    "dossier-opinions": Guard.SIGHT,
    "dossier-session": Guard.SIGHT,
    "dossier-convention": Guard.SIGHT,
    "dossier-journal": Guard.SIGHT,
    "piece": Guard.SIGHT,
    "convention-pdf": Guard.SIGHT,
    "signature-record-pdf": Guard.SIGHT,
    "dossier-open": Guard.MANDATE,
    "dossier-edit": Guard.MANDATE,
    "project-add": Guard.MANDATE,
    "project-edit": Guard.MANDATE,
    "project-remove": Guard.MANDATE,
    "project-financing": Guard.MANDATE,
    "piece-attach": Guard.MANDATE,
    "act": Guard.MANDATE,
    "people": Guard.ADMINISTRATOR,
    "person-add": Guard.ADMINISTRATOR,
    "person": Guard.ADMINISTRATOR,
    "person-edit": Guard.ADMINISTRATOR,
    "mandate-add": Guard.ADMINISTRATOR,
    "mandate-end": Guard.ADMINISTRATOR,
}
# The reference data: Django's administration, whose one site asks for the mandate before any of its views.
REFERENCE_DATA = "admin:"


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address with its pattern, those of the reference data under `admin:`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}", pattern
