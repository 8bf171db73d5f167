"""The pages of a contract as of a day: who asks for which, what the page says of it, how its links keep the day."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from itertools import islice, takewhile
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.french import long_date
from monitoring import replay
from monitoring.calendar import ends_by
from monitoring.forms.moment import PROPOSED, SAME, MomentForm
from monitoring.models import FollowedContract
from monitoring.moments import Moment


class NoSuchDay(Exception):
    """The address asks for a day on which the page cannot be read; the form says why and how to mend."""

    def __init__(self, contract: FollowedContract, form: MomentForm):
        super().__init__(form.fault)
        self.contract, self.form = contract, form


def look(request: HttpRequest, contract: FollowedContract, *relations: str) -> tuple[FollowedContract, Actor]:
    """The contract with its facts as the address asks for them, one query, and who reads it that day.

    Raises `NoSuchDay` for a day to come, before the signature, or that cannot be read.
    """
    form = MomentForm(request.GET, contract, request.actor.day)
    if form.is_asked and not form.is_valid():
        raise NoSuchDay(contract, form)
    moment = form.moment if form.is_asked else None
    if moment is None:
        return contract.load(*relations), request.actor
    contract.load(*relations, *replay.ACTS)
    reader = request.actor
    return replay.seen(contract, moment), Actor(reader.user, moment.on, reader.mandates)


def read_at_a_day(view: Callable) -> Callable:
    """A page of a contract that answers `?au=` and `?su=`: its links keep the day; a day that cannot be is refused."""

    @wraps(view)
    def answered(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, reference, *args, **kwargs)
        except NoSuchDay as wrong:
            return render(request, "monitoring/no_such_day.html", refused(request, wrong), status=400)
        form = MomentForm(request.GET, None, request.actor.day) if {"au", "su"} & set(request.GET) else None
        if form and not response.streaming and response.status_code == 200:
            home = reverse("execution", args=[reference])
            text = response.content.decode(response.charset)
            response.content = keeping(text, home, urlencode({k: v for k, v in form.data.items() if v}))
        return response

    return answered


def refused(request: HttpRequest, wrong: NoSuchDay) -> dict:
    return {
        "place": wrong.contract.reference,
        "fault": str(wrong),
        "as_of": choice(wrong.contract, request.actor.day, wrong.form) | {"open": True},
        "url": wrong.contract.get_absolute_url(),
        "url_label": _("Lire le contrat-plan à aujourd’hui"),
    }


def keeping(text: str, home: str, query: str) -> str:
    """The page with the day in every link to a page below `home`; papers are the same on every day."""
    link = re.compile(rf'(?<!data-today )href="({re.escape(home)}(?!papiers/)[^"?#]*)(\?[^"#]*)?(#[^"]*)?"')
    day = escape(query)

    def dated(found: re.Match) -> str:
        path, asked, place = found[1], found[2] or "", found[3] or ""
        if path.endswith(".pdf") or re.search(r"[?;&](au|su)=", asked):
            return found[0]
        return f'href="{path}{asked}{"&amp;" if asked else "?"}{day}{place}"'

    return link.sub(dated, text)


def shown(contract: FollowedContract, today: date, path: str) -> dict:
    """What a page says of its day (`monitoring/_as_of.html`): the banner of a past one, how to ask for another."""
    moment = contract.moment
    found = choice(contract, today, None)
    if moment is None:
        return found
    return found | {
        "title": _("Situation au %s") % long_date(moment.on),
        "told": told(moment),
        "today_url": path,
        "other": other(moment),
    }


def told(moment: Moment) -> str:
    """By what was known, in a sentence."""
    if moment.known is None:
        return _("Ce qui était vrai ce jour-là, tel qu’on le sait aujourd’hui, corrections comprises.")
    if moment.known == moment.on:
        return _("D’après ce qui était saisi ce jour-là : ce qui a été saisi ou corrigé depuis n’y est pas.")
    words = long_date(moment.known)
    return _("D’après ce qui était saisi au %s : ce qui a été saisi ou corrigé depuis n’y est pas.") % words


def other(moment: Moment) -> dict:
    """The same day by the other knowledge."""
    if moment.known is None:
        label = _("Lire ce jour d’après ce qui était saisi alors")
        return {"url": f"?{urlencode({'au': moment.on, 'su': moment.on})}", "label": label}
    return {"url": f"?{urlencode({'au': moment.on})}", "label": _("Lire ce jour tel qu’on le sait aujourd’hui")}


def choice(contract: FollowedContract, today: date, form: MomentForm | None) -> dict:
    """The way to another day: what is typed, and the last ends of quarters."""
    moment = contract.moment
    typed = form.data["au"] or form.data["su"] if form else f"{moment.on:%d/%m/%Y}" if moment else ""
    then = bool(moment and moment.known) or bool(form and form.data["su"])
    return {
        "value": typed,
        "same": SAME,
        "then": then,
        "ends": [
            {"label": long_date(day), "url": f"?{urlencode({'au': day} | ({'su': day} if then else {}))}"}
            for day in quarter_ends(contract, today)
        ],
        "open": False,
    }


def quarter_ends(contract: FollowedContract, today: date) -> list[date]:
    """The ends of the last quarters that are over and known, the last first, since the signature."""
    yesterday = today - timedelta(days=1)
    over = ends_by(min(contract.known_until or yesterday, yesterday))
    return list(takewhile(lambda day: day >= contract.signed_on, islice(over, PROPOSED)))


def situation(contract: FollowedContract) -> str:
    """The day of a file, for its provenance: « 30 juin 2026, d’après ce qui était saisi au … »; empty for today."""
    moment = contract.moment
    if moment is None:
        return ""
    if moment.known is None:
        return _("%s, telle qu’on la sait aujourd’hui") % long_date(moment.on)
    words = {"on": long_date(moment.on), "known": long_date(moment.known)}
    return _("%(on)s, d’après ce qui était saisi au %(known)s") % words


def hidden(contract: FollowedContract) -> list[dict]:
    """The day as entries of a form that narrows the page."""
    moment = contract.moment
    days = {"au": moment.on, "su": moment.known} if moment else {}
    return [{"name": name, "value": day.isoformat()} for name, day in days.items() if day]


def filed(contract: FollowedContract) -> dict[str, str]:
    """How a file of the contract is named and what it says of its day."""
    days = [f"{entry['name']}-{entry['value']}" for entry in hidden(contract)]
    return {"name": "-".join([contract.reference, *days]), "situation": situation(contract)}
