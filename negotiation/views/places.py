"""What the pages read to say where sites lie: the sentence itself is `documents.whereabouts`."""

from django.db.models import Prefetch

from negotiation.models import CerclePlacement, Site


def sites_with_places(lookup: str) -> list[Prefetch]:
    """The sites under that lookup with their cercles and the regions these lay in: three queries in all."""
    sites = Prefetch(lookup, Site.objects.select_related("cercle", "current_cercle"))
    return [sites, *places_of_sites(f"{lookup}__")]


def places_of_sites(prefix: str = "") -> list[Prefetch]:
    """Where the cercles of sites lay, from when to when: two queries."""
    placements = CerclePlacement.objects.select_related("region")
    return [Prefetch(f"{prefix}{name}__placements", placements) for name in ("cercle", "current_cercle")]
