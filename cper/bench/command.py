"""What the measuring commands share: a database of their own, dropped at the end, and the way figures are said.

One `name: value` a line on the standard output, then one `goal.name: tenu` or `goal.name: manqué` for each figure that
a goal holds. `BENCH_SIZES=100,1000` chooses the sizes.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings

from cper.bench.negotiation.goals import Goal, verdicts
from cper.bench.negotiation.runs import Run

DATABASE = "cper_bench"
SIZES = "100,1000,10000"
ROUNDS = 60


class MeasuringCommand(BaseCommand):
    """A command that measures a kind of run and holds its figures to goals."""

    requires_migrations_checks = False
    run: type[Run]
    goals: tuple[Goal, ...]

    def handle(self, *args, **options) -> None:
        sizes = sizes_asked(os.environ.get("BENCH_SIZES") or SIZES)
        if settings.DEBUG:
            raise CommandError("Les mesures n’ont de sens qu’avec DEBUG=0.")
        with settings_of_bench(), self.database_of_bench():
            run = self.run(sizes, ROUNDS, self.say)
            run.all()
        self.judge(run.figures)

    @contextmanager
    def database_of_bench(self) -> Iterator[None]:
        """A database made and migrated for this run, then dropped; the one of the settings is left alone."""
        own = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = DATABASE
        start = perf_counter()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        self.say("migrate.seconds", round(perf_counter() - start, 1))
        try:
            yield
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)

    def say(self, name: str, value: float) -> None:
        self.stdout.write(f"{name}: {value}")
        self.stdout.flush()

    def judge(self, figures: dict[str, float]) -> None:
        held = list(verdicts(figures, self.goals))
        for name, value, limit, is_kept in held:
            word, sign = ("tenu", "≤") if is_kept else ("manqué", ">")
            self.stdout.write(f"goal.{name}: {word} ({value:g} {sign} {limit:g})")
        self.stdout.write(f"goals: {sum(is_kept for *_rest, is_kept in held)}/{len(held)}")


def sizes_asked(text: str) -> list[int]:
    """The sizes of « 100,1000 »."""
    sizes = text.split(",")
    if not all(size.strip().isdecimal() and int(size) for size in sizes):
        raise CommandError("BENCH_SIZES donne des tailles séparées par des virgules : BENCH_SIZES=100,1000")
    return [int(size) for size in sizes]


@contextmanager
def settings_of_bench() -> Iterator[None]:
    """The settings as they stand, but: the floor has an address, files are apart, mails go nowhere."""
    with tempfile.TemporaryDirectory(prefix="cper-bench-") as folder:
        apart = override_settings(
            ROOT_URLCONF="cper.bench.urls",
            STATIC_ROOT=Path(folder, "static"),
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        )
        with apart:
            call_command("collectstatic", interactive=False, verbosity=0)
            yield
