"""Slowing down who guesses passwords."""

import unicodedata
from datetime import datetime, timedelta

from negotiation.models.sign_in import SignInTry

TRIES = 10
WINDOW = timedelta(minutes=15)


def may_try(name: str, *, at: datetime) -> bool:
    """Write down an attempt on that name, before any password is checked; whether it may go on.

    Ten attempts in fifteen minutes: the row is written first and counted after, so that simultaneous attempts cannot
    all pass. A refused one is forgotten: who goes on knocking does not keep the owner out for ever. A name without an
    account answers in the same way, and nobody learns which accounts exist.
    """
    SignInTry.objects.filter(at__lt=at - WINDOW).delete()
    attempt = SignInTry.objects.create(name=key_of(name), at=at)
    may = SignInTry.objects.filter(name=attempt.name).count() <= TRIES
    if not may:
        attempt.delete()
    return may


def forget_tries(name: str) -> None:
    """The right password was given: the count starts anew."""
    SignInTry.objects.filter(name=key_of(name)).delete()


def key_of(name: str) -> str:
    """One key for all the spellings that open one account: sign-in trims and unifies a name (NFKC), then the database
    compares capitals, in which « ı » is « I »."""
    return unicodedata.normalize("NFKC", name.replace("\0", "")).strip().upper().casefold()[:60]
