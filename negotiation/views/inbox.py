"""The negotiation on the first page: what waits for this person, and what waits for others."""

from collections.abc import Iterable

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.people import rights
from cper.people.models import Actor
from cper.words.delays import elapsed, lateness
from cper.words.french import digits, ngettext
from negotiation import snapshots
from negotiation.models import Contract, remarks
from negotiation.views.incidents import standing
from negotiation.views.listing import nothing_seen, opens
from negotiation.views.page import with_institution
from negotiation.views.standing import held_since, own_turns, row, waiting_since
from negotiation.views.tables import AWAITED, ELSEWHERE
from negotiation.workflow import SIGHT, STAGES

OWN_PAGE, OTHERS_PAGE = "page", "ailleurs"


def content(request: HttpRequest) -> dict:
    """What the first page says of the negotiation; of one who takes no part in it, why (`outsider`)."""
    actor = request.actor
    if not takes_part(actor):
        return {"outsider": outsider(actor), "incidents": incidents(actor)}
    own = page_of(request, mine(actor), name=OWN_PAGE)
    others = page_of(request, elsewhere(actor), name=OTHERS_PAGE)
    prefetch_related_objects([*own, *others], with_institution("turns"))
    return {
        "incidents": incidents(actor),
        "waiting": waiting(own.paginator.count),
        "own": own,
        "own_table": AWAITED.drawn(awaited_rows(own, actor), request),
        "own_query": query_without(request, OWN_PAGE),
        "others": others,
        "others_table": ELSEWHERE.drawn(held_rows(others, actor), request),
        "others_query": query_without(request, OTHERS_PAGE),
        "others_page": OTHERS_PAGE,
        "open_url": reverse("dossier-open") if opens(actor) else "",
        "takes_part": bool(steps_of(actor)),
        "nothing": nothing_waits(actor),
        "nothing_elsewhere": nothing_seen(actor),
    }


def file(request: HttpRequest) -> HttpResponse | None:
    """Either half of the first page as a file, where the address asks for it."""
    actor = request.actor
    if not takes_part(actor):
        return None
    return download(request, AWAITED, mine(actor), lambda part: awaited_rows(part, actor)) or download(
        request, ELSEWHERE, elsewhere(actor), lambda part: held_rows(part, actor)
    )


def takes_part(actor: Actor) -> bool:
    return any(mandate.body in SIGHT for mandate in actor.mandates)


def mine(actor: Actor) -> QuerySet[Contract]:
    """The dossiers that await this person."""
    return Contract.objects.select_related("region").with_amount().with_offices(actor.day).inbox(actor)


def elsewhere(actor: Actor) -> QuerySet[Contract]:
    """Those that await others."""
    shown = Contract.objects.select_related("region").with_amount().with_offices(actor.day)
    return shown.held_elsewhere(actor)


def incidents(actor: Actor) -> str:
    """What went wrong on the machine, told to whoever administers it."""
    return standing() if actor.is_administrator else ""


def waiting(count: int) -> str:
    """« 6 dossiers vous attendent. »; nothing when none does."""
    words = ngettext("%(n)s dossier vous attend.", "%(n)s dossiers vous attendent.", count)
    return words % {"n": digits(count)} if count else ""


def awaited_rows(contracts: Iterable[Contract], actor: Actor) -> list[dict]:
    """The dossiers of the inbox, with what their remarks rest on."""
    listed = list(contracts)
    prefetch_related_objects(listed, with_institution("turns"))
    load_remarks([contract for contract in listed if contract.is_back])
    return [awaited_row(contract, actor) for contract in listed]


def held_rows(contracts: Iterable[Contract], actor: Actor) -> list[dict]:
    listed = list(contracts)
    prefetch_related_objects(listed, with_institution("turns"))
    return [held_row(contract, actor) for contract in listed]


def awaited_row(contract: Contract, actor: Actor) -> dict:
    """A dossier of the inbox: every act awaited from this person, since when, before when."""
    own = own_turns(contract, actor)
    return row(contract, actor) | {
        "awaited": list(dict.fromkeys(turn.label for turn in own)),
        "since": elapsed(waiting_since(own, contract), actor.day),
        "since_on": waiting_since(own, contract),
        "due": lateness(contract.awaited_due, actor.day),
        "remarks": [remark for remark in contract.remarks if not remark.is_met] if contract.is_back else [],
    }


def load_remarks(contracts: list[Contract]) -> None:
    """Fetch, for the dossiers that are back, all that their remarks rest on: each relation once."""
    if contracts:
        prefetch_related_objects(contracts, *snapshots.RELATIONS, *remarks.RELATIONS, remarks.returns_of(contracts[0]))
    if texts := [contract for contract in contracts if contract.is_selected]:
        prefetch_related_objects(texts, "drafts")


def held_row(contract: Contract, actor: Actor) -> dict:
    """A dossier that waits for others: for whom, since when, before when."""
    turns = contract.turns.all()
    due = min((turn.due_on for turn in turns if turn.due_on), default=None)
    return row(contract, actor) | {
        "since": held_since(waiting_since(turns, contract), actor.day),
        "since_on": waiting_since(turns, contract),
        "due": lateness(due, actor.day),
    }


def nothing_waits(actor: Actor) -> dict:
    """Why nothing waits, and what would."""
    codes = steps_of(actor)
    if not codes and (asleep := rights.asleep(actor)):
        return {"title": _("Rien ne vous attend aujourd’hui"), "text": asleep}
    if not codes:
        return {
            "title": _("Votre institution suit les dossiers"),
            "text": _("Aucun acte de la négociation ne lui revient : elle lit les dossiers qui la concernent."),
            "action_url": reverse("dossiers"),
            "action_label": _("Voir les dossiers"),
        }
    return {
        "title": _("Aucun dossier ne vous attend"),
        "text": _("Un dossier arrive ici quand il attend votre acte, à l’étape %(steps)s.")
        % {"steps": or_list(codes)},
    }


def steps_of(actor: Actor) -> list[str]:
    """The steps at which an act can be awaited from this person: E6, E7."""
    return [
        stage.code
        for stage in STAGES
        if any(action.awaited and any(rights.holds(actor, role) for role in action.roles) for action in stage.actions)
    ]


def or_list(codes: list[str]) -> str:
    """« E1 », « E1 ou E2 », « E1, E2 ou E3 »."""
    *first, last = codes
    return _("%(first)s ou %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def outsider(actor: Actor) -> dict:
    """What the page says to who takes no part in the negotiation: the administrator, a person without mandate."""
    if actor.is_administrator:
        return {
            "title": _("Vous administrez la plateforme"),
            "text": _(
                "Les dossiers appartiennent aux institutions qui les instruisent ; vous tenez les personnes et "
                "leurs mandats."
            ),
            "action_url": reverse("people"),
            "action_label": _("Personnes et mandats"),
        }
    return {
        "title": _("Aucun mandat en cours"),
        "text": _(
            "Vos droits viennent de vos mandats, et aucun n’est valable aujourd’hui. L’administrateur de la "
            "plateforme peut en enregistrer un."
        ),
    }
