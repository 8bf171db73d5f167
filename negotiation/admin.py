"""Reference data, edited by the platform's administrator; contracts are only looked at.

The right to enter follows from the mandates of the day, like every right. The step, the passages and the history are
read-only: the administration is no second door.
"""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from cper.people.models import Institution
from cper.people.rights import not_your_role
from cper.people.roles import Role
from cper.places.models import Cercle, CerclePlacement, Region
from cper.words import search
from negotiation.models import Contract, LegalText, Passage
from negotiation.reference_forms import InlineForm, KeptAdmin


def is_administrator(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.actor.is_administrator


class ReferenceSite(AdminSite):
    """Django's administration, entered by mandate; it has no sign-in of its own."""

    site_title = site_header = _("Données de référence")
    index_title = _("Référentiel et consultation")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def admin_view(self, view, cacheable=False):
        """Who is signed in without the mandate is told so, with what was typed; a stranger is led to sign in."""
        page = super().admin_view(view, cacheable)

        def asked(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(not_your_role((Role.ADMIN,)))
            return page(request, *args, **kwargs)

        return update_wrapper(asked, page)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied(not_your_role((Role.ADMIN,)))
        return redirect_to_login(request.GET.get("next", "/"), resolve_url("sign-in"))


site = ReferenceSite(name="admin")


class ByMandate:
    """Reference data: added and changed, never erased, for contracts rest on it."""

    def has_module_permission(self, request):
        return is_administrator(request)

    def has_view_permission(self, request, obj=None):
        return is_administrator(request)

    def has_add_permission(self, request, obj=None):
        return is_administrator(request)

    def has_change_permission(self, request, obj=None):
        return is_administrator(request)

    def has_delete_permission(self, request, obj=None):
        return False


class Editable(ByMandate, KeptAdmin, admin.ModelAdmin):
    """What the administrator keeps up to date; it is looked for as everywhere on the site (`search`)."""

    def get_search_results(self, request, queryset, search_term):
        if self.search_fields and search_term:
            queryset = queryset.alias(sought=search.key_of(*self.search_fields))
            for word in search.words(search_term):
                queryset = queryset.filter(sought__contains=word)
        return queryset, False


class ReadOnly(Editable):
    """Looked at, with its history; nothing is written from here."""

    view_on_site = False  # no dossier exists for the administrator outside this administration

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Region, site=site)
class RegionAdmin(Editable):
    list_display = ("code", "name", "kind", "chef_lieu", "born_of", "valid_from", "valid_to")
    search_fields = ("name",)


class PlacementInline(ByMandate, admin.TabularInline):
    model = CerclePlacement
    form = InlineForm
    extra = 0


@admin.register(Cercle, site=site)
class CercleAdmin(Editable):
    list_display = ("name",)
    search_fields = ("name",)
    inlines = (PlacementInline,)


@admin.register(Institution, site=site)
class InstitutionAdmin(Editable):
    list_display = ("name", "body", "region")
    list_filter = ("body",)
    list_select_related = ("region",)
    search_fields = ("name",)


@admin.register(LegalText, site=site)
class LegalTextAdmin(Editable):
    list_display = ("citation", "rank", "valid_from", "valid_to", "district_only", "unverified")


@admin.register(Contract, site=site)
class ContractAdmin(ReadOnly, SimpleHistoryAdmin):
    list_display = ("reference", "title", "region", "step", "signed_on")
    list_filter = ("step",)
    list_select_related = ("region",)
    search_fields = ("reference", "title")
    history_list_display = ("step",)
    object_history_list_template = "negotiation/history_list.html"

    def history_view(self, request, object_id, extra_context=None):
        """The past versions; 404 for what is no number, which simple_history would take for one."""
        try:
            return super().history_view(request, object_id, extra_context)
        except ValueError as error:
            raise Http404 from error

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """A past version is looked at: simple_history would write it back for whoever may look."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(_("Une version passée se lit ; elle ne se rétablit pas."))
        if not (object_id.isdecimal() and version_id.isdecimal()):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)


@admin.register(Passage, site=site)
class PassageAdmin(ReadOnly):
    list_display = ("contract", "action", "source", "target", "by_name", "by_title", "at")
    list_select_related = ("contract",)
