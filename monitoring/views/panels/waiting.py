"""What waits on a contract: for this person first, else for whom; duties, tranches and the quarter under way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.boxes import apart
from cper.people.models import Actor, Institution
from cper.people.roles import ROLES, Body, Role
from cper.places.wording import said
from cper.words.delays import elapsed, lateness
from cper.words.french import digits, ngettext, sequence
from cper.words.titles import styled
from monitoring import workflow
from monitoring.models import Duty, FollowedContract, QuarterReport, Tranche
from monitoring.notifications import what
from monitoring.views import awaited as awaited_rows
from monitoring.views import told
from monitoring.views.buttons import offered
from monitoring.views.page import open_report
from monitoring.views.panels.duties import address

SHOWN = 5


@dataclass(frozen=True)
class Item:
    """One thing awaited: the act and what it is about, since when, before when, where it is done."""

    label: str
    about: str
    url: str
    since: date
    due_on: date | None = None
    reason: str = ""

    def late(self, day: date) -> bool:
        return bool(self.due_on and self.due_on < day)


def box(contract: FollowedContract, actor: Actor) -> dict | None:
    """The first thing of the page; None for a contract whose data have stopped and for a past day, of which nobody is
    asked anything."""
    if contract.known_until or contract.moment:
        return None
    mine = [item(line, row, actor) for line, row in awaited_rows.on_contract(contract, actor)]
    duties = contract.duties.awaited(actor.day).select_related("institution")
    others = holders(contract, [duty for duty in duties if not duty.falls_to(actor)], actor)
    if mine:
        return _mine(mine, others, actor.day)
    return {
        "mine": False,
        "title": _elsewhere(others),
        "holders": others[:SHOWN],
        "more": _more(reverse("calendar", args=[contract.reference]), len(others), _("%s dans le calendrier")),
    }


def _mine(mine: list[Item], others: list[dict], day: date) -> dict:
    late = sum(item.late(day) for item in mine)
    count = ngettext("%s acte vous attend", "%s actes vous attendent", len(mine)) % digits(len(mine))
    lead = _("%(count)s, dont %(late)s en retard.") % {"count": count, "late": digits(late)} if late else f"{count}."
    # The first act that can be done is the page's primary button.
    first = next((rank for rank, item in enumerate(mine[:SHOWN]) if not item.reason), None)
    return {
        "mine": True,
        "title": _("À vous de jouer"),
        "lead": lead,
        "items": [shown(item, day, primary=rank == first) for rank, item in enumerate(mine[:SHOWN])],
        "more": _more(reverse("follow-up-inbox"), len(mine), _("%s à faire dans votre liste")),
        "others": _("Aussi en attente de : %s.") % sequence(one["label"] for one in others) if others else "",
    }


def _more(url: str, count: int, words: str) -> dict | None:
    """The way to what is not shown, if anything is not."""
    rest = count - SHOWN
    if rest <= 0:
        return None
    return {"url": url, "label": words % (ngettext("%s autre", "%s autres", rest) % digits(rest))}


def item(line: dict, row: Any, actor: Actor) -> Item:
    """A line of the person's inbox, with what stands in the way of its act, or the way straight to it."""
    url, why = line["url"], " ".join(map(str, line.get("why", ())))
    if isinstance(row, Duty):
        url = address(row, row.contract)
    buttons = awaited(row, actor) if isinstance(row, Tranche | QuarterReport) and not why else []
    for button in buttons[:1]:
        url, why = (button["url"], "") if button["allowed"] else (url, _reason(button))
    return Item(str(line["act"]), line["object"], url, row.since, row.due, why)


def awaited(subject: Tranche | QuarterReport, actor: Actor) -> list[dict]:
    """The acts of the subject's state that wait for this person."""
    return [button for button in offered(subject, actor) if button["awaited"]]


def of_machine(subject: Tranche | QuarterReport, actor: Actor) -> dict | None:
    """Whose turn it is on a tranche or a quarter, for `_fragments/turn_box.html`; None once it has ended."""
    if subject.has_ended or subject.contract.known_until or subject.contract.moment:
        return None
    actions = offered(subject, actor)
    mine = any(action["awaited"] for action in actions)
    names = institutions(subject.contract)
    is_district = subject.contract.region.is_district
    who = [holder(act.roles[0], names, actor, is_district=is_district) for act in awaited_actions(subject)]
    return {
        "mine": mine,
        "title": _("À vous de jouer") if mine else _("En attente de : %s") % sequence(dict.fromkeys(who)),
        "told": told.of(subject),
        "since": subject.entered_state_on,
        "due_on": None,
        "late": False,
        **apart(actions, mine=mine),
        "holders": [],
    }


