"""The figures above the lists, and the first lines of each list on the page of a region."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import Duty, Finding, Standing
from monitoring.money_bar import money_bar
from monitoring.views.held_money import REASONS, tranche_rows, waiting_tranches
from monitoring.views.rows import duty_row, finding_row
from negotiation.french import digits, money
from negotiation.models import Actor, Region

FIRST = 5
SUMS = ("engaged", "mobilised", "paid", "justified", "waiting", "late", "findings")


def figures(standings: QuerySet[Standing]) -> dict:
    """What these contracts have engaged, mobilised, paid and justified, and the three lists that ask for attention.

    One query; counts are those of the last pull.
    """
    sums = standings.order_by().aggregate(
        contracts=Count("pk"),
        running=Count("pk", filter=Q(in_force=True)),
        lagging=Count("pk", filter=Q(late__gt=0)),
        found=Count("pk", filter=Q(findings__gt=0)),
        **{name: Sum(name, default=0) for name in SUMS},  # last: each takes the name of its field
    )
    way = {name: sums[name] for name in ("engaged", "mobilised", "paid", "justified")}
    return {"bar": money_bar(contracts_in_words(sums), "", **way), "alarms": alarms(sums)}


def contracts_in_words(sums: dict) -> str:
    """« 8 contrats-plans, dont 6 en vigueur »."""
    count = ngettext("%(n)s contrat-plan", "%(n)s contrats-plans", sums["contracts"]) % {
        "n": digits(sums["contracts"])
    }
    return _("%(count)s, dont %(running)s en vigueur") % {"count": count, "running": digits(sums["running"])}


def alarms(sums: dict) -> list[dict]:
    """Who is late, where money waits, what the controls found: a figure, its words, its list."""
    return [
        {
            "title": _("Qui est en retard"),
            "figure": digits(sums["late"]),
            "words": ngettext("obligation", "obligations", sums["late"]),
            "note": among(sums["lagging"]),
            "url": reverse("late"),
        },
        {
            "title": _("Où l’argent attend, et pourquoi"),
            "figure": money(sums["waiting"]),
            "words": "",
            "note": _("demandés à l’ANICT et pas encore payés"),
            "url": reverse("waiting"),
        },
        {
            "title": _("Ce que les contrôles constatent"),
            "figure": digits(sums["findings"]),
            "words": ngettext("constat", "constats", sums["findings"]),
            "note": among(sums["found"]),
            "url": reverse("findings"),
        },
    ]


def among(count: int) -> str:
    """« dans 3 contrats-plans »."""
    words = ngettext("dans %(n)s contrat-plan", "dans %(n)s contrats-plans", count)
    return words % {"n": digits(count)} if count else ""


def money_concerned(amount: int | None) -> str:
    """The money of the findings listed; one sum may be concerned by several."""
    return _("Sommes en cause, constat par constat : %s.") % money(amount) if amount else ""


def checked_on(actor: Actor) -> date | None:
    """The day of the oldest controls among the contracts in sight; None where none has been controlled."""
    days = Standing.objects.visible_to(actor).order_by("worked_out_on")
    return days.values_list("worked_out_on", flat=True).first()


def region_header(region: Region) -> dict:
    return {
        "eyebrow": _("Suivi de l’exécution"),
        "title": region.full_name,
        "back": {"url": reverse("nation"), "label": _("Tous les contrats-plans")},
    }


def of_region(region: Region, actor: Actor) -> dict:
    """The first late duties, waiting tranches and findings of a region, with how many there are and where to read
    them all."""
    duties = Duty.objects.visible_to(actor).late(actor.day).filter(contract__region=region)
    tranches = waiting_tranches(actor).filter(contract__region=region)
    findings = Finding.objects.visible_to(actor).filter(contract__region=region)
    shown = tranches.select_related("contract__region", "project", "window").prefetch_related(*REASONS)
    return {
        "duties": [duty_row(duty, actor) for duty in duties.select_related("contract__region", "institution")[:FIRST]],
        "duties_more": more("late", region, duties.count()),
        "tranches": tranche_rows(shown[:FIRST], actor.day),
        "tranches_more": more("waiting", region, tranches.count()),
        "findings": [finding_row(finding) for finding in findings.select_related("contract__region")[:FIRST]],
        "findings_more": more("findings", region, findings.count()),
    }


def more(name: str, region: Region, count: int) -> dict:
    """How many lines the list of a region has, and its address when they do not all stand on the page."""
    address = f"{reverse(name)}?{urlencode({'region': region.slug})}"
    return {"count": count, "url": address if count > FIRST else "", "label": _("Voir les %s") % digits(count)}
