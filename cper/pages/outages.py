"""What a request met when the machine gave way: told from a fault of the site, in words that say what to do."""

import errno
from collections import deque
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
# PostgreSQL's own words for a disk that is full, cannot be read or written, and for a server in recovery.
DISK_STATES = ("53100", "58030")
READ_ONLY_STATE = "25006"
NO_TEMPORARY_FOLDER = "No usable temporary directory"


@dataclass(frozen=True)
class Outage:
    """What gave way: the kind of incident it is, what is said of it, whether a read may be tried again at once."""

    kind: str
    sentence: str | Promise
    passes: bool = False


DATABASE = Outage(
    "database",
    _("La base de données ne répond pas, le plus souvent parce qu’elle redémarre. Attendez une minute."),
    passes=True,
)
DISK = Outage(
    "disk",
    _("Le disque du site est plein, ou ne peut plus être écrit. Seul l’administrateur peut y remédier : il le sait."),
)

# What could not be written down while the database was away: (kind, subject, detail, moment).
untold: deque[tuple] = deque(maxlen=100)


def outage_of(error: BaseException | None) -> Outage | None:
    """What gave way, looked for through the causes of the error; None for a fault of the site."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if found := _named(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _named(error: BaseException) -> Outage | None:
    state = getattr(error.__cause__ if isinstance(error, DatabaseError) else error, "sqlstate", None)
    if state in DISK_STATES:
        return DISK
    if isinstance(error, (OperationalError, InterfaceError)) or state == READ_ONLY_STATE:
        return DATABASE
    if isinstance(error, OSError) and (error.errno in FULL or NO_TEMPORARY_FOLDER in str(error.strerror)):
        return DISK
    return None
