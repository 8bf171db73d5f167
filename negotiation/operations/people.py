"""People and mandates, managed in the site by an administrator; there is no self-registration."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cper.people.models import Actor, Institution, Mandate, User
from cper.people.rights import Refused, Verdict, not_your_role
from cper.people.roles import Role


def require_administrator(by: Actor) -> None:
    """Raise `Refused` unless a mandate valid that day makes the actor an administrator."""
    if not by.is_administrator:
        raise Refused(Verdict(allowed=False, reason=not_your_role((Role.ADMIN,)), forbidden=True))


@transaction.atomic
def save_person(facts: Mapping[str, Any], *, by: Actor, person: User | None = None, password: str = "") -> User:
    """Create or change an account; a new one without a password cannot sign in until it has one.

    A password given to somebody else serves once: that person chooses another on signing in.
    """
    require_administrator(by)
    person = person or User()
    for field, value in facts.items():
        setattr(person, field, value)
    if not person.is_active:
        person.close()
    person.refused_email = person.refusal = ""  # who saves the account has read it: its address is tried again
    if password:
        person.set_password(password)
        person.must_change_password = person.pk != by.user.pk
    elif not person.password:
        person.set_unusable_password()
    person._history_user = by.user
    person.clean()  # writes the name as sign-in will read it
    person.save()
    return person


def choose_password(person: User, password: str) -> None:
    """Give oneself a password, known to nobody else; the sessions opened with the former one die."""
    person.set_password(password)
    person.must_change_password = False
    person._history_user = person
    person.save(update_fields=["password", "must_change_password"])


def choose_style(person: User, style: str) -> None:
    """Say how one is written (`titles`); what is already signed keeps its title."""
    person.styled = style
    person._history_user = person
    person.save(update_fields=["styled"])


@transaction.atomic
def grant_mandate(person: User, facts: Mapping[str, Any], *, by: Actor) -> Mandate:
    """Give a person a mandate; the database refuses identical overlaps and a second holder who signs."""
    require_administrator(by)
    # Of two administrators at once, the second waits, then gets the sentence.
    Institution.objects.select_for_update().get(pk=facts["institution"].pk)
    mandate = Mandate(person=person, **facts)
    mandate._history_user = by.user
    mandate.full_clean()
    mandate.save()
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Actor, on: date) -> Mandate:
    """Make `on` the last day of the mandate; what it gave ends with that day. A mandate is cut short, never
    lengthened: beyond its act, another one is given."""
    require_administrator(by)
    held = Mandate.objects.select_for_update(of=("self",)).select_related("person", "institution").get(pk=mandate.pk)
    if held.valid_to and on > held.valid_to:
        raise ValidationError(_("Un mandat ne se prolonge pas : donnez-en un autre, avec son acte."))
    held.valid_to = on
    held._history_user = by.user
    held.full_clean()
    held.save()
    return held
