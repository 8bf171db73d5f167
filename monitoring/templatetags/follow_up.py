"""What the pages of the negotiation show of the follow-up, without the negotiation knowing it."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.words.french import digits, ngettext
from monitoring import access
from monitoring.models import FollowedContract
from monitoring.views import received
from monitoring.views.awaited import first_lines, has_a_part
from monitoring.views.inbox import nothing
from negotiation.models import Contract, Region
from negotiation.vocabulary import Step

MOST = 8

register = template.Library()


@register.simple_tag(takes_context=True)
def follow_up_inbox(context: template.Context, before: str = "") -> dict:
    """What the follow-up waits for from this person, the most urgent first: `{% follow_up_inbox as follow_up %}`.

    `lead` is what the page says of its own (`before`), then of the follow-up; `nothing` says why nothing waits, to
    those from whom something could be awaited.
    """
    actor = context["request"].actor
    if not access.follows(actor):
        return {"lines": [], "lead": before, "nothing": None, "received": ""}
    lines, count = first_lines(actor, MOST)
    return {
        "lines": lines,
        "count": count,
        "lead": " ".join(filter(None, [before, sentence(count)])),
        "url": reverse("follow-up-inbox"),
        "more": _("Voir les %s actes du suivi") % digits(count) if count > len(lines) else "",
        "nothing": nothing(actor) if has_a_part(actor) else None,
        "received": received.summary(actor),
    }


def sentence(count: int) -> str:
    """« 6 actes du suivi vous attendent. »."""
    words = ngettext("%(n)s acte du suivi vous attend.", "%(n)s actes du suivi vous attendent.", count)
    return words % {"n": digits(count)} if count else ""


@register.inclusion_tag("monitoring/lists/way.html")
def follow_up_of(contract: Contract) -> dict:
    """The way from a signed dossier to its follow-up."""
    signed = contract.step == Step.SIGNED
    return {"url": reverse("execution", args=[contract.reference]) if signed else ""}


@register.inclusion_tag("monitoring/lists/way.html", takes_context=True)
def follow_up_of_region(context: template.Context, region: Region) -> dict:
    """The way from a region to its follow-up, for who reads one of its signed contracts."""
    seen = FollowedContract.objects.visible_to(context["request"].actor).filter(region=region)
    return {"url": reverse("follow-up-region", args=[region.slug]) if seen.exists() else ""}
