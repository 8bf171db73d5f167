"""Places in words: the cercle as declared at signature, and where the site lies today when that has changed."""

from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from negotiation.french import of
from negotiation.models import CerclePlacement, Contract, Region, Site


def sites_with_places(lookup: str) -> list[Prefetch]:
    """The sites under that lookup with their cercles and the regions these lay in: three queries in all."""
    placements = CerclePlacement.objects.select_related("region")
    return [
        Prefetch(lookup, Site.objects.select_related("cercle", "current_cercle")),
        Prefetch(f"{lookup}__cercle__placements", placements),
        Prefetch(f"{lookup}__current_cercle__placements", placements),
    ]


def where(site: Site, contract: Contract, today: date) -> str:
    """« cercle de Diéma à la signature ; aujourd’hui région de Nioro »."""
    declared = cercle(site.cercle.name) if site.cercle else ""
    now = _today(site, contract, today)
    if not now:
        return declared
    if not contract.signed_on:
        return ", ".join(part for part in (declared, now) if part)
    then = _("%s à la signature") % declared if declared else ""
    return " ; ".join(part for part in (then, _("aujourd’hui %s") % now) if part)


def _today(site: Site, contract: Contract, today: date) -> str:
    """Where the site lies today, as far as that differs from what was declared."""
    region = site.region_on(today)
    moved = region is not None and region.pk != contract.region_id
    renamed = site.current_cercle is not None and site.current_cercle_id != site.cercle_id
    parts = [cercle(site.current_cercle.name)] if renamed else []
    return ", ".join([*parts, in_text(region)] if moved else parts)


def cercle(name: str) -> str:
    """« cercle de Kayes », « cercle d’Ansongo »."""
    return _("cercle %s") % of(name)


def in_text(region: Region) -> str:
    """« région de Nioro », « District de Bamako »: the name of a region inside a sentence."""
    return region.full_name if region.is_district else region.full_name[:1].lower() + region.full_name[1:]
