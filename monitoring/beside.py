"""What the follow-up shows on the pages of others, which do not know it: the settings name each of these functions."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.places.models import Region
from cper.words.french import digits, ngettext
from monitoring import access
from monitoring.models import FollowedContract
from monitoring.views import received
from monitoring.views.awaited import first_lines, has_a_part
from monitoring.views.inbox import nothing
from monitoring.views.tables import awaited_table
from negotiation.models import Contract
from negotiation.vocabulary import Step

MOST = 8


def waiting(actor: Actor) -> dict:
    """What the follow-up waits for from this person, the most urgent first, for the first page.

    `lead` is what the page says of it; `nothing` says why nothing waits, to whom something could be awaited from.
    """
    if not access.follows(actor):
        return {"lines": [], "lead": "", "nothing": None, "received": ""}
    lines, count = first_lines(actor, MOST)
    return {
        "lines": lines,
        "table": awaited_table("suivi", _("Suivi de l’exécution")).drawn(lines),
        "count": count,
        "lead": sentence(count),
        "url": reverse("follow-up-inbox"),
        "more": _("Voir les %s actes du suivi") % digits(count) if count > len(lines) else "",
        "nothing": nothing(actor) if has_a_part(actor) else None,
        "received": received.summary(actor),
    }


def sentence(count: int) -> str:
    """« 6 actes du suivi vous attendent. »."""
    words = ngettext("%(n)s acte du suivi vous attend.", "%(n)s actes du suivi vous attendent.", count)
    return words % {"n": digits(count)} if count else ""


def of_dossier(contract: Contract, actor: Actor) -> SafeString | str:
    """The way from a signed dossier to its follow-up."""
    return way("execution", contract.reference) if contract.step == Step.SIGNED else ""


def of_region(region: Region, actor: Actor) -> SafeString | str:
    """The way from a region to its follow-up, for who reads one of its signed contracts."""
    seen = FollowedContract.objects.visible_to(actor).filter(region=region)
    return way("follow-up-region", region.slug) if seen.exists() else ""


def way(name: str, place: str) -> SafeString:
    return render_to_string("monitoring/lists/way.html", {"url": reverse(name, args=[place])})
