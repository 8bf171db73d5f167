"""Dossiers by the thousand: a first block is written whole, then PostgreSQL copies it, table by table.

They hold all the rows that the acts would have left, and whose turn it is by the law itself (`turns.renew`). History
tables and files are left out: no page reads them. A copy keeps region, step and projects; it has its own keys,
reference and title, and lies some hours further back.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import AutoField, DateTimeField, Field, Max, Model
from psycopg import sql

from cper.bench.negotiation import records
from cper.bench.negotiation.dossiers import Crew, Dossier
from cper.bench.negotiation.plans import Plan, ordinary
from cper.places.models import Region
from negotiation import turns
from negotiation.models import (
    Assent,
    Contract,
    ContractSector,
    ConventionDraft,
    CriterionVerdict,
    Decision,
    FinancingLine,
    Notice,
    Opinion,
    Passage,
    Piece,
    Project,
    Session,
    SignatureRecord,
    Site,
    Snapshot,
    Terms,
    Turn,
)
from negotiation.operations.agreed import begin_terms

# In the order of their foreign keys.
PARTS: tuple[tuple[type[Model], Callable[[Dossier], Iterator[Model]]], ...] = (
    (Project, Dossier.planned_projects),
    (Site, Dossier.sites),
    (FinancingLine, Dossier.lines),
    (ContractSector, Dossier.sectors),
    (Piece, Dossier.pieces),
    (Snapshot, records.states),
    (CriterionVerdict, records.verdicts),
    (Opinion, records.opinions),
    (Session, records.sessions),
    (Decision, records.decisions),
    (ConventionDraft, records.drafts),
    (Assent, records.assents),
    (SignatureRecord, records.signatures),
    (Passage, records.passages),
    (Notice, records.notices),
)
MODELS: tuple[type[Model], ...] = (Contract, *(model for model, _rows in PARTS), Terms, Turn)
HOURS_BACK = 7
# A day, and the moment at which what was done that day is recorded.
RECORDED = {(Assent, "signed_on"): "given_at", (Session, "held_on"): "recorded_at"}

COPY = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(%(first)s, %(last)s) AS k"
    " WHERE {key} > {before} AND {key} <= {last}"
)
NEXT_KEY = sql.SQL("SELECT setval(pg_get_serial_sequence({name}, 'id'), coalesce(max(id), 0) + 1) FROM {table}")


def write(plans: Iterable[Plan], crew: Crew) -> list[Contract]:
    """Write these dossiers whole and return their contracts."""
    first = (Contract.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    dossiers = [Dossier(plan, crew, serial) for serial, plan in enumerate(plans, start=first)]
    Contract.objects.bulk_create(dossier.contract for dossier in dossiers)
    for model, rows in PARTS:
        model.objects.bulk_create((row for dossier in dossiers for row in rows(dossier)), batch_size=5000)
    analyse(Contract, *(model for model, _rows in PARTS))
    for dossier in dossiers:
        dossier.contract.forget()
        if dossier.contract.signed_on:
            begin_terms(dossier.contract, at=dossier.entered)
        turns.renew(dossier.contract, at=dossier.entered, day=crew.today)
    return [dossier.contract for dossier in dossiers]


def analyse(*models: type[Model]) -> None:
    """Have the plans of what reads these tables next made from what they hold now."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))


