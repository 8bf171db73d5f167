"""A visit of the site of the negotiation alone: `python -m tests.alone.visit [DATABASE TO COPY]`.

Prints the status of each page that it opens, then what of the follow-up has been imported.
"""

import os
import sys
from datetime import date

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.template.loader import get_template
from django.test import Client
from django.test.runner import DiscoverRunner


def main(copied: list[str]) -> None:
    django.setup()
    call_command("check", stdout=sys.stderr)
    folder = settings.BASE_DIR / "templates"
    for path in (folder / "negotiation").rglob("*.html"):
        get_template(str(path.relative_to(folder)))
    runner = DiscoverRunner(verbosity=0, interactive=False)
    # Named as the databases of a run of tests, so that a run that was killed leaves nothing for long.
    asked = {"NAME": f"test_cper_{os.getpid()}_alone", "TEMPLATE": copied[0] if copied else None}
    connections.settings["default"]["TEST"] |= asked
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        say(*statuses())
    finally:
        runner.teardown_databases(databases)
    say(*sorted(name for name in sys.modules if name.startswith("monitoring.")))


def statuses() -> list[int]:
    from cper.demo.negotiation.people import load_people  # noqa: PLC0415 -- once the applications are loaded
    from cper.people.models import User  # noqa: PLC0415 -- as above
    from negotiation.models import Contract  # noqa: PLC0415 -- as above

    call_command("load_reference", verbosity=0)
    load_people(date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(username="dgct"))
    signed = Contract.objects.select_related("region").filter(step="signed")[0]
    pages = ("/", "/dossiers/", "/regions/", signed.region.get_absolute_url(), signed.get_absolute_url())
    return [client.get(page).status_code for page in pages]


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
