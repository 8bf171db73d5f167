"""Regions, cercles, institutions and legal texts: what is missing is added, what stands is left as it is.

An administrator may have corrected a name or a date since: a second run changes nothing.
"""

from datetime import date

from django.utils.text import slugify

from cper.people.models import Institution
from cper.places.models import Cercle, CerclePlacement, Region
from negotiation.management.fixtures import document, table
from negotiation.models import LegalText

# The day the nineteen regions and their cercles were made (lois n°2023-006 et n°2023-007).
REFORM = date(2023, 3, 13)


def load_regions() -> int:
    """Add the missing regions, parents first (codes follow births); return how many."""
    regions = {region.code: region for region in Region.objects.all()}
    missing = [row for row in table("regions.csv") if row["code"] not in regions]
    for row in missing:
        regions[row["code"]] = Region.objects.create(
            code=row["code"],
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            chef_lieu=row["chef_lieu"],
            born_of=regions[row["born_of"]] if row["born_of"] else None,
            valid_from=day(row["valid_from"]),
            legal_source=row["legal_source"] or "",
            population=int(row["population"]) if row["population"] else None,
            population_source=row["population_source"] or "",
        )
    return len(missing)


def load_cercles() -> int:
    """Add the missing cercles, each with the regions it lay in; return how many."""
    return _load_places(Cercle.Kind.CERCLE, table("cercles.csv"))


def load_communes() -> int:
    """Add the missing communes of the District, which has no cercles; return how many.

    Source: ordonnance n°78-34/CMLN du 18 août 1978 (six communes). The law n°2023-005 of 13 March 2023 puts seven
    arrondissements in their place; no source tells from which day, so that the communes stand until one does.
    """
    rows = [row | {"region_before_2023": row["region"]} for row in table("communes.csv")]
    return _load_places(Cercle.Kind.COMMUNE, rows)


def _load_places(kind: Cercle.Kind, rows: list[dict]) -> int:
    known = set(Cercle.objects.values_list("slug", flat=True))
    missing = {slug: row for row in rows if (slug := slugify(row["name"])) not in known}
    regions = {region.code: region for region in Region.objects.all()}
    made = Cercle.objects.bulk_create(Cercle(kind=kind, name=row["name"], slug=slug) for slug, row in missing.items())
    CerclePlacement.objects.bulk_create(
        placement for place in made for placement in placements(place, missing[place.slug], regions)
    )
    return len(made)


def placements(cercle: Cercle, row: dict, regions: dict[str, Region]) -> list[CerclePlacement]:
    """Where the cercle lies since the reform, and where it lay before, when a source tells."""
    today, before = regions[row["region"]], regions.get(row["region_before_2023"])
    if before is None:
        return [CerclePlacement(cercle=cercle, region=today, valid_from=REFORM)]
    if before == today:
        return [CerclePlacement(cercle=cercle, region=today)]
    return [
        CerclePlacement(cercle=cercle, region=before, valid_to=REFORM),
        CerclePlacement(cercle=cercle, region=today, valid_from=REFORM),
    ]


def load_institutions() -> int:
    """Add the missing institutions, national and of each region; return how many."""
    known = set(Institution.objects.values_list("slug", flat=True))
    data = document("institutions.toml")
    wanted = [Institution(**row) for row in data["national"]]
    wanted += [regional(row, region) for region in Region.objects.all() for row in data["regional"]]
    return len(Institution.objects.bulk_create(body for body in wanted if body.slug not in known))


def regional(row: dict[str, str], region: Region) -> Institution:
    name = row["district_name"] if region.is_district else row["name"]
    return Institution(
        body=row["body"],
        slug=row["slug"].format(slug=region.slug),
        name=name.format(region=region.name),
        region=region,
    )


def load_legal_texts() -> int:
    """Fill the table of legal texts when it is empty: their wording, once there, is the administrator's."""
    if LegalText.objects.exists():
        return 0
    return len(
        LegalText.objects.bulk_create(
            LegalText(
                rank=row["rank"],
                citation=row["citation"],
                valid_from=day(row["valid_from"]),
                valid_to=day(row["valid_to"]),
                district_only=row["district_only"] == "1",
                unverified=row["unverified"] == "1",
                note=row["note"] or "",
            )
            for row in table("legal_texts.csv")
        )
    )


def day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None
