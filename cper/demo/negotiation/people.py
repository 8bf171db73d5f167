"""The demonstration accounts: invented people, each with the mandate that its account is named after."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from cper.people.models import Institution, Mandate, User
from cper.places.models import Region
from cper.words.titles import Styled
from negotiation.management.fixtures import document

# The stories of the demonstration, those of the follow-up included, begin at most this many days ago; mandates must
# have begun before.
STORY_DAYS = 1500
# Both are prime to the number of names, so that first and last names meet in a new pair each time.
FIRST_STRIDE, LAST_STRIDE = 11, 7


def load_people(today: date) -> int:
    """Add the missing demonstration accounts, with one mandate each; return how many.

    They have no password of their own: `accounts.DemoBackend` lets them in, in demo mode only.
    """
    data = document("demo_people.toml")
    known = set(User.objects.values_list("username", flat=True))
    institutions = {institution.slug: institution for institution in Institution.objects.all()}
    since = min(data["valid_from"], today - timedelta(days=STORY_DAYS))
    names = names_of(data)
    added = 0
    for wanted in accounts(data):
        name = next(names)
        if wanted["account"] not in known:
            person = account_of(wanted, name, women=data["women"])
            load_mandate(person, wanted, institutions, mandate_term(wanted, since, today))
            added += 1
    return added


def accounts(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every account with its institution, function and title, those acting for another marked so."""
    acting = {row["account"]: row for row in data["acting"]}
    regional = [
        {
            "account": f"{region.slug}.{row['account']}",
            "institution": f"{row['institution']}-{region.slug}",
            "function": row["function"],
            "title": row["district_title" if region.is_district else "title"].format(region=region.name),
        }
        for region in Region.objects.all()
        for row in data["regional"]
    ]
    return [row | acting.get(row["account"], {}) for row in (*data["national"], *regional, *data["delegate"])]


def names_of(data: dict[str, Any]):
    """Plausible names, the same ones in the same order each time."""
    first, last = data["first_names"], data["last_names"]
    return (f"{first[i * FIRST_STRIDE % len(first)]} {last[i * LAST_STRIDE % len(last)]}" for i in count())


def mandate_term(wanted: dict[str, Any], since: date, today: date) -> dict[str, Any]:
    """From when to when, on which basis."""
    if "basis" not in wanted:
        return {"valid_from": since}
    return {
        "basis": wanted["basis"],
        "act": wanted["act"],
        "valid_from": today + timedelta(days=wanted["from"]),
        "valid_to": today + timedelta(days=wanted["to"]),
    }


def account_of(wanted: dict[str, Any], name: str, *, women: list[str]) -> User:
    """The account of that person, called as she or he is."""
    styled = Styled.MADAM_FEMININE if name.partition(" ")[0] in women else Styled.SIR
    email = f"{wanted['account']}@demo.invalid"
    person = User(username=wanted["account"], name=name, styled=styled, email=email, is_demo=True)
    person.set_unusable_password()
    person.save()
    return person


def load_mandate(person: User, wanted: dict[str, Any], institutions: dict[str, Institution], term: dict) -> None:
    Mandate.objects.create(
        person=person,
        institution=institutions[wanted["institution"]],
        function=wanted["function"],
        title=wanted["title"],
        **term,
    )
