"""A frozen dataclass of facts as JSON and back, so that what was adopted is read as it was adopted.

Nested dataclasses, tuples, days, text, integers and truths only: what the facts of a document are made of. A field
that the facts of an older document lack takes its default.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


def frozen(facts: Any) -> dict[str, Any]:
    """The facts as JSON takes them: days in ISO 8601, tuples as lists."""
    return plain(asdict(facts))


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if not isinstance(value, bool | int | None) else value


def thawed(kind: Any, value: Any) -> Any:
    """The facts of that kind, a dataclass, from what `frozen` made of them."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)} & value.keys()
        return kind(**{name: thawed(hints[name], value[name]) for name in known})
    if value is None:
        return None
    if get_origin(kind) is UnionType:
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return thawed(kind, value)
    if get_origin(kind) is tuple:
        return tuple(thawed(get_args(kind)[0], held) for held in value)
    return date.fromisoformat(value) if kind is date else value
