"""The tranches of the ANICT: prepared, asked, examined, approved, released, paid, cancelled."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files import File
from django.db.models import Max
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import money
from monitoring import ledger
from monitoring.models import FollowedContract, FundingWindow, Paper, Tranche
from monitoring.models.requirements import FIGURES, WHOLE_FILE, named
from monitoring.operations.door import Deed, act, refuse
from monitoring.vocabulary import PaperKind
from monitoring.workflow import EXTRA_PAPERS, TRANCHE_PAPERS
from negotiation.models import Project

# The most that each sum may be: the sum before it.
CEILING_OF = {"approved": "requested", "released": "approved", "paid": "released"}


def open_tranche(
    contract: FollowedContract,
    *,
    project: Project,
    window: FundingWindow,
    year: int,
    requested: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Tranche:
    """Prepare a demand for that project, window and year; nothing is asked yet, and nothing of the plan is held.

    Raises `Refused` when the project is not of the contract, the window is closed, or the plan leaves less.
    """
    with act("open_tranche", contract, by=by, at=at, amount=requested) as deed:
        tranche = Tranche(contract=deed.contract, opened_on=day_of(at), entered_state_on=day_of(at))
        last = deed.contract.tranches.aggregate(last=Max("number"))["last"] or 0
        tranche.number = last + 1
        _set(deed, tranche, project, window, year, requested, note)
        tranche.save()
        deed.made = tranche
        deed.detail = _("Tranche %(number)s, projet %(project)s, exercice %(year)s") % {
            "number": tranche.number,
            "project": project.number,
            "year": year,
        }
    return tranche


def edit_tranche(
    tranche: Tranche,
    *,
    project: Project,
    window: FundingWindow,
    year: int,
    requested: int,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    note: str = "",
) -> Tranche:
    """Change a demand that is in preparation or was returned; the written one that is filed is then to be filed again
    as changed. Raises as `open_tranche`, and when a waiver was given
    for the demand as it was: it holds for no other project, window or year, nor for a larger sum."""
    with act("edit_tranche", tranche, by=by, at=at, seen=seen, amount=requested) as deed:
        held = deed.subject
        same = (held.project_id, held.window_id, held.year) == (project.pk, window.pk, year)
        if held.waivers.all() and not (same and requested <= held.requested):
            raise refuse(_("Une dérogation tient à cette demande telle qu’elle est : préparez une autre tranche."))
        if held.year != year:
            held.requested_on = None
        before = _figures(held)
        _set(deed, held, project, window, year, requested, note)
        if _figures(held) != before:
            mend(held, FIGURES, "share", WHOLE_FILE)
            held.demand_is_older = any(paper.kind == PaperKind.DEMAND for paper in held.papers.all())
    return deed.subject


def _figures(tranche: Tranche) -> tuple:
    return tranche.project_id, tranche.window_id, tranche.year, tranche.requested


def mend(tranche: Tranche, *codes: str) -> None:
    """These points of the last return are mended."""
    tranche.to_mend = [code for code in tranche.to_mend if code not in codes]


def _set(
    deed: Deed, tranche: Tranche, project: Project, window: FundingWindow, year: int, requested: int, note: str
) -> None:
    projects = {own.pk: own for own in deed.contract.retained}
    if project.pk not in projects:
        raise refuse(_("Ce projet n’est pas inscrit au contrat-plan."))
    if year not in ledger.plan_years(deed.contract, deed.contract.term(day_of(deed.at))):
        raise refuse(_("L’exercice %s n’est pas de ceux du contrat-plan.") % year)
    tranche.project, tranche.window, tranche.source = projects[project.pk], window, window.source
    tranche.year, tranche.requested, tranche.note = year, requested, note
    _within_the_plan(deed, tranche)


def _within_the_plan(deed: Deed, tranche: Tranche) -> None:
    """The window is open, and the plan still gives the project that sum once the others have taken theirs."""
    if not tranche.window.open:
        raise refuse(_("Ce guichet est fermé."))
    others = [other for other in deed.contract.tranches.all() if other.pk != tranche.pk]
    left = ledger.remaining(tranche.project, tranche.source, tranche.year, others)
    if tranche.requested > left:
        words = {"left": money(left), "year": tranche.year, "asked": money(tranche.requested)}
        raise refuse(_("Le plan laisse %(left)s à ce projet pour %(year)s : %(asked)s, c’est trop.") % words)


def file_paper(
    tranche: Tranche, kind: PaperKind, file: File, *, by: Actor, at: datetime, seen: int | None = None
) -> Paper:
    """File a paper of the tranche, or a new version of it; the former one stays readable and no longer counts."""
    with act("file_paper", tranche, by=by, at=at, seen=seen) as deed:
        if kind not in (*TRANCHE_PAPERS, *EXTRA_PAPERS):
            raise refuse(_("Cette pièce n’est pas de celles d’une tranche."))
        former = deed.subject.papers.filter(kind=kind)
        if former.filter(current=True, sha256=file.examined.sha256).exists():
            raise refuse(_("C’est le même fichier que celui qui est déposé : rien ne changerait."))
        version = (former.aggregate(last=Max("version"))["last"] or 0) + 1
        former.filter(current=True).update(current=False)
        paper = deed.file(file, tranche=deed.subject, version=version, kind=kind)
        mend(deed.subject, f"paper-{kind}", WHOLE_FILE)
        if kind == PaperKind.DEMAND:
            deed.subject.demand_is_older = False
        deed.detail = _("%(piece)s, version %(version)s") % {"piece": kind.label, "version": version}
    return paper


def move_tranche(
    tranche: Tranche,
    name: str,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
    comment: str = "",
    amount: int | None = None,
    file: File | None = None,
    concerns: Iterable[str] = (WHOLE_FILE,),
) -> Tranche:
    """Do the move of that name and return the tranche as it then stands.

    `amount` is the sum the move enters, where it enters one; `file` the document it rests on; `concerns` what a return
    is about, of `requirements.named`: asked again only once that is mended or answered. Raises `Refused` when
    the sum is above the one before it, when a sum or a document is wanting, and for all that `door.act` refuses.
    """
    with act(name, tranche, by=by, at=at, on=on, seen=seen, comment=comment, amount=amount) as deed:
        held, row = deed.subject, deed.action
        deed.take(file)
        if row.sum_of:
            _check_sum(held, row.sum_of, amount)
            getattr(held, name)(amount)
        else:
            getattr(held, name)()
        if name == "send_back":
            _name(deed, held, list(concerns))
        if name == "request":
            held.requested_on = held.requested_on or deed.on
            deed.amount = held.requested
            _within_the_plan(deed, held)
    return deed.subject


def _check_sum(tranche: Tranche, name: str, amount: int | None) -> None:
    if not amount or amount < 0:
        raise refuse(_("Indiquez la somme."))
    most = getattr(tranche, CEILING_OF[name])
    before = _("la %s") % Tranche._meta.get_field(CEILING_OF[name]).verbose_name
    if amount > most:
        words = {"amount": money(amount), "most": money(most), "before": before}
        raise refuse(_("%(amount)s dépasse %(before)s : %(most)s.") % words)


def _name(deed: Deed, tranche: Tranche, codes: list[str]) -> None:
    """Write down what a return is about."""
    points = named(tranche)
    if not codes or not set(codes) <= set(points):
        raise refuse(_("Dites quelles pièces ou quels points le retour concerne."))
    tranche.to_mend = codes
    deed.detail = " ; ".join(points[code] for code in codes)


def answer_return(tranche: Tranche, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> Tranche:
    """Answer in words what a return named and that no new paper mends: the ANICT reads it with the demand."""
    with act("answer_return", tranche, by=by, at=at, seen=seen, comment=reason) as deed:
        if not deed.subject.to_mend:
            raise refuse(_("Ce que le retour nomme est déjà corrigé : le Président peut redemander la tranche."))
        points = named(deed.subject)
        deed.detail = " ; ".join(points[code] for code in deed.subject.to_mend)
        deed.subject.to_mend = []
    return deed.subject
