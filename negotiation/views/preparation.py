"""The region's work on its dossier: opening it, its general data, its projects and their financing plans."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cper.pages.touched import notice_of
from cper.people import rights
from cper.people.models import Actor
from cper.people.rights import Refused, Stale
from cper.people.roles import Role
from cper.places.models import Region
from cper.words.french import money
from negotiation import access, kept, operations
from negotiation.forms.financing import FinancingForm, sent_again
from negotiation.forms.preparation import ContractForm, OpeningForm, ProjectEntry
from negotiation.forms.seen import SeenForm
from negotiation.models import Contract, Project, Source
from negotiation.models.requirements import imbalance
from negotiation.views import title_check
from negotiation.views.entry import admitted, answer, heading, locked
from negotiation.views.page import find
from negotiation.views.panels.overview import SHARE_TONES
from negotiation.views.settled import settled_contract, settled_project

MORE_ROWS = {
    Source.PARTNER: gettext_lazy("un partenaire"),
    Source.OTHER_COUNCIL: gettext_lazy("une autre collectivité"),
    Source.OTHER: gettext_lazy("une autre ressource"),
}

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@read_or_send
def open_dossier(request: HttpRequest) -> HttpResponse:
    """Open a dossier for one's own collectivité, and go to it."""
    regions = regions_open_to(request.actor)
    if not regions:
        raise kept.Forbidden(
            rights.not_your_role((Role.REGION,)), [ContractForm(kept.typed(request), contract=Contract())]
        )
    form = OpeningForm(kept.typed(request), regions=regions)
    if request.method != "POST" or not form.is_valid():
        return answer(request, "open", form=form, header=opening_head(regions))
    try:
        contract = operations.open_contract(form.chosen_region, form.facts, by=request.actor, at=request.now)
    except Refused as refused:
        raise kept.Forbidden(refused.verdict.reason, [form]) from refused
    done = _("Dossier %(reference)s ouvert. Ensuite : déposez la délibération autorisant à négocier et à signer.")
    messages.success(request, done % {"reference": contract.reference})
    return redirect(contract)


@read_or_send
def edit_dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Rewrite the general data of a dossier."""
    contract = find(request, reference)
    form, notice = ContractForm(kept.typed(request), contract=contract), None
    verdict = admitted(access.decide(request.actor, "edit", contract), form)
    header = heading(contract, _("Données générales"))
    if not verdict.allowed:
        return locked(request, header, verdict, contract, form)
    if request.method == "POST" and form.is_valid():
        try:
            operations.revise_contract(contract, form.facts, by=request.actor, at=request.now, seen=form.seen_version)
        except Stale as refused:
            contract = find(request, reference)
            notice = notice_of(refused.verdict.reason, form.reconcile(ContractForm(contract=contract).standing))
            form.renew(contract.version)
        except Refused as refused:
            return locked(request, header, admitted(refused.verdict, form), contract, form)
        else:
            messages.success(request, _("Données générales enregistrées."))
            return redirect(contract)
    content = {"settled": settled_contract(contract), "warnings": title_check.warning(contract)}
    return answer(request, "dossier", notice, header=header, form=form, **content)


@read_or_send
def add_project(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a project, then go to its financing plan."""
    contract = find(request, reference)
    entry = ProjectEntry(kept.typed(request), contract=contract, day=request.actor.day)
    verdict = admitted(operations.may_add(contract, by=request.actor), *entry.forms)
    header = heading(contract, _("Ajouter un projet"), "dossier-projects")
    if not verdict.allowed:
        return locked(request, header, verdict, contract, *entry.forms)
    if request.method == "POST" and entry.is_valid():
        try:
            project = operations.save_project(
                contract, entry.form.facts, entry.site_facts, by=request.actor, at=request.now
            )
        except Refused as refused:
            return locked(request, header, admitted(refused.verdict, *entry.forms), contract, *entry.forms)
        else:
            done = _("Projet %(number)s ajouté. Ensuite : indiquez qui paie quoi, et quand.")
            messages.success(request, done % {"number": project.number})
            return redirect("project-financing", contract.reference, project.number)
    return answer(request, "project", header=header, entry=entry)


