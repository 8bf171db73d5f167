"""The figures above the lists, and the first lines of each list on the page of a region."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.places.models import Region
from cper.words.french import digits, money, ngettext
from monitoring.forms.search import kind_of, kind_title
from monitoring.models import Duty, Finding, Standing
from monitoring.money_bar import MoneyBar, Note, against_cost, beyond, given_back, lacks, money_bar
from monitoring.views.held_money import REASONS, tranche_rows, waiting_tranches
from monitoring.views.rows import duty_rows, finding_rows
from monitoring.views.tables import FINDINGS, LATE, WAITING

FIRST = 5
SUMS = ("cost", "mobilised", "paid", "justified", "given_back", "waiting", "findings")
GAPS = ("to_mobilise_due", "to_mobilise_coming", "to_pay", "to_justify")
UNKNOWN = ("engaged", "mobilised", "paid", "justified")
STOPPED = Q(as_of__isnull=False)
# Of a contract whose data have stopped, no day tells its end: its duration is not known, or the day it counts from.
END_UNKNOWN = Q(contract__duration_months=None) | Q(contract__starts_on=None, contract__signed_precision="month")


def figures(standings: QuerySet[Standing], duties: QuerySet[Duty] | None, kept: dict[str, str]) -> list[dict]:
    """What these contracts have engaged, mobilised, paid and justified, and the three lists that ask for attention:
    real contracts and invented ones each for themselves. `duties` are those late, counted by the list's own query;
    `kept` is what the addresses of the lists keep of the search. Two queries; counts are those of the last pull. Of a
    past day (no `duties`) they are those of then, and lead to no list, which are of today.
    """
    kinds = summed(standings)
    if duties is None:
        late = {invented: Late(row["late_sum"], row["late_in"]) for invented, row in kinds.items()}
    else:
        late = late_by_kind(duties)
    both = len(kinds) > 1
    return [
        {
            "title": kind_title(invented) if both or invented else "",
            "bar": bar(kinds[invented]),
            "alarms": alarms(
                kinds[invented],
                late.get(invented, Late()),
                kept | {"donnees": kind_of(invented) if both else ""},
                linked=duties is not None,
            ),
        }
        for invented in sorted(kinds)
    ]


def summed(standings: QuerySet[Standing]) -> dict[bool, dict]:
    """The sums and the counts of real contracts, and of invented ones. One query."""
    known = Q(engaged__isnull=False)
    rows = standings.order_by().values("contract__invented")
    by_kind = rows.annotate(
        contracts=Count("pk"),
        running=Count("pk", filter=Q(in_force=True)),
        endless=Count("pk", filter=Q(in_force=False) & END_UNKNOWN),
        stopped_late=Sum("late", filter=STOPPED, default=0),
        stopped=Count("pk", filter=STOPPED & Q(late__gt=0)),
        found=Count("pk", filter=Q(findings__gt=0)),
        late_sum=Sum("late"),
        late_in=Count("pk", filter=Q(late__gt=0)),
        engaged_sum=Sum("engaged"),
        measured=Sum("engaged", filter=Q(mobilised__isnull=False)),
        known_cost=Sum("cost", filter=known, default=0),
        unknown_cost=Sum("cost", filter=~known, default=0),
        **{f"{name}_sum": Sum(name) for name in (*SUMS, *GAPS)},
        **{f"{name}_unknown": Count("pk", filter=Q((f"{name}__isnull", True))) for name in UNKNOWN},
    )
    return {row["contract__invented"]: row for row in by_kind}


@dataclass(frozen=True)
class Late:
    """How many duties are late, in how many contracts, and how many of them are the nation's own, of no contract."""

    duties: int = 0
    contracts: int = 0
    national: int = 0

    @property
    def note(self) -> str:
        """« 4 dans 1 contrat-plan, 4 du comité national »; the place alone where all are of contracts."""
        where = among(self.contracts)
        if not self.national:
            return where
        national = _("%s du comité national") % digits(self.national)
        own = self.duties - self.national
        return f"{digits(own)} {where}, {national}" if own else national

    @property
    def of_contracts_perhaps_over(self) -> str:
        """The same where no contract is known to be in force: whether the committee had one to follow is not known."""
        if not self.national:
            return self.note
        return _("%s, dont on ne sait pas s’il avait un contrat-plan en vigueur à suivre") % self.note


