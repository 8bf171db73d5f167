"""Loads the follow-up of the demonstration: the window and its rules, the contracts, the national committee."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Max

from cper.demo.follow_up.contracts import sign
from cper.demo.follow_up.days import Days
from cper.demo.follow_up.papers import paper
from cper.demo.follow_up.player import Player
from cper.demo.follow_up.stories import Story
from cper.law.texts import ORIGIN
from cper.people.models import User
from cper.words import clock
from monitoring import operations, renewal
from monitoring.models import FollowedContract, Fulfilment, FundingWindow, TrancheRule
from monitoring.workflow import OWN_ACTS
from negotiation.management.fixtures import document
from negotiation.models import Contract, Notice

NATIONAL = "hold_national"
HUNDREDTHS = 100
MORNING = time(9)


def load_follow_up(today: date) -> int:
    """Play the stories that have not been played yet; return how many contracts they are.

    A story is known by its title, even if the contract has been given another one since.
    """
    data, days = document("demo_follow_up.toml"), Days(today)
    last = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
    window = load_window(data["window"])
    hold_national(data["national"], days)
    played = set(Contract.history.filter(invented=True).values_list("title", flat=True))
    actors: dict = {}
    count = 0
    for told in data["contract"]:
        if told["title"] not in played:
            signed = days.past(told["signed"])
            contract = sign(told, signed, days.year(told["first_year"]))
            play(contract, told, days, window, actors)
            count += 1
    for told in data["follow"]:
        for contract in FollowedContract.objects.filter(title=told["title"], invented=True, follow_up_passages=None):
            play(contract, told, days, window, actors)
            count += 1
    # What happened in a story has been told to its people long ago: no mail leaves for it.
    Notice.objects.filter(pk__gt=last, mailed_at=None).update(mailed_at=F("written_at"))
    return count


def play(contract: FollowedContract, told: dict[str, Any], days: Days, window: FundingWindow, actors: dict) -> None:
    """All the acts of one contract, from its signature."""
    renewal.renew(FollowedContract.objects.for_pages().get(pk=contract.pk), contract.signed_on)
    Player(contract, days, window, actors).play(Story(told, days, contract.signed_on).acts())
    renewal.renew(FollowedContract.objects.for_pages().get(pk=contract.pk), days.today)


def load_window(told: dict[str, Any]) -> FundingWindow:
    """The window of the demonstration, with its rules, which are invented; one that stands is left as it is.

    It is written here rather than by its operation, which would make the nation's duties begin on its day.
    """
    standing = FundingWindow.objects.filter(name=told["name"]).first()
    if standing:
        return standing
    window = FundingWindow(name=told["name"])
    window._history_user = User.objects.get(username="anict.secretariat")
    window.save()
    for row in told["rules"]:
        rates = {name: row[name] * HUNDREDTHS for name in ("share", "justified")}
        TrancheRule.objects.create(window=window, since=ORIGIN, rank=row["rank"], papers=row["papers"], **rates)
    return window


def hold_national(meetings: list[dict[str, Any]], days: Days) -> None:
    """The meetings of the national committee, held or not, unless some are recorded already."""
    rule = OWN_ACTS[NATIONAL]
    if Fulfilment.objects.filter(contract=None, code=rule.code).exists():
        return
    renewal.renew_nation(days.quarter(meetings[0]["at"]).start)
    for told in meetings:
        quarter = days.quarter(told["at"])
        on = days.past(f"q{told['at']:+d}+{told['day']}")
        lapsed = told.get("lapsed", False)
        file = None if lapsed else paper(str(rule.title), None, on=on, about=quarter.label)
        chair = User.objects.get(username="dgct").on(on)
        facts = {"note": told["note"], "lapsed": lapsed, "file": file}
        operations.fulfil(None, NATIONAL, quarter.code, **facts, by=chair, at=morning(on))


def morning(on: date) -> datetime:
    return datetime.combine(on, MORNING, tzinfo=clock.BAMAKO)
