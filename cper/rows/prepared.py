"""A question that every request asks, its SQL written once for the life of the process.

To build a queryset and write its SQL takes Django longer than PostgreSQL takes to answer it. What is kept here is the
question, never an answer: each `ask` goes to the database (docs/decisions/0047).
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Prepared:
    """A queryset of model instances that differs from one time to the next by some values only.

    `build` makes it from them; `examples` are values of the same types that the query holds nowhere else: where they
    stand among its parameters, those of the day are put.
    """

    def __init__(self, build: Callable[..., QuerySet], *examples: Any):
        self.build, self.examples = build, examples

    def ask(self, *values: Any) -> list:
        """The rows for these values, now."""
        queryset = self._written[0]._chain()
        given = dict(zip(self.examples, values, strict=True))
        queryset.query.get_compiler = lambda using: self._compiler(given, using)
        return list(queryset)

    def _compiler(self, given: dict[Any, Any], using: str) -> SQLCompiler:
        """The compiler that has written the SQL, with the values of the day and the connection of this thread."""
        _queryset, written, sql, params = self._written
        compiler = copy(written)
        compiler.using, compiler.connection = using, connections[using]
        compiler.as_sql = lambda: (sql, tuple(given.get(param, param) for param in params))
        return compiler

    @cached_property
    def _written(self) -> tuple[QuerySet, SQLCompiler, str, tuple]:
        queryset = self.build(*self.examples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        return queryset, compiler, *compiler.as_sql()
