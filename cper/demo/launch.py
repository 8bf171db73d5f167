"""`make demo`: the whole site on this machine, until Ctrl-C, with its database and its demonstration data.

Run again, it keeps the data. With `DATABASE_URL` set, that server is used instead of the embedded one. `PORT` chooses
the port. However it is ended (Ctrl-C, SIGTERM, closed terminal), no process stays behind.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from cper import database
from cper.rows import first

HOST = "127.0.0.1"
WORKERS = 2
# A slow upload holds a thread from its first byte to its last: many threads keep the site open to the others.
THREADS = 16
PATIENCE_SECONDS = 60
GRACE_SECONDS = 5

READY = """
  Le site est prêt : http://{host}:{port}/

  Comptes : {accounts}
  et les mêmes fonctions pour chaque autre région ; la page de connexion les propose tous.
  Mot de passe : cper-demo

  Ctrl-C pour arrêter ; les données sont gardées pour la prochaine fois.
"""
# In this order: contracts before their follow-up, and what a day changes (duties, findings) last.
LOADERS = ("load_reference", "load_follow_up_reference", "load_demo", "load_follow_up_demo", "pull_duties")
ACCOUNTS = (
    "kayes.agent, kayes.president, kayes.gouverneur, kayes.drpsiap, kayes.adr, dgct, anict, dnpd, finances, elevage, "
    "admin"
)


def main() -> None:
    if sys.argv[1:] == ["stop"]:
        stop(_port())
        return
    port = _port()
    _check_that_it_is_free(port)
    signal.signal(signal.SIGINT, lambda number, frame: sys.exit(0))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    os.environ |= {"CPER_DEMO": "1", "DJANGO_SETTINGS_MODULE": "cper.settings"}
    os.environ.setdefault("CPER_SITE_URL", f"http://{HOST}:{port}")
    with _database(), _pid_file(port):
        _prepare()
        with _server(port) as server:
            _wait_until_it_answers(server, port)
            _say(READY.format(host=HOST, port=port, accounts=ACCOUNTS))
            server.wait()
        sys.exit("Le serveur s’est arrêté de lui-même ; ses messages sont ci-dessus.")


def stop(port: int) -> None:
    """End the demo that serves this port from this folder, then the embedded server if something left it running."""
    file = _pid_path(port)
    if file.exists():
        pid = int(file.read_text())
        with contextlib.suppress(ProcessLookupError):
            if b"cper.demo" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGTERM)
                _wait_until(lambda: not file.exists())
        file.unlink(missing_ok=True)
    database.stop(database.DEMO_FOLDER)


def _port() -> int:
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65536:
        sys.exit(f"PORT={word} n’est pas un numéro de port.")
    return int(word)


def _check_that_it_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Le port {port} est déjà pris ou interdit. Choisissez-en un autre : make demo PORT=8001")


@contextlib.contextmanager
def _database() -> Iterator[None]:
    if os.environ.get("DATABASE_URL"):
        _say("→ Base de données : celle de DATABASE_URL")
        yield
        return
    _say("→ Démarrage de PostgreSQL")
    with database.lease(database.DEMO_FOLDER) as address:
        os.environ["DATABASE_URL"] = address
        yield


def _prepare() -> None:
    """Bring the tables, the data and the static files up to date; all of it may be done any number of times."""
    django.setup()
    _say("→ Mise à jour des tables")
    try:
        first.migrate()
    except OperationalError as error:
        sys.exit(f"La base de données ne répond pas. Vérifiez DATABASE_URL.\n{error}")
    _say("→ Chargement des données de référence et de démonstration")
    for loader in LOADERS:
        call_command(loader, verbosity=0)
    with contextlib.suppress(CommandError):  # what is lost is told to the administrator, on his first page
        call_command("check_files", verbosity=0)
    connection.close()
    connection.close_pool()
    _say("→ Préparation des fichiers statiques")
    call_command("collectstatic", verbosity=0, interactive=False)


@contextlib.contextmanager
def _server(port: int) -> Iterator[subprocess.Popen]:
    """Serve in a session of its own, so that a Ctrl-C reaches only us and everything is ended in order."""
    _say("→ Démarrage du site")
    command = [sys.executable, "-m", "granian", "cper.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", HOST, "--port", str(port), "--log-level", "error"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--respawn-failed-workers", "--respawn-interval", "1"]  # a worker that dies is replaced
    server = subprocess.Popen(command, start_new_session=True)
    try:
        yield server
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(server)


def _end(server: subprocess.Popen) -> None:
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(GRACE_SECONDS)
    # What did not end in time, and any worker left behind.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _wait_until_it_answers(server: subprocess.Popen, port: int) -> None:
    def settled() -> bool:
        return server.poll() is not None or _status(port) is not None

    if not _wait_until(settled) or server.poll() is not None:
        sys.exit("Le site ne démarre pas ; ses messages sont ci-dessus.")
    if (status := _status(port)) != http.HTTPStatus.OK:
        sys.exit(f"Le site répond par une erreur ({status}) ; ses messages sont ci-dessus.")


def _status(port: int) -> int | None:
    """What the sign-in page answers, or None as long as nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
    with contextlib.closing(connection), contextlib.suppress(OSError):
        connection.request("GET", reverse("sign-in"))
        return connection.getresponse().status
    return None


def _wait_until(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextlib.contextmanager
def _pid_file(port: int) -> Iterator[None]:
    """Tell `make stop` whom to end."""
    file = _pid_path(port)
    file.parent.mkdir(exist_ok=True)
    file.write_text(str(os.getpid()))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _pid_path(port: int) -> Path:
    return database.LOCAL / f"demo-{port}.pid"


def _say(line: str) -> None:
    print(line, flush=True)