@dataclass
class Block:
    """The dossiers that are copied: for each table, the key before the first row and the key of the last."""

    # In the order of their foreign keys.
    models: ClassVar[tuple[type[Model], ...]] = MODELS

    size: int
    copies: int = 0
    before: dict[type[Model], int] = field(default_factory=dict)
    last: dict[type[Model], int] = field(default_factory=dict)

    def write(self, crew: Crew, main: Region) -> None:
        self.before = self.tops()
        self.fill(crew, main)
        self.last = self.tops()

    def fill(self, crew: Crew, main: Region) -> None:
        """Write the dossiers of the block."""
        write(ordinary(self.size, main), crew)

    def grow(self, size: int) -> None:
        """Copy until there are `size` dossiers, a multiple of the block's own."""
        wanted = size // self.size - 1 - self.copies
        if wanted > 0:
            shifts = self.shifts()
            with transaction.atomic(), connection.cursor() as cursor:
                for model in self.models:
                    self.copy(cursor, model, wanted, shifts)
            self.copies += wanted

    def copy(self, cursor: Any, model: type[Model], wanted: int, shifts: dict[type[Model], sql.Composable]) -> None:
        """The copies of one table; its triggers read it as it grows, by plans made anew from its statistics."""
        table, statement = model._meta.db_table, self.statement(model, shifts)
        for first, last in stretches(wanted):
            cursor.execute(statement, {"first": first, "last": last, "done": self.copies})
            analyse(model)
        if isinstance(model._meta.pk, AutoField):
            cursor.execute(NEXT_KEY.format(name=sql.Literal(table), table=sql.Identifier(table)))

    def shifts(self) -> dict[type[Model], sql.Composable]:
        """For each table, what to add to a key of the block to make the key of its k-th copy."""
        now = self.tops()
        return {
            model: sql.SQL("({first} + (k - 1) * {span})").format(
                first=sql.Literal(now[model] - self.before[model]),
                span=sql.Literal(self.last[model] - self.before[model]),
            )
            for model in self.models
        }

    def statement(self, model: type[Model], shifts: dict[type[Model], sql.Composable]) -> sql.Composable:
        columns = [column for column in model._meta.concrete_fields if not column.generated]
        return COPY.format(
            table=sql.Identifier(model._meta.db_table),
            columns=sql.SQL(", ").join(sql.Identifier(column.column) for column in columns),
            values=sql.SQL(", ").join(value_of(column, shifts) for column in columns),
            key=sql.Identifier(model._meta.pk.column),
            before=sql.Literal(self.before[model]),
            last=sql.Literal(self.last[model]),
        )

    def tops(self) -> dict[type[Model], int]:
        """The highest key of each table."""
        return {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in self.models}


def stretches(copies: int) -> Iterator[tuple[int, int]]:
    """From which copy to which, each stretch as long as all those before it together, and one more."""
    first = 1
    while first <= copies:
        yield first, min(2 * first - 1, copies)
        first *= 2


def value_of(column: Field, shifts: dict[type[Model], sql.Composable]) -> sql.Composable:
    """What a copy holds in that column."""
    name = sql.Identifier(column.column)
    other = column.related_model
    # A key to a proxy is a key to the table behind it; a key that is borrowed moves as its owner does.
    shift = shifts.get(other._meta.concrete_model if other else column.model if column.primary_key else None)
    if shift:
        return sql.SQL("{name} + {shift}").format(name=name, shift=shift)
    if isinstance(column, DateTimeField):
        return sql.SQL("{name} - (k + %(done)s) * {step}::interval").format(
            name=name, step=sql.Literal(f"{HOURS_BACK} hours")
        )
    if (column.model, column.name) in RECORDED:
        # What is recorded happened before it is, and the moment of the record goes back.
        recorded = sql.Identifier(RECORDED[column.model, column.name])
        back = "least({name}, ({recorded} - (k + %(done)s) * {step}::interval)::date)"
        kept = sql.SQL(f"CASE WHEN {{name}} IS NOT NULL THEN {back} END")
        return kept.format(name=name, recorded=recorded, step=sql.Literal(f"{HOURS_BACK} hours"))
    if column.model is Contract and column.name == "reference":
        return sql.SQL("regexp_replace(reference, '[0-9]+$', (id + {shift})::text)").format(shift=shifts[Contract])
    if column.model is Contract and column.name == "title":
        return sql.SQL("title || ', tranche ' || (k + %(done)s)")
    if column.model is Snapshot and column.name == "facts":
        # What is kept of a copy bears its title: the database holds its terms against it.
        told = "to_jsonb(facts ->> 'title' || ', tranche ' || (k + %(done)s))"
        return sql.SQL(f"jsonb_set(facts, '{{title}}', {told})")
    return name
