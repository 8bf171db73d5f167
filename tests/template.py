"""The migrated database of which each worker's is a copy: the migrations run once, not once a worker and a run.

They are run again when one of them, or a package, has changed.
"""

import fcntl
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import psycopg
from django.db.backends.postgresql.creation import DatabaseCreation
from psycopg import sql

from cper import database

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "migrated_"
# What a migrated database is made from: the packages' migrations and ours.
SOURCES = ("requirements-dev.txt", "*/migrations/*.py", "*/apps.py", "cper/settings.py", "cper/rows/first.py")
MIGRATE = "import django; django.setup(); from cper.rows import first; first.migrate()"


def ready(address: str) -> str:
    """The name of the migrated database on this server, made if it is not there; older ones are dropped."""
    name = PREFIX + digest()
    with (database.LOCAL / "template.lock").open("a") as lock, psycopg.connect(address, autocommit=True) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker makes it, the others wait for it
        held = [held for (held,) in connection.execute("SELECT datname FROM pg_database")]
        if name not in held:
            make(connection, name, [old for old in held if old.startswith(PREFIX)])
    return name


def digest() -> str:
    files = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    parts = (part for path in files for part in (str(path.relative_to(ROOT)).encode(), path.read_bytes()))
    return sha256(b"\0".join(parts)).hexdigest()[:16]


def make(connection: psycopg.Connection, name: str, older: list[str]) -> None:
    """Migrate under another name first, so that an interruption leaves nothing that looks ready."""
    draft = f"{PREFIX}draft"
    for old in {*older, draft}:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    where = os.environ | {"DATABASE_URL": database.url(database.TESTS_FOLDER, draft)}
    subprocess.run([sys.executable, "-c", MIGRATE], check=True, env=where, cwd=ROOT)
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def drop(creation: DatabaseCreation, name: str, verbosity: int) -> None:
    """Drop the database of a worker; a session that a thread of a test still holds is ended."""
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {creation.connection.ops.quote_name(name)} WITH (FORCE)")