@read_or_send
def edit_project(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Rewrite a project and its sites."""
    contract = find(request, reference, "projects__sites")
    project = project_of(contract, number)
    entry, notice = ProjectEntry(kept.typed(request), contract=contract, day=request.actor.day, project=project), None
    verdict = admitted(access.decide(request.actor, "edit", contract), *entry.forms)
    header = heading(contract, _("Projet %s") % number, "dossier-projects", lead=project.title)
    if not verdict.allowed:
        return locked(request, header, verdict, contract, *entry.forms)
    if request.method == "POST" and entry.is_valid():
        try:
            revised = {"project": project, "seen": entry.form.seen_version}
            who = {"by": request.actor, "at": request.now}
            operations.save_project(contract, entry.form.facts, entry.site_facts, **who, **revised)
        except Stale as refused:
            project = project_of(find(request, reference, "projects__sites"), number)
            notice = notice_of(refused.verdict.reason, entry.reconcile(project))
            entry.form.renew(project.revision)
        except Refused as refused:
            return locked(request, header, admitted(refused.verdict, *entry.forms), contract, *entry.forms)
        else:
            told(request, contract, number)
            return redirect("dossier-projects", contract.reference)
    content = {"entry": entry, "parts": parts(project, "project-edit"), "settled": settled_project(project)}
    content["is_retained"] = project in contract.in_play
    return answer(request, "project", notice, header=header, **content)


def told(request: HttpRequest, contract: Contract, number: int) -> None:
    """That the project is written; and where its cost has changed, what its shares no longer make."""
    messages.success(request, _("Projet %s enregistré.") % number)
    if wrong := imbalance(contract.projects.get(number=number)):
        messages.warning(request, wrong)


@read_or_send
def remove_project(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask once, naming the project, then take it out of the dossier."""
    contract = find(request, reference)
    project = project_of(contract, number)
    verdict = admitted(operations.may_remove(contract, project, by=request.actor))
    header = heading(contract, _("Supprimer le projet %s ?") % number, "dossier-projects")
    if not verdict.allowed:
        return locked(request, header, verdict, contract)
    form, notice = SeenForm(kept.typed(request), initial={"seen": contract.version}), None
    if request.method == "POST" and form.is_valid():
        try:
            operations.remove_project(contract, project, by=request.actor, at=request.now, seen=form.seen_version)
        except Stale as refused:
            notice = notice_of(refused.verdict.reason, [])
            form.renew(contract.version)
        except Refused as refused:
            return locked(request, header, admitted(refused.verdict), contract)
        else:
            done = _("Projet %(number)s supprimé : %(title)s.")
            messages.success(request, done % {"number": number, "title": project.title})
            return redirect("dossier-projects", contract.reference)
    return answer(request, "remove", notice, header=header, form=form, project=project)


@read_or_send
def edit_financing(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Write who pays what, in which year, for one project; a plan that does not add up yet can be kept as a draft."""
    contract = find(request, reference)
    project = project_of(contract, number)
    form, notice = FinancingForm(kept.typed(request), contract=contract, project=project), None
    verdict = admitted(access.decide(request.actor, "edit", contract), form)
    header = heading(contract, _("Plan de financement du projet %s") % number, "dossier-financing", lead=project.title)
    if not verdict.allowed:
        return locked(request, header, verdict, contract, form)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_financing(
                contract, project, form.lines, by=request.actor, at=request.now, seen=form.seen_version
            )
        except Stale as refused:
            project = project_of(find(request, reference), number)
            told, plan = form.reconcile(project)
            notice = notice_of(refused.verdict.reason, told)
            form = FinancingForm(sent_again(plan, project), contract=contract, project=project)
        except Refused as refused:
            return locked(request, header, admitted(refused.verdict, form), contract, form)
        else:
            tell_balance(request, project, form.lines)
            return redirect("dossier-financing", contract.reference)
    return answer(request, "financing", notice, header=header, **financing_page(form))


def regions_open_to(actor: Actor) -> list[Region]:
    """The regions the person may open a dossier for: those of the councils they have a mandate in."""
    held = {mandate.institution.region for mandate in actor.mandates if mandate.region_id}
    return sorted(
        (region for region in held if operations.may_open(actor, region).allowed), key=lambda region: region.code
    )


def opening_head(regions: list[Region]) -> dict:
    only = regions[0].full_name if len(regions) == 1 else ""
    back = {"url": reverse("dossiers"), "label": _("Retour aux dossiers")}
    return {"title": _("Ouvrir un dossier de contrat-plan"), "eyebrow": only, "lead": "", "back": back}


def project_of(contract: Contract, number: int) -> Project:
    """The project of that number in the dossier, else 404."""
    for project in contract.projects.all():
        if project.number == number:
            project.contract = contract
            return project
    raise Http404(_("Ce projet n’existe pas, ou n’existe plus, dans ce dossier."))


def parts(project: Project, here: str) -> list[dict]:
    """The parts of a project's file, with the one at hand."""
    described = all(
        (project.nature, project.scale, project.domain, project.ministry_id, project.duration_months, project.cost)
    )
    pages = (
        ("project-edit", _("Description et sites"), described),
        ("project-financing", _("Plan de financement"), project.gap == 0),
    )
    return [
        {
            "label": label,
            "url": reverse(name, args=[project.contract.reference, project.number]),
            "state": "current" if name == here else "done" if done else "todo",
        }
        for name, label, done in pages
    ]


def financing_page(form: FinancingForm) -> dict:
    """The grid with the tints of the sources, and the buttons that ask for one more row."""
    grid = form.grid()
    for row in grid["rows"]:
        row["tone"] = SHARE_TONES[row["source"]]
    return {
        "form": form,
        "grid": grid,
        "parts": parts(form.project, "project-financing"),
        "term_is_known": form.contract.starts_on and form.contract.duration_months,
        "dossier_url": reverse("dossier-edit", args=[form.contract.reference]),
        "more": [] if form.is_settled else [{"value": one.value, "label": label} for one, label in MORE_ROWS.items()],
        "settled": form.is_settled,
    }


def tell_balance(request: HttpRequest, project: Project, lines: list[dict]) -> None:
    """Say what was saved, and what the law will still ask of it."""
    total = sum(line["amount"] for line in lines)
    words = {"number": project.number, "cost": money(project.cost), "gap": money(abs(total - project.cost))}
    if not lines:
        sentence = _("Plan de financement du projet %(number)s vidé : la demande ne se transmet pas sans lui.")
    elif total == project.cost:
        sentence = _("Plan de financement du projet %(number)s enregistré : les parts couvrent le coût, %(cost)s.")
    elif total > project.cost:
        sentence = _(
            "Plan de financement du projet %(number)s enregistré comme brouillon : les parts dépassent le coût de "
            "%(gap)s. La demande ne se transmet qu’avec un écart nul."
        )
    else:
        sentence = _(
            "Plan de financement du projet %(number)s enregistré comme brouillon : il manque %(gap)s aux parts pour "
            "atteindre le coût. La demande ne se transmet qu’avec un écart nul."
        )
    level = messages.SUCCESS if lines and total == project.cost else messages.WARNING
    messages.add_message(request, level, sentence % words)
