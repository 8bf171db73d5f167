"""The money of tranches that waits: in which state, with whom, since when, and why.

Until it is paid, a tranche holds its latest sum (FCFA); once paid, what is still to be justified.
"""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Case, Count, F, Prefetch, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cper.people.models import Actor, Institution
from cper.people.roles import ROLES
from cper.words.delays import elapsed
from cper.words.french import digits, money, ngettext, sum_of
from monitoring.forms.search import PLACES, kind_of, kind_title
from monitoring.models import FollowedContract, Passage, Standing, Tranche
from monitoring.models.requirements import unmet
from monitoring.views.rows import contract_cell
from monitoring.vocabulary import Action, Demand, TrancheState

MOST_REASONS = 3
# What `unmet` and the last return are read from, each in one query whatever the number of tranches.
REASONS = (
    "contract__tranches",
    "window__rules",
    "waivers",
    "papers",
    "project__financing",
    Prefetch("passages", Passage.objects.filter(action="send_back"), to_attr="returns"),
)


def waiting_tranches(actor: Actor) -> QuerySet[Tranche]:
    """The tranches that wait among the contracts visible to the actor, with the sum `held_up`, oldest first."""
    seen = FollowedContract.objects.visible_to(actor)
    return (
        Tranche.objects.filter(contract__in=seen, state__in=PLACES)
        .annotate(
            held_up=Case(
                When(state=TrancheState.PAID, then=F("paid") - F("justified")),
                default=Coalesce("released", "approved", "requested"),
                output_field=BigIntegerField(),
            )
        )
        .order_by("entered_state_on", "pk")
    )


def places(
    tranches: QuerySet[Tranche], standings: QuerySet[Standing], current: str, kept: dict[str, str]
) -> list[dict]:
    """Each state in which money waits: how many tranches, how much, and the address of its list, with what is `kept`
    of the search; what `standings` have to justify beyond their tranches is told. Real contracts and invented ones are
    never summed together. Two queries."""
    rows = standings.order_by().values_list("contract__invented").annotate(Sum("to_justify"))
    to_justify = dict(rows)
    sums = tranches.order_by().values("contract__invented", "state").annotate(count=Count("pk"), sum=Sum("held_up"))
    by_kind: dict[bool, dict] = {}
    for row in sums:
        by_kind.setdefault(row["contract__invented"], {})[row["state"]] = row
    groups = []
    for invented in sorted(by_kind):
        narrowed = kept | ({"donnees": kind_of(invented)} if len(by_kind) > 1 else {})
        found = _places(by_kind[invented], current, {name: value for name, value in narrowed.items() if value})
        groups.append(
            {
                "title": kind_title(invented) if invented or len(by_kind) > 1 else "",
                "lead": waiting_lead(found, to_justify.get(invented) or 0),
                "places": found,
            }
        )
    return groups


def _places(found: dict[str, dict], current: str, kept: dict[str, str]) -> list[dict]:
    return [
        {
            "state": state.value,
            "label": label_of(state),
            "url": "?" + urlencode({"etat": state.value} | kept),
            "current": state.value == current,
            "sum": found[state]["sum"],
            "count": tranches_in_words(found[state]["count"]),
        }
        for state in PLACES
        if state in found
    ]


def tranches_in_words(count: int) -> str:
    return ngettext("%(n)s tranche", "%(n)s tranches", count) % {"n": digits(count)}


def tranche_rows(tranches: Iterable[Tranche], today: date) -> list[dict]:
    """The lines of a list of waiting tranches; their contract, project and `REASONS` are loaded. One query."""
    rows = list(tranches)
    holders = institutions_of(rows)
    return [
        {
            "url": tranche.get_absolute_url(),
            "title": _("Tranche %(number)s (%(year)s)") % {"number": tranche.number, "year": tranche.year},
            "project": tranche.project.title,
            "contract": contract_cell(tranche.contract),
            "state": label_of(tranche.state),
            "who": holders.get(holder_key(tranche), ""),
            "since": elapsed(tranche.entered_state_on, today),
            "since_on": tranche.entered_state_on,
            "why": why(tranche),
            "sum": tranche.held_up,
        }
        for tranche in rows
    ]