def late_by_kind(duties: QuerySet[Duty]) -> dict[bool, Late]:
    """The duties that are late, of real contracts or of invented ones; the nation's own stand with the real, apart."""
    counted = (
        duties.order_by().values_list("contract__invented").annotate(n=Count("pk"), m=Count("contract", distinct=True))
    )
    rows = {invented: (count, contracts) for invented, count, contracts in counted}
    national = rows.pop(None, (0, 0))[0]
    found = {invented: Late(count, contracts) for invented, (count, contracts) in rows.items()}
    if national:
        real = found.get(False, Late())
        found[False] = Late(real.duties + national, real.contracts, national)
    return found


def bar(sums: dict) -> MoneyBar:
    """Their money in one line; what is not known of some is said under each sum, never counted as nothing."""
    notes = {
        "engaged": (
            *against_cost(sums["engaged_sum"], sums["known_cost"]),
            *unknown(sums["engaged_unknown"], sums["unknown_cost"]),
        ),
        "mobilised": (
            *lacks("to_mobilise", sums["to_mobilise_due_sum"], sums["to_mobilise_coming_sum"]),
            *beyond(excess(sums)),
            *unknown(sums["mobilised_unknown"]),
        ),
        "paid": (
            *lacks("to_pay", sums["to_pay_sum"]),
            *given_back(sums["given_back_sum"]),
            *unknown(sums["paid_unknown"]),
        ),
        "justified": (*lacks("to_justify", sums["to_justify_sum"]), *unknown(sums["justified_unknown"])),
    }
    known = sums["engaged_sum"] and not sums["mobilised_unknown"]
    expected = sums["engaged_sum"] - sums["to_mobilise_coming_sum"] if known else None
    return money_bar(contracts_in_words(sums), "", {name: sums[f"{name}_sum"] for name in UNKNOWN}, notes, expected)


def excess(sums: dict) -> int:
    """What was mobilised beyond the plan in some years or sources, while others lack."""
    names = ("mobilised_sum", "to_mobilise_due_sum", "to_mobilise_coming_sum")
    return max(0, sum(sums[name] or 0 for name in names) - (sums["measured"] or 0))


def unknown(count: int, cost: int = 0) -> tuple[Note, ...]:
    """« dont 7 contrats non connus », with the cost that they are declared to have."""
    if not count:
        return ()
    said = ngettext("%(n)s contrat-plan non connu", "%(n)s contrats-plans non connus", count) % {"n": digits(count)}
    return (Note(f"{said} : {_('coût déclaré %s') % money(cost)}" if cost else said),)


def contracts_in_words(sums: dict) -> str:
    """« 8 contrats-plans, dont 6 en vigueur », « 2 contrats-plans, tous en vigueur »: no number is said twice; those
    whose end is not known are neither in force nor out of it."""
    of_them, running = sums["contracts"], sums["running"]
    count = ngettext("%(n)s contrat-plan", "%(n)s contrats-plans", of_them) % {"n": digits(of_them)}
    if not of_them:
        return count
    if sums["endless"]:
        return with_unknown_ends(count, running, sums["endless"])
    if not running:
        return _("%s, aucun en vigueur") % count
    if running == of_them:
        return ngettext("%s, en vigueur", "%s, tous en vigueur", of_them) % count
    return _("%(count)s, dont %(running)s en vigueur") % {"count": count, "running": digits(running)}


