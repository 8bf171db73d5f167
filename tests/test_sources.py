"""What the site cites is one of the numbered texts, and each dated value of the law tells its own."""

import importlib
import pkgutil
import re

import pytest

import cper.law
import monitoring
import negotiation
from cper.law.dated import Dated
from cper.law.texts import DECREE, GRID, TEXTS
from monitoring.management import sources_page
from tests import sources

# What a platform or a demonstration invents is cited by nobody.
INVENTED = re.compile(r"demo|drill|/bench/")
CITED = re.compile(r"n°(\d{2,4}-\d{2,4})\b")
OF_THE_GRID = re.compile(
    r"(?:methodological grid|grille méthodologique(?: du GRDR)?|\bgrid), "
    r"(steps?|étapes?|part|section|tableau) (\d(?:\.\d)?)(?: (?:to|à|and|et) (\d))?"
)
OF_THE_DECREE = re.compile(r"2014-0644(?:/P-RM)?(?: du 21 août 2014)?, art(?:icles?)?\.? (\d+)(?: (?:et|and) (\d+))?")


def written() -> dict[str, str]:
    """Every module, template and file of real data, by its name; the list of the texts aside."""
    kept = {".py", ".html", ".txt", ".toml", ".csv"}
    places = ("cper/", "negotiation/", "monitoring/", "templates/", "fixtures/")
    found = {sources.name(path): path for path in sources.every_text() if path.suffix in kept}
    named = {name: path for name, path in found.items() if name.startswith(places) and not INVENTED.search(name)}
    return {name: path.read_text() for name, path in named.items() if name != "cper/law/texts.py"}


def values_in_code() -> list[Dated]:
    """Every dated value that a module of the site holds under a name, each once."""
    homes = (cper.law, monitoring, negotiation)
    infos = (info.name for home in homes for info in pkgutil.iter_modules(home.__path__, f"{home.__name__}."))
    modules = [importlib.import_module(name) for name in infos if not name.endswith(("admin", "urls"))]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Dated)]
    return list({id(one): one for one in found}.values())


def test_the_page_of_the_sources_is_made_from_the_tables():
    assert (sources.ROOT / "docs" / "sources.md").read_text() == sources_page.page()


def test_the_texts_are_numbered_in_order():
    assert [text.number for text in TEXTS] == list(range(1, len(TEXTS) + 1))


def test_every_number_of_a_law_or_a_decree_is_that_of_a_numbered_text():
    known = {mark for text in TEXTS for mark in text.marks}
    cited = {(name, number) for name, text in written().items() for number in CITED.findall(text)}

    # What a person may type there, not a text.
    example = ("monitoring/forms/budget.py", "2026-012")
    assert {one for one in cited if one[1] not in known} == {example}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.short))
def test_every_numbered_text_is_cited_somewhere(text):
    assert [name for name, said in written().items() if any(mark in said for mark in text.marks)] != []


def test_a_place_of_the_grid_that_is_cited_exists():
    words = {"step": "étape", "part": "section"}
    cited = [
        f"{words.get(kind.rstrip('s'), kind.rstrip('s'))} {number}"
        for said in written().values()
        for kind, *numbers in OF_THE_GRID.findall(" ".join(re.sub(r"\n#?", " ", said).split()))
        for number in filter(None, numbers)
    ]

    assert len(cited) > 20
    assert set(cited) - set(GRID.places) == set()


def test_an_article_of_the_decree_that_is_cited_is_one_that_was_read():
    texts = [" ".join(said.split()) for said in written().values()]
    numbers = [number for text in texts for found in OF_THE_DECREE.findall(text) for number in found if number]
    cited = {f"article {number}" for number in numbers}

    assert cited == set(DECREE.places)


def test_nothing_cites_a_document_that_is_not_here():
    away = re.compile(r"\bdomain \d|\bspec(ification)? \d|\bsee the seed|« ?domain", re.IGNORECASE)

    assert [name for name, said in written().items() if away.search(said)] == []


def test_every_dated_value_of_the_code_is_on_the_page():
    told = {id(value) for value in sources_page.every_value()}

    assert [str(value.label) for value in values_in_code() if id(value) not in told] == []


def test_a_value_names_a_numbered_text_and_a_place_of_it():
    rows = [(value, row) for value in sources_page.every_value() for row in value.rows]

    assert [str(value.label) for value, row in rows if row.text and row.text not in TEXTS] == []
    assert [str(value.label) for value, row in rows if row.text and row.place not in row.text.places] == []


def test_a_parameter_has_on_a_new_platform_the_value_of_the_example():
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (sources.ROOT / ".env.example").read_text(), re.MULTILINE))
    silent = [value for value in sources_page.every_value() if value.setting]

    assert {value.setting: as_set(value.rows[0].value) for value in silent} == {
        value.setting: example[value.setting] for value in silent
    }


def as_set(value: object) -> str:
    return "{:02}-{:02}".format(*value) if isinstance(value, tuple) else str(value)