def label_of(state: str) -> str:
    """The state as a place where money waits."""
    return _("Payée, à justifier") if state == TrancheState.PAID else str(TrancheState(state).label)


def awaited_act(tranche: Tranche) -> Action:
    """The act that would make the money move on."""
    return next(action for action in tranche.stage.actions if tranche.awaits(action))


def holder_key(tranche: Tranche) -> tuple[str, int | None]:
    """The body that must act, and its region where it has one."""
    body = ROLES[awaited_act(tranche).roles[0]][0]
    return body.value, tranche.region_id


def institutions_of(tranches: Iterable[Tranche]) -> dict[tuple[str, int | None], str]:
    """The names of those who hold the money, by body and region of the contract; a national body has every region."""
    keys = {holder_key(tranche) for tranche in tranches}
    found = Institution.objects.filter(
        Q(region=None) | Q(region__in={region for _body, region in keys}), body__in={body for body, _region in keys}
    )
    own = {(row.body, row.region_id): row.name for row in found}
    return {(body, region): own.get((body, region)) or own.get((body, None), "") for body, region in keys}


def why(tranche: Tranche) -> list[str]:
    """Why the money does not move: what was asked for in return, what is missing, or the act that is awaited."""
    act = awaited_act(tranche)
    if tranche.state == TrancheState.PAID:
        justified = sum_of(tranche.justified, "%s justifié", "%s justifiés")
        review = [_("%s déclarés, en examen à l’ANICT") % money(tranche.under_review)] if tranche.under_review else []
        return [_("%(justified)s sur %(paid)s payés") % {"justified": justified, "paid": money(tranche.paid)}, *review]
    gathering = tranche.state in (TrancheState.DRAFT, TrancheState.RETURNED)
    needs = (Demand.PAPERS, Demand.RULES) if gathering else act.needs
    missing = [met.label for met in unmet(tranche, needs)]
    return [*returned(tranche), *in_short(missing)] or [_("Acte attendu : %s") % act.label]


def returned(tranche: Tranche) -> list[str]:
    """What was asked for when it was sent back."""
    if tranche.state != TrancheState.RETURNED:
        return []
    return [_("Retournée : « %s »") % tranche.returns[0].comment]


def in_short(missing: list[str]) -> list[str]:
    """The first things missing, and how many others."""
    if not missing:
        return []
    rest = len(missing) - MOST_REASONS
    others = ngettext("et %(n)s autre point", "et %(n)s autres points", rest) % {"n": digits(rest)} if rest > 0 else ""
    return [_("Il manque encore :"), *missing[:MOST_REASONS], *filter(None, [others])]


def waiting_lead(found: Iterable[dict], in_all: int) -> str:
    """What waits to be paid and what waits to be justified, in a sentence or two; what other sources have to justify
    too stands beside, up to the sum of the whole follow-up, `in_all`."""
    sums = {row["state"]: row["sum"] for row in found}
    to_justify = sums.pop(TrancheState.PAID.value, 0)
    sums.pop(TrancheState.DRAFT.value, None)  # nothing is asked yet
    unpaid = sum(sums.values())
    sentences = []
    if unpaid:
        sentences.append(_("%s demandés ne sont pas encore payés.") % money(unpaid))
    if to_justify:
        sentences.append(_("%s payés par les tranches ne sont pas encore justifiés.") % money(to_justify))
    if in_all > to_justify:
        words = {"rest": money(in_all - to_justify), "all": money(in_all)}
        sentences.append(_("S’y ajoutent %(rest)s payés hors tranches : %(all)s à justifier en tout.") % words)
    return " ".join(sentences)