# Who signs in the reader's own house, told as one tells a colleague.
AT_HOME = {
    Role.PRESIDENT: gettext_lazy("Président (ou le Maire)"),
    Role.ANICT_HEAD: gettext_lazy("Directeur général"),
    Role.GOVERNOR: gettext_lazy("Gouverneur"),
}


def holder(role: Role, names: dict[str, str], actor: Actor, *, is_district: bool) -> str:
    """The institution awaited; for who belongs to it, the one who signs there, as she or he is called."""
    name = names.get(ROLES[role][0], "")
    own = {mandate.institution.name: mandate.institution_id for mandate in actor.mandates}
    if name not in own or role not in AT_HOME:
        return name
    office = said(str(AT_HOME[role]), is_district=is_district)
    return _("votre %s") % styled(office, actor.heads.get(own[name], ""))


def _reason(button: dict) -> str:
    """What stands in the way: the things missing, or the sentence."""
    if button["missing"]:
        return _("Il manque encore : %s.") % sequence(button["missing"])
    return capfirst(button["reason"])


def shown(item: Item, day: date, *, primary: bool) -> dict:
    delay = lateness(item.due_on, day)
    when = elapsed(item.since, day)
    if delay:
        when = delay["label"] if delay["late"] else _("au plus tard le %(day)s, %(left)s") % _left(delay)
    return {
        "label": item.label,
        "about": item.about,
        "url": item.url,
        "when": when,
        "late": item.late(day),
        "reason": item.reason,
        "primary": primary,
    }


def _left(delay: dict) -> dict:
    return {"day": delay["label"], "left": delay["note"]}


def holders(contract: FollowedContract, duties: list[Duty], actor: Actor) -> list[dict]:
    """The other institutions awaited, those most behind first: {label, what}."""
    held: dict[str, dict] = {}

    def at(name: str) -> dict:
        return held.setdefault(name, {"late": 0, "due": 0, "acts": []})

    for duty in duties:
        at(duty.institution.name)["late" if duty.due_on and duty.due_on < actor.day else "due"] += 1
    names = institutions(contract)
    own = {mandate.institution.name for mandate in actor.mandates}
    for subject in under_way(contract):
        for action in awaited_actions(subject):
            name = names.get(ROLES[action.roles[0]][0], "")
            if name and name not in own:
                at(name)["acts"].append(
                    f"{action.label}, {what(subject)}, {elapsed(subject.entered_state_on, actor.day)}"
                )
    ranked = sorted(held.items(), key=lambda entry: (-entry[1]["late"], -len(entry[1]["acts"])))
    return [{"label": name, "what": _words(facts)} for name, facts in ranked]


def under_way(contract: FollowedContract) -> list[Tranche | QuarterReport]:
    tranches = [tranche for tranche in contract.tranches.all() if not tranche.has_ended]
    report = open_report(contract)
    return [*tranches, report] if report else tranches


def awaited_actions(subject: Tranche | QuarterReport) -> list[workflow.Action]:
    return [action for action in subject.stage.actions if subject.awaits(action)]


def institutions(contract: FollowedContract) -> dict[str, str]:
    """The name of each body of the follow-up around this contract; one query."""
    around = Institution.objects.filter(Q(region=contract.region_id) | Q(region=None)).exclude(body=Body.SECTOR)
    return {institution.body: institution.name for institution in around}


def _words(facts: dict) -> str:
    parts = facts["acts"][:1]
    if len(facts["acts"]) > 1:
        rest = len(facts["acts"]) - 1
        parts.append(ngettext("%s autre acte", "%s autres actes", rest) % digits(rest))
    if facts["late"]:
        late = ngettext("%s obligation en retard", "%s obligations en retard", facts["late"])
        parts.append(late % digits(facts["late"]))
    if facts["due"]:
        due = ngettext("%s obligation à remplir", "%s obligations à remplir", facts["due"])
        parts.append(due % digits(facts["due"]))
    return " · ".join(parts)


def _elsewhere(others: list[dict]) -> str:
    if not others:
        return _("Rien n’est attendu aujourd’hui")
    if len(others) == 1:
        return _("En attente de : %s") % others[0]["label"]
    return _("En attente de %s institutions") % digits(len(others))