def with_unknown_ends(count: str, running: int, endless: int) -> str:
    """« 8 contrats-plans, aucun connu en vigueur ; fin non connue de 7 »."""
    known = _("dont %s en vigueur") % digits(running) if running else _("aucun connu en vigueur")
    return _("%(count)s, %(known)s ; fin non connue de %(n)s") % {"count": count, "known": known, "n": digits(endless)}


def alarms(sums: dict, late: Late, kept: dict[str, str], *, linked: bool = True) -> list[dict]:
    """Who is late, where money waits, what the controls found: a figure, its words, its list."""
    asked = urlencode({name: value for name, value in kept.items() if value})
    query = f"?{asked}" if asked else ""
    return [
        {
            "title": _("Qui est en retard"),
            "figure": digits(late.duties),
            "words": ngettext("obligation", "obligations", late.duties),
            "note": lateness_note(sums, late, linked=linked),
            "url": reverse("late") + query if linked else "",
        },
        {
            "title": _("Où l’argent attend, et pourquoi"),
            "words": "",
            "url": reverse("waiting") + query if linked else "",
        }
        | held_up(sums),
        {
            "title": _("Ce que les contrôles constatent"),
            "figure": digits(sums["findings_sum"]),
            "words": ngettext("constat", "constats", sums["findings_sum"]),
            "note": among(sums["found"]),
            "url": reverse("findings") + query if linked else "",
        },
    ]


def lateness_note(sums: dict, late: Late, *, linked: bool) -> str:
    """Where the duties are late; today, also what was late when data stopped, which a past day counts itself."""
    note = late.note if sums["running"] else late.of_contracts_perhaps_over
    return "\u00a0; ".join(filter(None, (note, of_stopped_data(sums) if linked else "")))


def of_stopped_data(sums: dict) -> str:
    """« et 4 dans 1 contrat-plan, au jour où ses données s’arrêtent »: late then, awaited of nobody today, so in no
    list; the calendar of the contract tells them."""
    if not sums["stopped_late"]:
        return ""
    said = ngettext(
        "%(n)s %(where)s, au jour où ses données s’arrêtent",
        "%(n)s %(where)s, au jour où leurs données s’arrêtent",
        sums["stopped"],
    )
    return said % {"n": digits(sums["stopped_late"]), "where": among(sums["stopped"])}


def held_up(sums: dict) -> dict:
    """What was asked of the ANICT and is not paid; not known where the payments of no contract are."""
    lacking = " ; ".join(note.text for note in unknown(sums["paid_unknown"]))
    if sums["paid_unknown"] == sums["contracts"]:
        return {"figure": _("non connu"), "note": lacking}
    asked = _("demandés à l’ANICT et pas encore payés")
    return {"figure": money(sums["waiting_sum"]), "note": f"{asked} ; {lacking}" if lacking else asked}


def among(count: int) -> str:
    """« dans 3 contrats-plans »."""
    words = ngettext("dans %(n)s contrat-plan", "dans %(n)s contrats-plans", count)
    return words % {"n": digits(count)} if count else ""


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
    found = findings.select_related("contract__region", "contract__standing")
    shown = tranches.select_related("contract__region", "project", "window").prefetch_related(*REASONS)
    return {
        "duties": LATE.drawn(duty_rows(duties.select_related("contract__region", "institution")[:FIRST], actor)),
        "duties_more": more("late", region, duties.count()),
        "tranches": WAITING.drawn(tranche_rows(shown[:FIRST], actor.day)),
        "tranches_more": more("waiting", region, tranches.count()),
        "findings": FINDINGS.drawn(finding_rows(found[:FIRST])),
        "findings_more": more("findings", region, findings.count()),
    }


def more(name: str, region: Region, count: int) -> dict:
    """How many lines the list of a region has, and its address when they do not all stand on the page."""
    address = f"{reverse(name)}?{urlencode({'region': region.slug})}"
    return {"count": count, "url": address if count > FIRST else "", "label": _("Voir les %s") % digits(count)}
