"""What the documentation says is so: it is compared with the code, the fixtures, the files."""

import importlib
import pkgutil
import re
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import cper
import monitoring
import negotiation
from negotiation.accounts import DEMO_PASSWORD
from negotiation.management import workflow_page
from negotiation.workflow import STAGES
from tests import sources

ROOT = sources.ROOT
README = (ROOT / "README.md").read_text()
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
PAGES = ["README.md", "frontend/README.md", *sorted(sources.name(path) for path in (ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
# Programs run by file, in processes of their own; and what is told of elsewhere.
NOT_LOADED = ("_child", "cper.drill", "cper.demo", "cper.bench", "management", "migrations")
# Made by running; and the addresses of the site.
ELSEWHERE = (".local", "/")


def in_ticks(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


@cache
def modules() -> list[ModuleType]:
    """Every module of the site whose names the glossary may use."""
    homes = (cper, negotiation, monitoring)
    found = (info.name for home in homes for info in pkgutil.walk_packages(home.__path__, f"{home.__name__}."))
    return [importlib.import_module(name) for name in found if not any(word in name for word in NOT_LOADED)]


def member(owner: object, name: str) -> object | None:
    return getattr(owner, name, None) or getattr(owner, "__dataclass_fields__", {}).get(name)


def exists(name: str) -> bool:
    """Whether a class, a function, a constant, or a member of one (`Step.SIGNED`, `clock.due_on`) bears that name."""
    first, *rest = name.split(".")
    owners = [module for module in modules() if module.__name__.rpartition(".")[2] == first]
    owners += [vars(module)[first] for module in modules() if first in vars(module)]
    for word in rest:
        owners = [found for owner in owners if (found := member(owner, word)) is not None]
    return bool(owners)


def test_the_page_of_the_procedure_is_made_from_the_table():
    assert (ROOT / "docs" / "workflow.md").read_text() == workflow_page.page()


def test_every_condition_of_the_law_is_told():
    assert set(workflow_page.CONDITIONS) == set(workflow_page.Need)


@pytest.mark.parametrize("page", PAGES)
def test_a_path_that_a_page_names_exists(page):
    text = (ROOT / page).read_text()
    named = {word for word in in_ticks(text) if re.fullmatch(r"[\w.-]*/[\w./-]*|[\w-]+\.(py|md|toml)", word)}
    named |= {link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link}
    homes = (ROOT, ROOT / Path(page).parent, ROOT / "docs")

    files = {word for word in named if not word.startswith(ELSEWHERE)}
    assert {word for word in files if not any((home / word).exists() for home in homes)} == set()


def test_the_readme_names_commands_that_exist():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make (\w+)", README, re.MULTILINE)) <= targets


def test_the_readme_names_management_commands_that_exist():
    folders = list(ROOT.glob("*/management/commands")) + list(ROOT.glob("cper/*/management/commands"))
    named = set(re.findall(r"manage\.py\s+(\w+)", README)) - {"migrate", "collectstatic"}  # Django's own

    assert {name for name in named if not any((folder / f"{name}.py").exists() for folder in folders)} == set()


def test_the_readme_tells_every_variable_with_its_default():
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|", README, re.MULTILINE))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert told == example


def test_the_readme_names_demonstration_accounts_that_exist():
    people = tomllib.loads((ROOT / "fixtures" / "demo_people.toml").read_text())
    accounts = {f"kayes.{row['account']}" for row in people["regional"]}
    accounts |= {row["account"] for row in people["national"]}
    sentence = re.search(r"named after functions:(.*?); password `(.*?)`", README, re.DOTALL)

    assert set(in_ticks(sentence[1])) - accounts == set()
    assert sentence[2] == DEMO_PASSWORD


def test_the_readme_tells_the_eight_steps_in_order():
    assert re.findall(r"\| (E\d) ", README) == [stage.code for stage in STAGES]


@pytest.mark.parametrize("name", sorted({name for name in in_ticks(GLOSSARY) if re.fullmatch(r"[A-Za-z_.]+", name)}))
def test_a_name_of_the_glossary_exists_in_the_code(name):
    assert exists(name)


def test_a_term_stands_once_in_the_glossary():
    terms = re.findall(r"^\| ([^|]+?) \|", GLOSSARY, re.MULTILINE)
    told = [term for term in terms if term not in {"Terme", "Sigle", "---"}]

    assert sorted(told) == sorted(set(told))


def test_decisions_are_numbered_in_order_and_none_is_missing():
    numbers = [path.name[:4] for path in DECISIONS]

    assert numbers == [f"{rank:04}" for rank in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_one_page_that_says_its_cost(path):
    text = path.read_text()

    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE) == ["Problem", "Choice", "Why", "What it costs"]
    assert len(text.splitlines()) <= 40


def test_the_notices_name_every_package_that_the_program_asks_for():
    told = (ROOT / "THIRD_PARTY_NOTICES.md").read_text().lower()
    asked = [
        re.split(r"[\[>=<]", line)[0]
        for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    ]

    assert [name for name in asked if name.lower() not in told] == []


def test_the_compiled_style_sheet_carries_the_notice_of_its_base():
    assert "GOV.UK Frontend" in (ROOT / "static/css/cper.css").read_text()
