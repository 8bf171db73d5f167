"""The tranches of a contract: their list, what the plan still leaves, and everything about one of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.roles import ROLES
from cper.words.clock import day_of
from cper.words.delays import elapsed
from cper.words.french import long_date, money
from cper.words.templatetags.french import filesize_fr
from monitoring import access
from monitoring.models import FollowedContract, Paper, Passage, Tranche
from monitoring.models.requirements import Met, checklist, rank_of
from monitoring.models.tranche import SUMS
from monitoring.views import told
from monitoring.views.panels.waiting import awaited_actions, institutions
from monitoring.vocabulary import TrancheState
from monitoring.workflow import EXTRA_PAPERS, TRANCHE_PAPERS

T = TrancheState
TONES = {T.JUSTIFIED: "done", T.CANCELLED: "refused", T.RETURNED: "late", T.DRAFT: "draft"}
GATHERING = (T.DRAFT, T.REQUESTED, T.RETURNED)  # the checklist is read until the file is complete
TRANCHE_KINDS = (*TRANCHE_PAPERS, *EXTRA_PAPERS)
LIFE = (T.DRAFT, T.REQUESTED, T.COMPLETE, T.APPROVED, T.RELEASED, T.PAID, T.JUSTIFIED)
SUM_OF = {T.REQUESTED: "requested", T.APPROVED: "approved", T.RELEASED: "released", T.PAID: "paid"}


def rows(tranches: Iterable[Tranche], names: dict, day: date) -> list[dict]:
    return [row(tranche, names, day) for tranche in tranches]


def row(tranche: Tranche, names: dict, day: date) -> dict:
    """A tranche as a line of the list."""
    return {
        "url": tranche.get_absolute_url(),
        "label": _("Tranche %s") % tranche.number,
        "year": tranche.year,
        "project": tranche.project.title,
        "status": status(tranche),
        "sums": {name: getattr(tranche, name) if name != "justified" or tranche.paid else None for name in SUMS},
        "holder": holder(tranche, names),
        "since": elapsed(tranche.entered_state_on, day) if not tranche.has_ended else "",
    }


def none_yet(contract: FollowedContract) -> str:
    """How a tranche begins, for the page that has none; of an older source, that it does not tell of any."""
    if contract.known_until:
        return _("La source ne parle pas de tranches\u00a0: ce qui est demandé ou venu par elles n’est pas connu.")
    sentence = _("La collectivité prépare une demande par projet et par année ; le Président l’adresse à l’ANICT.")
    return contract.offices.said(sentence)


def status(tranche: Tranche) -> dict:
    return {"tone": TONES.get(tranche.state, "info"), "label": tranche.get_state_display()}


def holder(tranche: Tranche, names: dict) -> str:
    """Whose act the tranche waits for; nothing once it has ended."""
    bodies = [ROLES[action.roles[0]][0] for action in awaited_actions(tranche)]
    return names.get(bodies[0], "") if bodies else ""


def header(tranche: Tranche, usual: dict) -> dict:
    """The head of the page of one tranche."""
    words = {"number": tranche.number, "year": tranche.year}
    return {
        "eyebrow": usual["eyebrow"],
        "title": _("Tranche %(number)s, exercice %(year)s") % words,
        "lead": tranche.contract.offices.said(tranche.stage.help),
        "status": status(tranche),
    }


def moves(tranche: Tranche) -> list[Passage]:
    """Its passages from one state to another, the oldest first."""
    if tranche.contract.moment:
        return [act for act in reversed(tranche.passages.all()) if act.source != act.target]
    return list(tranche.passages.exclude(source=F("target")).order_by("pk"))


def summary(contract: FollowedContract, actor: Actor) -> dict | None:
    """The next tranche with its checklist, for the execution page; a returned one tells first why."""
    tranche = upcoming(contract)
    if tranche is None:
        return None
    names = institutions(contract)
    return row(tranche, names, actor.day) | {
        "sum": money(tranche.current_sum),
        "told": told.of(tranche) if tranche.state == T.RETURNED and not contract.moment else [],
        "needs": needs(tranche, actor) if tranche.state in GATHERING else [],
    }


def upcoming(contract: FollowedContract) -> Tranche | None:
    """The next tranche: the first whose file is being gathered, else the first on its way to payment."""
    tranches = contract.tranches.all()
    gathering = [tranche for tranche in tranches if tranche.state in GATHERING]
    on_its_way = [tranche for tranche in tranches if tranche.state in (T.COMPLETE, T.APPROVED, T.RELEASED)]
    return next(iter([*gathering, *on_its_way]), None)


def facts(tranche: Tranche) -> list[dict]:
    """What the tranche is about."""
    rows = [
        (_("Projet"), tranche.project.title, _("projet %s") % tranche.project.number),
        (_("Guichet"), tranche.window.name, _("rang %s dans l’année") % rank_of(tranche)),
        (_("Source et exercice"), f"{tranche.get_source_display()}, {tranche.year}", ""),
        (_("Remarque"), tranche.note, ""),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]


def sums(tranche: Tranche) -> list[dict]:
    """The five sums in order; each that differs from the one before says by how much."""
    rows, before = [], None
    for name in SUMS:
        amount = getattr(tranche, name)
        field = Tranche._meta.get_field(name).verbose_name
        known = amount is not None and not (name == "justified" and tranche.paid is None)
        lack = before - amount if known and before is not None else 0
        if name == "justified" and known:
            lack -= tranche.under_review
        note = (_("reste à justifier %s") if name == "justified" else _("%s de moins")) % money(lack) if lack else ""
        if name == "justified" and tranche.under_review:
            rows.append(review_row(tranche))
        rows.append({"label": capfirst(str(field)), "value": money(amount) if known else "–", "note": note})
        before = amount if known else before
    return rows


def review_row(tranche: Tranche) -> dict:
    """What is declared and not examined yet, apart: it does not count."""
    note = _("en examen à l’ANICT ; ne compte pas encore")
    return {"label": _("Déclaré"), "value": money(tranche.under_review), "note": note}


def line(tranche: Tranche, moves: Iterable[Passage], today: date) -> dict:
    """Its life as a line of states; `moves` are its passages from one state to another, the oldest first."""
    reached = {passage.target: passage for passage in moves}
    here = T.DRAFT if tranche.state == T.RETURNED else T(tranche.state)
    cancelled = reached.get(T.CANCELLED)
    # A cancelled tranche stopped where it stood.
    stopped = LIFE.index(T.DRAFT if cancelled.source == T.RETURNED else T(cancelled.source)) if cancelled else None
    place = LIFE.index(here) if stopped is None else stopped
    states = [
        {
            "number": number,
            "label": state.label,
            "state": progress(number - 1, place, ended=state == T.JUSTIFIED, cancelled=stopped is not None),
            "done_on": reached[state].on if state in reached and number - 1 <= place else None,
            "fact": fact(tranche, state, number - 1 <= place),
            "returned": returned(reached.get(T.RETURNED)) if state == T.REQUESTED else "",
        }
        for number, state in enumerate(LIFE, start=1)
    ]
    end = _("Annulée le %s") % long_date(cancelled.on) if cancelled else ""
    return {"states": states, "cancelled": end}


def progress(rank: int, place: int, *, ended: bool, cancelled: bool) -> str:
    if rank < place or (rank == place and (ended or cancelled)):
        return "done"
    if rank == place:
        return "current"
    return "skipped" if cancelled else "future"


def fact(tranche: Tranche, state: TrancheState, reached: bool) -> str:
    name = SUM_OF.get(state)
    amount = getattr(tranche, name) if name and reached else None
    return money(amount) if amount is not None else ""


def returned(passage: Passage | None) -> str:
    return _("Retournée le %s") % long_date(passage.on) if passage else ""


def needs(tranche: Tranche, actor: Actor) -> list[dict]:
    """The checklist with the papers themselves: there, missing, returned or waived (with reason and by whom), and what
    this person may do about each; a paper filed that nothing asks for any more comes last."""
    may = {name: access.decide(actor, name, tranche).allowed for name in ("file_paper", "waive", "ask_waiver")}
    filed = {paper.kind: paper for paper in tranche.papers.all() if paper.current}
    rows = [need(tranche, met, filed.pop(met.paper, None), may) for met in checklist(tranche)]
    return [*rows, *(beyond(tranche, paper) for paper in filed.values() if paper.kind in TRANCHE_KINDS)]


def need(tranche: Tranche, met: Met, paper: Paper | None, may: dict[str, bool]) -> dict:
    item = {"label": met.label, "note": met.note, "status": standing(met), "file": file(paper, tranche)}
    if met.waiver:
        words = {"who": met.waiver.signatory, "day": long_date(day_of(met.waiver.given_at)), "why": met.waiver.reason}
        item["note"] = _("Écartée par %(who)s le %(day)s : « %(why)s »") % words
    elif met.code in tranche.waivers_asked:
        item["note"] = _("Dérogation demandée ; le Directeur général de l’ANICT y répond")
    return item | way(tranche, met, may)


def standing(met: Met) -> dict:
    """The state of a point as a chip; a return is never told as done."""
    if met.returned:
        return {"tone": "late", "label": _("À corriger")}
    if met.done:
        return {"tone": "done", "label": _("Rempli")}
    return {"tone": "info", "label": _("Dérogation")} if met.waiver else {"tone": "late", "label": _("Manque")}


def way(tranche: Tranche, met: Met, may: dict[str, bool]) -> dict:
    """What this person may do about a point: file or replace its paper, ask for a waiver, answer one."""
    if met.paper and may["file_paper"]:
        label = _("Remplacer") if met.done else _("Déposer")
        return link("tranche-file", tranche, met.paper.value, label) | {"button": met.returned}
    if not met.waivable or met.holds:
        return {}
    if may["waive"]:
        return link("tranche-waive", tranche, met.code, _("Se prononcer sur une dérogation"))
    if may["ask_waiver"] and met.code not in tranche.waivers_asked:
        return link("tranche-ask-waiver", tranche, met.code, _("Demander une dérogation"))
    return {}


def link(name: str, tranche: Tranche, last: str, label: str) -> dict:
    return {"url": reverse(name, args=[tranche.contract.reference, tranche.number, last]), "url_label": label}


def beyond(tranche: Tranche, paper: Paper) -> dict:
    """A paper that is filed without being asked for."""
    status = {"tone": "draft", "label": _("Non exigée")}
    return {"label": paper.get_kind_display(), "note": "", "status": status, "file": file(paper, tranche)}


def file(paper: Paper | None, tranche: Tranche) -> dict | None:
    """The paper in force: where it is read, its version, size, day and author."""
    if paper is None:
        return None
    words = {"version": paper.version, "size": filesize_fr(paper.size), "day": long_date(day_of(paper.filed_at))}
    note = _("version %(version)s, %(size)s, déposée le %(day)s") % words
    url = reverse("paper", args=[tranche.contract.reference, paper.pk])
    return {"url": url, "note": f"{note}, {paper.by_name}"}


def former(tranche: Tranche) -> list[dict]:
    """The versions that were replaced, and no longer count."""
    return [card(paper, tranche) for paper in tranche.papers.all() if not paper.current]


def card(paper: Paper, tranche: Tranche) -> dict:
    return {
        "label": paper.get_kind_display(),
        "state": "present",
        "state_label": _("Remplacée"),
        "version": paper.version,
        "size": paper.size,
        "sha256": paper.sha256,
        "uploaded_on": paper.filed_at,
        "by": f"{paper.by_name}, {paper.by_institution}",
        "download_url": reverse("paper", args=[tranche.contract.reference, paper.pk]),
    }


def apart(contract: FollowedContract) -> tuple[list[Tranche], list[Tranche]]:
    """The demands put away before they were made, then the tranches that the list shows; the last ones first."""
    rows = sorted(contract.tranches.all(), key=lambda tranche: -tranche.number)
    gone = [row for row in rows if row.state == TrancheState.CANCELLED and row.requested_on is None]
    return gone, [row for row in rows if row not in gone]
