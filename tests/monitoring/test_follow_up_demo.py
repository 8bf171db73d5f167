"""The follow-up of the demonstration: contracts in force in every state, work for each account; all of it invented."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from monitoring.models import QuarterReport, Tranche

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Load once for the module; nothing stays behind it, in the database or among the files."""
    import time
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("media")}}
    storages = override_settings(STORAGES=settings.STORAGES | {"default": here})
    with django_db_blocker.unblock(), storages, transaction.atomic():
        for name in ("load_reference", "load_demo", "load_follow_up_reference", "load_follow_up_demo", "pull_duties"):
            t=time.perf_counter()
            call_command(name, verbosity=0)
            print(name, round(time.perf_counter()-t,1))
        yield
        transaction.set_rollback(True)


def test_x():
    from collections import Counter
    print(Counter(Tranche.objects.values_list("state", flat=True)), Counter(QuarterReport.objects.values_list("state", flat=True)))
