"""The list of contracts as of a past day: the figures that the site had worked out by then (`DatedStanding`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.french import long_date, ngettext
from monitoring.calendar import ends_by
from monitoring.forms.moment import PROPOSED, DayForm
from monitoring.models import DatedStanding, FollowedContract, Standing


@dataclass(frozen=True)
class Asked:
    """Who reads the list, at which past day (None for today), what is shown of it; `fault` of a day that cannot be."""

    reader: Actor
    day: date | None
    shown: dict
    fault: str = ""

    def standings(self) -> QuerySet[Standing] | QuerySet[DatedStanding]:
        if self.day is None:
            return Standing.objects.visible_to(self.reader)
        return DatedStanding.objects.at(self.day).visible_to(self.reader)

    @property
    def hidden(self) -> list[dict]:
        """The day as an entry of the form that narrows the list."""
        return [{"name": "au", "value": self.day.isoformat()}] if self.day else []

    @property
    def filed(self) -> dict[str, str]:
        """How a file of the list is named, and the day that it says it tells of."""
        if self.day is None:
            return {}
        situation = _("%s, telle que le site l’avait établie") % long_date(self.day)
        return {"name": f"au-{self.day}", "situation": situation}


def asked(request: HttpRequest) -> Asked:
    """What the address asks for."""
    form = DayForm(request.GET, request.actor.day)
    actor, day = request.actor, form.day
    shown = choice(form, actor.day)
    if day is None:
        return Asked(actor, None, shown, form.fault)
    reader = Actor(actor.user, day, actor.mandates)
    return Asked(reader, day, shown | banner(day, request.path, unknown(reader)))


def unknown(reader: Actor) -> int:
    """How many contracts were signed by the day of the reader of which the site had worked out nothing yet."""
    signed = FollowedContract.objects.visible_to(reader).filter(signed_on__lte=reader.day)
    return signed.exclude(dated_standings__on__lte=reader.day).count()


def banner(day: date, path: str, unknown: int) -> dict:
    told = _("Telle que le site l’avait établie ce jour-là, sans ce qui a été saisi ou corrigé depuis.")
    if unknown:
        absent = ngettext(
            "%(count)s contrat-plan déjà signé n’y était pas encore suivi : il n’y figure pas.",
            "%(count)s contrats-plans déjà signés n’y étaient pas encore suivis : ils n’y figurent pas.",
            unknown,
        )
        told = f"{told} {absent % {'count': unknown}}"
    return {"title": _("Situation au %s") % long_date(day), "told": told, "today_url": path}


def choice(form: DayForm, today: date) -> dict:
    """The way to another day: what is typed, and the last ends of quarters."""
    over = islice(ends_by(today - timedelta(days=1)), PROPOSED)
    ends = [{"label": long_date(day), "url": f"?au={day}"} for day in over]
    return {"value": form.data["au"], "ends": ends, "open": bool(form.fault)}


def refused(asked: Asked) -> dict:
    """The page of a day that cannot be read."""
    return {
        "place": _("Suivi de l’exécution"),
        "fault": asked.fault,
        "as_of": asked.shown,
        "url": reverse("nation"),
        "url_label": _("Lire la liste à aujourd’hui"),
    }
