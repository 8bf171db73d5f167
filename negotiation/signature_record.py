"""The minutes of a signature (« procès-verbal de signature »), drawn up once both parties have signed.

They name the approved convention by its version and fingerprint, so that the paper signed and the file kept can be
matched. As in `negotiation.convention`, every fact and the day are handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from cper.people.roles import Role
from cper.people.signatory import Signatory
from cper.places.wording import Territory
from cper.words.french import long_date
from cper.words.in_words import day_in_words
from negotiation.act_parts import TeamMember, between

SHA256_GROUP = 8


@dataclass(frozen=True)
class Signature:
    """Who signed on paper for which party (« Pour la Région de Kayes »), when and where; when it was recorded."""

    party: str
    signatory: Signatory
    signed_on: date
    place: str
    recorded_on: date
    attended: tuple[TeamMember, ...] = ()  # the members of the CROCSAD that who recorded it says were present

    @property
    def signed_label(self) -> str:
        """« 31 août 2018, Kayes »."""
        return f"{long_date(self.signed_on)}, {self.place}"

    @property
    def recorded_label(self) -> str:
        """When it was recorded, where that was a later day."""
        return long_date(self.recorded_on) if self.recorded_on > self.signed_on else ""


@dataclass(frozen=True)
class Told:
    """What who signed for a party tells of who was present: at which signature (« 31 août 2018, Kayes »), which
    members of the CROCSAD; none where he does not say."""

    party: str
    occasion: str
    members: tuple[TeamMember, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """Who was present at the signature, under what says so; `gap` tells whom the other list leaves out."""

    heading: str
    members: tuple[TeamMember, ...]
    gap: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureRecord:
    template_name: ClassVar[str] = "pdf/signature_record.html"

    reference: str
    territory: Territory
    title: str
    ministry: str
    convention_version: int
    convention_sha256: str
    approved_on: date
    signatures: tuple[Signature, ...]
    place: str
    ceremony_on: date
    originals: tuple[str, ...]
    copies: tuple[str, ...]
    on: date
    draft: bool = False
    model_note: str = ""

    @property
    def heading(self) -> str:
        return _("Procès-verbal de signature")

    @property
    def heading_lines(self) -> tuple[str, ...]:
        return (self.heading,)

    @property
    def subtitle(self) -> str:
        return between(self.territory)

    @property
    def is_ceremony(self) -> bool:
        """Whether both signed at the ceremony that was convened, on its day and where it was held."""
        held = (self.ceremony_on, _place(self.place))
        return all((one.signed_on, _place(one.place)) == held for one in self.signatures)

    @property
    def ceremony_label(self) -> str:
        """« 31 août 2018, Kayes »."""
        return f"{long_date(self.ceremony_on)}, {self.place}"

    @property
    def attendances(self) -> list[Attendance]:
        return attendances([Told(one.party, one.signed_label, one.attended) for one in self.signatures])

    @property
    def is_late(self) -> bool:
        return any(one.recorded_label for one in self.signatures)

    @property
    def opening(self) -> str:
        """« L’an deux mille dix-huit et le trente et un août, à Kayes »."""
        return _("L’an %(day)s, à %(place)s") % {"day": day_in_words(self.ceremony_on), "place": self.place}

    @property
    def fingerprint(self) -> str:
        """The whole sha256, in groups that a person can compare."""
        starts = range(0, len(self.convention_sha256), SHA256_GROUP)
        return " ".join(self.convention_sha256[start : start + SHA256_GROUP] for start in starts)

    @property
    def approved_label(self) -> str:
        return long_date(self.approved_on)

    @property
    def on_label(self) -> str:
        return long_date(self.on)


def parties(territory: Territory) -> dict[Role, str]:
    """For whom each signs, the State's signatory first."""
    return {Role.GOVERNOR: _("Pour l’État"), Role.PRESIDENT: _("Pour %s") % territory.the_full_name}


def attendances(told: Sequence[Told]) -> list[Attendance]:
    """Which members of the CROCSAD were present at the signature (grid, step 8), as the parties tell it; nothing where
    nobody does. One list where it was one occasion of which nobody tells otherwise; else each under the words of its
    party, at its own day and place, with the gap between the two."""
    said = [one for one in told if one.members]
    if not said:
        return []
    if len({one.occasion for one in told}) == 1 and len({frozenset(one.members) for one in said}) == 1:
        return [Attendance(_("Membres du CROCSAD présents"), said[0].members)]
    return [Attendance(_under(one), one.members, _gap(one, said)) for one in said]


def _under(one: Told) -> str:
    """« Membres du CROCSAD présents, d’après qui a signé pour l’État (31 août 2018, Kayes) »."""
    words = {"party": one.party[:1].lower() + one.party[1:], "occasion": one.occasion}
    return _("Membres du CROCSAD présents, d’après qui a signé %(party)s (%(occasion)s)") % words


def _gap(one: Told, said: Sequence[Told]) -> str:
    """Whom the other list does not name; that there is no other list, where only one party tells it."""
    others = [other for other in said if other is not one]
    if not others:
        return _("L’autre partie, qui a signé un autre jour ou ailleurs, n’indique pas qui était présent.")
    missing = [member.name for member in one.members if all(member not in other.members for other in others)]
    return _("L’autre liste ne nomme pas : %s.") % ", ".join(missing) if missing else ""


def _place(name: str) -> str:
    """A place as it is compared: whatever its capitals and its spaces."""
    return " ".join(name.split()).casefold()
