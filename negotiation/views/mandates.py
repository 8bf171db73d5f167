"""People and their mandates, for the administrator."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.pages.widgets import search_box
from cper.people.models import Mandate, User
from cper.people.rights import Refused
from cper.words.french import of
from negotiation import kept, operations
from negotiation.forms.people import EndMandateForm, MandateForm, PeopleSearch, PersonForm
from negotiation.views.tables import PEOPLE


def for_administrators(view: Callable) -> Callable:
    """Answer 403 with its sentence to whoever holds no administrator's mandate today."""

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs):
        try:
            operations.require_administrator(request.actor)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return view(request, *args, **kwargs)

    return asked


@for_administrators
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, and what each is today."""
    search = PeopleSearch(request.GET)
    wanted = search.cleaned_data["q"] if search.is_valid() else ""
    today = Mandate.objects.on(request.actor.day).select_related("institution__region")
    found = User.objects.prefetch_related(
        Prefetch("mandates", today, to_attr="held"),
    )
    found = found.named(wanted) if search.is_valid() else found.none()
    filters = {
        "search": search_box(search),
        "selects": [],
        "active": bool(wanted or search.errors),
        "reset_url": request.path,
    }
    if file := download(request, PEOPLE, found, list, filters=filters):
        return file
    rows = page_of(request, found)
    content = {
        "page_obj": rows,
        "table": PEOPLE.drawn(rows, request),
        "filters": filters,
        "query": query_without(request),
    }
    return render(request, "negotiation/people/list.html", content)


@for_administrators
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the account, the mandates held now, to come, and ended."""
    someone = get_object_or_404(User, pk=pk)
    today = request.actor.day
    mandates = someone.mandates.select_related("institution__region").order_by("-valid_from", "-pk")
    suspended = set(someone.mandates.on(today).filter(suspended=True).values_list("pk", flat=True))
    rows = [
        {"mandate": mandate, "status": standing(mandate, today, suspended=mandate.pk in suspended)}
        for mandate in mandates
    ]
    return render(request, "negotiation/people/person.html", {"person": someone, "rows": rows})


def standing(mandate: Mandate, today: date, *, suspended: bool = False) -> dict:
    """Whether a mandate runs, is to come or has ended, and whether it can still be ended."""
    if mandate.valid_to and mandate.valid_to < today:
        return {"tone": "elsewhere", "label": _("terminé"), "open": False}
    if mandate.valid_from > today:
        return {"tone": "info", "label": _("à venir"), "open": True}
    if suspended:
        return {"tone": "elsewhere", "label": mandate.why_suspended, "open": True}
    return {"tone": "done", "label": _("en cours"), "open": True}


@for_administrators
def add_person(request: HttpRequest) -> HttpResponse:
    return _person_form(request, User(), _("Ajouter une personne"))


@for_administrators
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    someone = get_object_or_404(User, pk=pk)
    return _person_form(request, someone, _("Modifier le compte %s") % of(str(someone)))


def _person_form(request: HttpRequest, someone: User, title: str) -> HttpResponse:
    form = PersonForm(kept.typed(request), instance=someone)
    if request.method == "POST" and form.is_valid():
        new = someone.pk is None
        saved = operations.save_person(
            form.facts, by=request.actor, person=someone, password=form.cleaned_data["password"]
        )
        messages.success(
            request,
            _("Compte ouvert pour %s. Donnez-lui maintenant un mandat.") % saved
            if new
            else _("Compte %s enregistré.") % of(str(saved)),
        )
        return redirect("person", pk=saved.pk)
    context = {"form": form, "title": title, "person": someone if someone.pk else None}
    return render(request, "negotiation/people/person_form.html", context)


@for_administrators
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a mandate: institution, function, basis, act, dates."""
    someone = get_object_or_404(User, pk=pk)
    form = MandateForm(kept.typed(request), person=someone)
    if request.method == "POST" and form.is_valid():
        try:
            mandate = operations.grant_mandate(someone, form.facts, by=request.actor)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(
                request, _("Mandat donné à %(who)s : %(what)s.") % {"who": someone, "what": mandate.label}
            )
            return redirect("person", pk=someone.pk)
    return render(request, "negotiation/people/mandate_form.html", {"form": form, "person": someone})


@for_administrators
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the last day of a mandate."""
    mandate = get_object_or_404(Mandate.objects.select_related("person", "institution__region"), pk=pk)
    form = EndMandateForm(kept.typed(request), mandate=mandate)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_mandate(mandate, by=request.actor, on=form.cleaned_data["on"])
        except ValidationError as refused:
            form.add_error("on", refused.messages)
        else:
            messages.success(request, _("Le mandat prend fin à la date indiquée : %s.") % mandate.label)
            return redirect("person", pk=mandate.person_id)
    return render(request, "negotiation/people/mandate_end.html", {"form": form, "mandate": mandate})
