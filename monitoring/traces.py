"""What an act leaves on the tranche or the report that it moves, field by field: a past day is read again from it.

The door writes the trace beside the passage (`Passage.wrote`), the database lets nobody change it; `monitoring.replay`
lays the traces one over the other. What is frozen at the adoption, or worked out from the rest, leaves none.
"""

from copy import deepcopy
from typing import Any

from django.db.models import Field, ForeignKey, GeneratedField

from monitoring.models import QuarterReport, Tranche

# Frozen with the report, or worked out by the site.
APART = ("id", "contract_id", "version", "facts", "file", "sha256", "lacks_papers", "lacks_rules")
Machine = Tranche | QuarterReport


def traced(model: type[Machine]) -> list[Field]:
    """The fields that acts write."""
    rows = model._meta.concrete_fields
    return [field for field in rows if field.attname not in APART and not isinstance(field, GeneratedField)]


def of(row: Machine) -> dict[str, Any]:
    """The traced fields as they stand, by the name of their column."""
    return {field.attname: deepcopy(getattr(row, field.attname)) for field in traced(type(row))}


def blank(model: type[Machine]) -> dict[str, Any]:
    """The traced fields of a row that no act has made yet."""
    return {field.attname: field.get_default() for field in traced(model)}


def between(before: dict[str, Any], row: Machine) -> dict[str, Any]:
    """What of the row is no longer as it was before."""
    return {name: value for name, value in of(row).items() if value != before[name]}


def lay(row: Machine, written: dict[str, Any]) -> None:
    """Put traced values on a row that is read, never saved."""
    for field in traced(type(row)):
        if field.attname in written:
            row.__dict__[field.attname] = deepcopy(field.to_python(written[field.attname]))
            if isinstance(field, ForeignKey):
                row._state.fields_cache.pop(field.name, None)
