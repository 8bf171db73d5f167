"""Who may sign in, and how: a password and an open account; the public demonstration password in demo mode only."""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.db.models import Exists, OuterRef, QuerySet

from cper.people.models import User
from cper.rows.prepared import Prepared
from negotiation.models import KeptForm

DEMO_PASSWORD = "cper-demo"  # noqa: S105 -- printed on the sign-in page; worthless outside demo mode


def keeping() -> QuerySet:
    """People with `keeps`: whether some page holds what they sent and is not recorded. No page asks it again."""
    return User.objects.annotate(keeps=Exists(KeptForm.objects.filter(user=OuterRef("pk"))))


def kept_account(pk: int) -> QuerySet:
    return keeping().filter(pk=pk)


# Every request of somebody signed in asks it.
ACCOUNT = Prepared(kept_account, -1)


def account(pk: int) -> User | None:
    return next(iter(ACCOUNT.ask(pk)), None)


class MandateBackend(ModelBackend):
    """Sign in with one's own password. Rights are not asked here: they follow from mandates (`access.decide`)."""

    def get_user(self, user_id):
        user = account(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False


class DemoBackend(BaseBackend):
    """Sign in to a demonstration account with the public password.

    Settings list this backend in demo mode only. Demonstration accounts have no usable password of their own, and a
    session opened by this backend dies with it, so that nothing of them works once demo mode is off.
    """

    def authenticate(self, request, username=None, password=None, **_credentials):
        if username is None or password != DEMO_PASSWORD:
            return None
        return User.objects.filter(username__iexact=username, is_demo=True, is_active=True).first()

    def get_user(self, user_id):
        user = account(user_id)
        return user if user and user.is_demo and user.is_active else None
