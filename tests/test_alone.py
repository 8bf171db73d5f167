"""The negotiation without the follow-up: it loads, knows nothing of it, and its pages open."""

import os
import re
import subprocess
import sys

import pytest
from django.db import connections

from tests import sources


@pytest.mark.django_db
def test_the_negotiation_alone_loads_and_opens_its_pages():
    copied = connections.settings["default"]["TEST"].get("TEMPLATE")
    command = [sys.executable, "-m", "tests.alone.visit", *filter(None, [copied])]
    apart = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.alone.settings"}
    done = subprocess.run(command, cwd=sources.ROOT, env=apart, capture_output=True, text=True, check=False)

    assert done.stdout == "200 200 200 200 200\n\n", done.stderr


def test_the_templates_of_the_negotiation_name_nothing_of_the_follow_up():
    named = re.compile(r"{%-? ?(load|include|extends)[^%]*\b(monitoring|follow_up)\b")
    found = [name for name, text in sources.templates().items() if "monitoring/" not in name and named.search(text)]

    assert found == ["home.html"]
