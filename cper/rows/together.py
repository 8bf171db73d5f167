"""All that a page or an act reads of one thing, fetched by one question to the database.

Django's `prefetch_related_objects` asks one question a relation and writes its SQL anew each time: for the facts of a
contract, fourteen questions and most of the time of a page. Here the SQL of each relation is written once for the life
of the process, all relations wanted are asked for together, and their rows come back as JSON, of which the same
instances are made, in the same order, tied to each other in the same way (docs/decisions/0047).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import BinaryField, Field, ForeignKey, Model, QuerySet
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor, ReverseManyToOneDescriptor
from django.db.models.sql import Query

# Stands for the primary key of the root while the SQL is written.
ROOT = -1


def _same(value: Any) -> Any:
    return value


# How a column that JSON tells as a text is read; a type that is not here is not fetched this way.
READERS: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    # JSON tells it as a number of the shortest form, which six decimals never round.
    "DecimalField": lambda value: Decimal(str(value)),
    **dict.fromkeys(
        (
            *("ArrayField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "FileField"),
            *("ForeignKey", "JSONField", "OneToOneField", "PositiveIntegerField", "PositiveSmallIntegerField"),
            *("SlugField", "TextField"),
        ),
        _same,
    ),
}


@dataclass(frozen=True)
class Relation:
    """One relation on the way from the root: its rows hang on those `above` by the foreign key `field`, which the rows
    above hold where it leads `forward`, and the rows themselves where it does not."""

    path: str
    above: str
    field: ForeignKey
    forward: bool
    model: type[Model]
    sql: str
    params: tuple

    def is_fetched(self, parent: Model) -> bool:
        if self.forward:
            return self.field.is_cached(parent)
        return self._name in getattr(parent, "_prefetched_objects_cache", {})

    def of(self, parents: Iterable[Model]) -> list[Model]:
        """What is fetched already of these parents, each row once."""
        if self.forward:
            found = [self.field.get_cached_value(parent) for parent in parents]
        else:
            found = [row for parent in parents for row in parent._prefetched_objects_cache[self._name]]
        return list({id(row): row for row in found if row is not None}.values())

    def tie(self, parents: Sequence[Model], rows: list[Model]) -> None:
        """Hang the rows on their parents, as Django would have."""
        (self._tie_forward if self.forward else self._tie_back)(parents, rows)

    def _tie_forward(self, parents: Sequence[Model], rows: list[Model]) -> None:
        by_key = {row.pk: row for row in rows}
        for parent in parents:
            self.field.set_cached_value(parent, by_key.get(getattr(parent, self.field.attname)))

    def _tie_back(self, parents: Sequence[Model], rows: list[Model]) -> None:
        owned: dict[int, list[Model]] = {parent.pk: [] for parent in parents}
        for row in rows:
            # What hangs on a row that came after the parents were fetched is not of these parents.
            owned.get(getattr(row, self.field.attname), []).append(row)
        whole = self.model._default_manager.all()
        for parent in parents:
            for row in owned[parent.pk]:
                self.field.set_cached_value(row, parent)
            kept = self._kept(whole, parent, owned[parent.pk])
            parent.__dict__.setdefault("_prefetched_objects_cache", {})[self._name] = kept

    def _kept(self, whole: QuerySet, parent: Model, rows: list[Model]) -> QuerySet:
        """What the related manager of the parent would give, with its rows fetched."""
        kept = _resting_on_one(type(whole))(self.model, whole._query, parent._state.db, {"instance": parent})
        kept._deferred_filter = False, (), {self.field.name: parent}
        kept._known_related_objects = {self.field: {parent.pk: parent}}
        kept._result_cache, kept._prefetch_done = rows, True
        return kept

    @property
    def _name(self) -> str:
        return self.field.remote_field.cache_name


@cache
def _resting_on_one(kind: type[QuerySet]) -> type[QuerySet]:
    """Querysets of that kind that share a query: each has its own only when more is asked of it than its rows."""

    class Resting(kind):
        @property
        def query(self) -> Query:
            if self._deferred_filter:
                self._query = self._query.chain()
            return kind.query.fget(self)

        @query.setter
        def query(self, query: Query) -> None:
            kind.query.fset(self, query)

    return Resting


def fetch(root: Model, *paths: str) -> None:
    """Fetch these relations of the root (`projects__financing`), with one query, those that are not fetched yet."""
    held: dict[str, list[Model]] = {"": [root]}
    wanted = []
    for relation in _relations(type(root), paths):
        parents = held.get(relation.above)
        if parents is None or not all(map(relation.is_fetched, parents)):
            wanted.append(relation)
        else:
            held[relation.path] = relation.of(parents)
    if not wanted:
        return
    for relation, rows in zip(wanted, _ask(root, tuple(wanted)), strict=True):
        relation.tie(held[relation.above], rows)
        held[relation.path] = relation.of(held[relation.above])


def fetched(model: type[Model], rows: list[Model]) -> QuerySet:
    """These rows as a relation that has been fetched holds them: nothing is asked of the database."""
    held = model._default_manager.all()
    held._result_cache, held._prefetch_done = rows, True
    return held


def _relations(model: type[Model], paths: Iterable[str]) -> list[Relation]:
    """Each relation on the way to the end of each path, once, those above first."""
    steps = [path.split("__") for path in paths]
    each = dict.fromkeys("__".join(step[: depth + 1]) for step in steps for depth in range(len(step)))
    return [_relation(model, path) for path in each]


@cache
def _relation(model: type[Model], path: str) -> Relation:
    above, _, name = path.rpartition("__")
    descriptor = getattr(_relation(model, above).model if above else model, name)
    forward = isinstance(descriptor, ForwardManyToOneDescriptor)
    if not forward and type(descriptor) is not ReverseManyToOneDescriptor:
        raise TypeError(f"{path} is neither a foreign key nor its reverse")
    field = descriptor.field
    target = field.remote_field.model if forward else field.model
    sql, params = _rows(model, path).only(*_columns(target)[0]).query.sql_with_params()
    sql = f"(SELECT json_agg(found) FROM ({sql}) AS found)"  # noqa: S608 -- Django wrote it, the values are apart
    return Relation(path, above, field, forward, target, sql, params)


def _rows(model: type[Model], path: str) -> QuerySet:
    """The rows at the end of a path, of the root whose key is put in the place of `ROOT`."""
    if not path:
        return model._base_manager.filter(pk=ROOT)
    above, _, name = path.rpartition("__")
    descriptor = getattr(_relation(model, above).model if above else model, name)
    parents = _rows(model, above).order_by()
    if isinstance(descriptor, ForwardManyToOneDescriptor):
        keys = parents.values(descriptor.field.attname)
        return descriptor.field.remote_field.model._base_manager.filter(pk__in=keys)
    held_by = {f"{descriptor.field.name}__in": parents} if above else {descriptor.field.attname: ROOT}
    return descriptor.field.model._default_manager.filter(**held_by)


def _ask(root: Model, relations: tuple[Relation, ...]) -> list[list[Model]]:
    columns = ", ".join(relation.sql for relation in relations)
    params = [root.pk if param == ROOT else param for relation in relations for param in relation.params]
    db = root._state.db
    with connections[db].cursor() as cursor:
        cursor.execute(f"SELECT {columns}", params)
        answers = cursor.fetchone()
    return [_made(relation.model, rows or [], db) for relation, rows in zip(relations, answers, strict=True)]


def _made(model: type[Model], rows: list[dict], db: str) -> list[Model]:
    names, columns = _columns(model)
    return [
        model.from_db(db, names, [value if (value := row[name]) is None else read(value) for name, read in columns])
        for row in rows
    ]


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[tuple[str, Callable]]]:
    """Bytes are left in the database until they are asked for."""
    fields: list[Field] = [field for field in model._meta.concrete_fields if not isinstance(field, BinaryField)]
    return [field.attname for field in fields], [
        (field.column, READERS[field.get_internal_type()]) for field in fields
    ]
