"""The page of components, and what no template may carry."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))
SITE_TEMPLATES = [path for path in TEMPLATES if "pdf" not in path.parts]


@pytest.mark.django_db
def test_the_page_of_components_opens_in_demo_mode(client):
    page = client.get("/style/")

    assert page.status_code == 200
    assert page.content.count(b'class="notice__title"') == 4


@pytest.mark.django_db
def test_the_page_of_components_does_not_exist_in_production(client, settings):
    settings.DEMO = False

    assert client.get("/style/").status_code == 404


@pytest.mark.parametrize("path", SITE_TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_a_style_or_a_script_that_the_policy_would_refuse(path):
    forbidden = re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?! src)|javascript:", path.read_text())

    assert forbidden == []
