"""Nothing typed is lost: what was sent and led nowhere is kept for the account that typed it, and given back.

A form that is interrupted (session at its end, page older than the last sign-in, another account), refused (errors,
somebody was faster, a right that has ended) or that fails is kept whole, passwords apart. The page opened again is the
same page, filled in, ready to be sent; it leaves what it keeps once a sending leads on. Only the account named in the
mark of the page (`marks`) is ever given it.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm, BaseFormSet, BoundField, FileField
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import linebreaksbr
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cper.pages.marks import RECEIVED, UNTYPED
from negotiation import kept_files
from negotiation.models import KeptForm
from negotiation.models.kept_form import LONGEST_PATH, MOST, Cause

# The entries in which something is chosen, not written: what they send is a code, which says nothing to a reader.
CHOSEN = re.compile(
    r"(^|-\d+-)(basis|body|born_of|cercle|concerns|domain|function|institution|kind|ministry|nature|outcome|owner|papers"
    r"|priority|projects?|region|scale|session|site|source|styled|until|what|window)(-\d+)?$|^met-|^verdict(-[a-z]+)?$"
)
BY_ITSELF = re.compile(r"^initial-|_FORMS$|^rangs$|^rows$|-(base|id)$")
TICKED = "on"
# The buttons that ask for more rows: what they asked has been had.
ASKING = ("more", "add", "count")
# What a page fills in by itself, and nobody would miss.
UNSEEN = (*ASKING, "seen", "base", "everywhere")
SAID = {
    Cause.EXPIRED: _("Votre session avait pris fin quand vous avez envoyé cette page."),
    Cause.REOPENED: _("Vous aviez ouvert une autre session depuis l’ouverture de cette page."),
    Cause.ACCOUNT: _("Un autre compte était ouvert dans ce navigateur quand cette page a été envoyée."),
    Cause.PASSWORD: _("Un mot de passe vous était demandé quand vous avez envoyé cette page."),
    Cause.REFUSED: _("Cette page a été envoyée, et quelque chose restait à corriger ou l’empêchait."),
    Cause.FAILED: _("Le site n’a pas pu enregistrer cette page quand vous l’avez envoyée."),
}


class Forbidden(PermissionDenied):
    """No right, or none any more; `rows` hold what the person had typed, to be read and copied."""

    def __init__(self, reason: str, forms: Iterable[BaseForm | BaseFormSet] = ()):
        super().__init__(reason)
        self.rows = [row for form in forms if form.is_bound for row in typed_rows(form)]


def keep(request: HttpRequest, account: int, cause: Cause) -> bool:
    """Keep what was sent for that account; whether there was anything to keep."""
    entries = sent(request.POST)
    something = request.FILES or any(value for name, value in entries if name not in UNSEEN)
    if len(request.path) > LONGEST_PATH or not something:
        return False
    page = {"user_id": account, "path": request.path}
    told = {"entries": entries, "cause": cause, "made_at": request.now}
    held, _new = KeptForm.objects.update_or_create(**page, defaults=told)
    kept_files.keep(request, held)
    beyond = KeptForm.objects.filter(user_id=account).order_by("-made_at").values_list("pk", flat=True)[MOST:]
    let_go(KeptForm.objects.filter(pk__in=list(beyond)))
    return True


def sent(post: QueryDict) -> list[list[str]]:
    """What was typed and chosen, in the order of the page; never a password."""
    names = [name for name in post if name not in UNTYPED and "password" not in name]
    names = [name for name in names if not name.startswith(RECEIVED)]
    return [[name, value] for name in names for value in post.getlist(name)]


def forget(account: int, path: str) -> None:
    let_go(KeptForm.objects.filter(user_id=account, path=path))


def let_go(forms: QuerySet) -> None:
    """Forget these, with their files."""
    held = list(forms)
    if held:
        kept_files.forget(held)
        KeptForm.objects.filter(pk__in=[form.pk for form in held]).delete()


def typed(request: HttpRequest) -> QueryDict | None:
    """What is sent; on a page that is opened, what this account sent to it and is kept; None for a new page."""
    if request.method == "POST":
        return request.POST
    held = resumed(request)
    if held is None:
        return None
    entries = QueryDict(mutable=True)
    for name, value in held.entries:
        if name not in ASKING:
            entries.appendlist(name, value)
    return entries


def files(request: HttpRequest) -> MultiValueDict | None:
    """The files beside what `typed` answers; None for a new page, which nobody has sent and which is not in error."""
    if request.method == "POST":
        return request.FILES
    held = resumed(request)
    if held is None:
        return None
    kept_files.lay_out(request, held)
    return request.FILES


def resumed(request: HttpRequest) -> KeptForm | None:
    """What is kept of this page for this account; the page says so above it."""
    if request.resumed is None and request.user.keeps:
        request.resumed = KeptForm.objects.filter(user=request.user, path=request.path).first() or False
    if request.resumed:
        request.resumed.said = SAID[request.resumed.cause]
    return request.resumed or None


def was_shown(request: HttpRequest) -> bool:
    """Whether this page was made for this account before: a right that has ended is said as such, not denied."""
    if request.method == "POST":
        return request.author is not None and request.author == request.user.pk
    return request.user.is_authenticated and resumed(request) is not None


def is_words(name: str, value: str) -> bool:
    """Whether a reader would miss it where no form is there to name it: neither a code nor what a page adds."""
    code = name in UNSEEN or BY_ITSELF.search(name) or CHOSEN.search(name) or value == TICKED
    return bool(value.strip()) and not code


def typed_rows(form: Any) -> list[dict]:
    """What was typed in a form that can no longer be sent, to be read and copied."""
    if isinstance(form, BaseFormSet):
        return [row for one in form.forms for row in typed_rows(one)]
    fields = [field for field in form.visible_fields() if not isinstance(field.field, FileField)]
    return [{"label": field.label, "value": linebreaksbr(shown(field))} for field in fields if field.value()]


def shown(field: BoundField) -> str:
    """What was typed or chosen, in the words of the page."""
    value = field.value()
    choices = {str(code): label for code, label in _flat(getattr(field.field, "choices", ()))}
    if isinstance(value, list):
        return "\n".join(str(choices.get(str(one), one)) for one in value)
    return str(choices.get(str(value), value))


def _flat(choices: Iterable) -> Iterable[tuple]:
    """The choices of a list, those of its groups too."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label
