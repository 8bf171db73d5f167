"""What is installed is pinned, hash by hash, and says nothing of where it came from."""

import re

import pytest
from django.conf import settings


def pins(name: str) -> set[str]:
    lines = (settings.BASE_DIR / name).read_text().splitlines()
    return {line.removesuffix(" \\") for line in lines if "==" in line}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_file_names_no_server(name):
    assert re.findall(r"https?:|file:|--\w*(?:index|find)", (settings.BASE_DIR / name).read_text()) == []


def test_the_site_runs_the_versions_that_were_tested():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()
