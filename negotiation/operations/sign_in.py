"""Slowing down who guesses passwords."""

from datetime import datetime, timedelta

from negotiation.models.sign_in import SignInTry

TRIES = 10
WINDOW = timedelta(minutes=15)


def may_try(name: str, *, at: datetime) -> bool:
    """Write down an attempt on that name, before any password is checked; whether it may go on.

    Ten attempts in fifteen minutes: the row is written first and counted after, so that simultaneous attempts cannot
    all pass. A name without an account answers in the same way, and nobody learns which accounts exist.
    """
    name = name.casefold()[:60]
    SignInTry.objects.filter(name=name, at__lt=at - WINDOW).delete()
    SignInTry.objects.create(name=name, at=at)
    return SignInTry.objects.filter(name=name).count() <= TRIES


def forget_tries(name: str) -> None:
    """The right password was given: the count starts anew."""
    SignInTry.objects.filter(name=name.casefold()[:60]).delete()
