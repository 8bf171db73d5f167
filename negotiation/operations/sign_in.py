"""Slowing down who guesses passwords, without closing the door to who knows theirs."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cper.people.models import KnownPlace, SignInTry

TRIES = 10
WINDOW = timedelta(minutes=15)
# More names than a council has people, tried from one address without one right password: somebody sprays.
MOST_NAMES = 40


@dataclass(frozen=True)
class Visitor:
    """Where an attempt comes from: the address on the network, and the mark this browser was given, if any."""

    address: str
    device: str = ""

    @property
    def places(self) -> list[str]:
        """Both as fingerprints, the surer first."""
        told = [("device", self.device), ("address", self.address)]
        return [sha256(f"{kind}:{value}".encode()).hexdigest() for kind, value in told if value]


def may_try(name: str, visitor: Visitor, *, at: datetime) -> bool:
    """Write down an attempt on that name, before any password is checked; whether it may go on.

    Ten attempts in fifteen minutes from strangers together, and ten from each place the account is known from: a
    stranger keeps nobody out of the office where he signs in every day. The row is written first and counted after,
    so that simultaneous attempts cannot all pass. A refused one is forgotten: who goes on knocking does not keep the
    owner out for ever. A name without an account answers in the same way: nobody learns which accounts exist.
    """
    SignInTry.objects.filter(at__lt=at - WINDOW).delete()
    place = known_place(name, visitor, at)
    attempt = SignInTry.objects.create(name=key_of(name), place=place, address=visitor.address, at=at)
    tries = SignInTry.objects.filter(name=attempt.name, place=place).count()
    may = tries <= TRIES and (bool(place) or not sprays(visitor))
    if not may:
        attempt.delete()
    return may


def sprays(visitor: Visitor) -> bool:
    """Whether that address has just tried more names than an office has people."""
    strangers = SignInTry.objects.filter(address=visitor.address, place="")
    return strangers.values("name").distinct().count() > MOST_NAMES


def known_place(name: str, visitor: Visitor, at: datetime) -> str:
    """The fingerprint of the place that the account is known from; empty for a stranger."""
    known = KnownPlace.objects.remembered(at).filter(name=key_of(name), place__in=visitor.places)
    found = set(known.values_list("place", flat=True))
    return next((place for place in visitor.places if place in found), "")


def welcome(name: str, visitor: Visitor, *, at: datetime) -> None:
    """The right password was given: the count of that place starts anew, and the place is known from now on."""
    SignInTry.objects.filter(name=key_of(name), place=known_place(name, visitor, at)).delete()
    for place in visitor.places:
        KnownPlace.objects.update_or_create(name=key_of(name), place=place, defaults={"last_at": at})


def key_of(name: str) -> str:
    """One key for all the spellings that open one account: sign-in trims and unifies a name (NFKC), then the database
    compares capitals, in which « ı » is « I »."""
    return unicodedata.normalize("NFKC", name.replace("\0", "")).strip().upper().casefold()[:60]
