"""The habits of the code that a reader relies on: each is checked here, none is only promised."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.template import engines

from tests import sources

MODELS = [
    model
    for name in ("negotiation", "monitoring")
    for model in apps.get_app_config(name).get_models()
    if not hasattr(model, "history_type")
]
JUNK_DRAWERS = {"utils", "services", "common", "core", "helpers", "misc", "tools"}
MODULE_LINES, FUNCTION_LINES, VIEW_LINES = 300, 30, 25
# The law's vocabulary of rights is spoken here; elsewhere one asks `decide`.
SPEAK_OF_ROLES = {
    "monitoring/access.py": "under which of the roles of an act a verdict was given",
    "monitoring/models/duty.py": "the duties that fall to somebody, asked as a set",
    "monitoring/notifications.py": "who is written to",
    "monitoring/views/awaited.py": "which of the awaited acts are the reader's own",
    "monitoring/views/rows.py": "which of the duties are the reader's own",
    "monitoring/models/machines.py": "the state's part of the answer: the row of the state names its roles",
    "cper/people/rights.py": "the question itself",
    "negotiation/announcements.py": "what the author of an act could go on with himself",
    "negotiation/models/contract.py": "the state's part of the answer: the row of the step names its roles",
    "negotiation/models/contract_queries.py": "the same answer, asked of all contracts at once",
    "negotiation/models/requirements.py": "whose part of a joint act is already done",
    "negotiation/notifications.py": "who is written to",
    "negotiation/operations/assents.py": "in which role an assent is given",
    "negotiation/operations/papers.py": "which papers are whose",
    "negotiation/operations/signing.py": "for which party a signature is",
    "negotiation/views/act_words.py": "who else must give an assent, told in words",
    "negotiation/views/panels/pieces.py": "which papers the page offers to file",
    "negotiation/views/standing.py": "which of the turns are the reader's own",
}
READ_THE_CLOCK = {
    "negotiation/failures.py": "the edge of a request that failed, maybe before its moment was read",
    "cper/papers/storage.py": "how old a file on the disk is",
    "cper/pages/middleware.py": "the edge of a request",
    "negotiation/notifications.py": "mails leave after the request",
}
# What rests on a row and goes with it; everything else is protected.
GO_WITH = {
    "CerclePlacement.cercle",
    "ContractSector.contract",
    "ContractSector.institution",
    "Decision.session",
    "FinancingLine.project",
    "Milestone.contract",
    "Cutoff.contract",
    "Duty.contract",
    "Finding.contract",
    "Site.project",
    "Standing.contract",
    "TrancheRule.window",
    "Turn.contract",
}
# Written by the site alone: no form can meet them, so no sentence is needed.
NEVER_MET_BY_A_FORM = {
    "contract_sector_once",
    "convention_number_once",
    "duty_once",
    "finding_once",
    "kept_file_of_an_entry",
    "kept_form_of_a_page",
    "milestone_rank_once",
    "recommendation_number_once",
    "report_line_once",
    "sent_form_once",
    "turn_once",
}


def mentions(pattern: str, paths: Iterable[Path] | None = None) -> set[str]:
    """The files in which the pattern is found, among the modules of the site unless others are given."""
    searched = sources.code() if paths is None else paths
    return {sources.name(path) for path in searched if re.search(pattern, path.read_text())}


def everything_else(suffix: str = "") -> list[Path]:
    """Every file but this one, which spells out what it looks for."""
    return [path for path in sources.every_text() if path.name.endswith(suffix) and path != Path(__file__)]


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def length(function: ast.FunctionDef) -> int:
    """The lines of a function, its docstring aside."""
    said = ast.get_docstring(function) or ""
    return function.end_lineno - function.lineno + 1 - len(said.splitlines())


def test_nothing_happens_by_a_signal():
    assert mentions(r"@receiver|django\.dispatch|(post|pre)_(save|delete|migrate)|_changed\.connect") == set()


def test_a_module_is_named_after_what_it_knows():
    assert [sources.name(path) for path in sources.code() if JUNK_DRAWERS & {path.stem, path.parent.name}] == []


def test_a_module_is_read_in_one_sitting():
    sizes = {sources.name(path): len(path.read_text().splitlines()) for path in sources.code()}

    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_a_file_of_tests_is_read_in_one_sitting_too():
    tests = [path for path in sources.every_text() if sources.name(path).startswith("tests/") and path.suffix == ".py"]
    sizes = {sources.name(path): len(path.read_text().splitlines()) for path in tests}

    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_a_function_is_read_without_scrolling():
    found = [(sources.name(path), f.name, length(f)) for path in sources.code() for f in functions(path)]

    assert [one for one in found if one[2] > FUNCTION_LINES] == []


def test_a_view_translates_and_no_more():
    paths = [path for path in sources.code() if "views" in path.parts]
    views = [
        (path, f) for path in paths for f in functions(path) if f.args.args[:1] and f.args.args[0].arg == "request"
    ]

    assert [(sources.name(path), f.name) for path, f in views if length(f) > VIEW_LINES] == []


def test_the_clock_is_read_at_the_edge():
    asked = mentions(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(|datetime\.(now|utcnow)\(|time\.time\(")

    assert {name for name in asked if not re.search("/(management|bench|demo)/", name)} == set(READ_THE_CLOCK)


def test_rights_are_asked_of_one_function():
    assert mentions(r"\bfills\(|\.role ==|\.role !=") == set(SPEAK_OF_ROLES)


def test_djangos_own_permissions_are_not_asked():
    assert mentions(r"permission_required|user_passes_test|\.is_staff|\.is_superuser|\.has_perms?\(") == set()


def test_an_exemption_gives_its_reason():
    assert mentions(r"# noqa(?!: [A-Z0-9, ]+ -- \w)", everything_else(".py")) == set()


def test_nothing_is_put_off_nor_skipped_nor_mocked():
    forbidden = r"#.*\b(TODO|FIXME|XXX)\b|pytest\.(mark\.)?(skip|xfail)|unittest\.mock|\bmocker\b"

    assert mentions(forbidden, everything_else(".py")) == set()


def test_no_file_tells_of_a_machine_or_of_a_package_server():
    forbidden = r"(?<![\w.}])/(work|root|home|Users)/\w|pypi\.org|pythonhosted\.org|npmjs\.(org|com)|artifactory|nexus"

    assert mentions(forbidden, everything_else()) == set()


def test_french_marks_hold_to_their_word():
    said = {sources.name(path): sources.strings(path) for path in sources.code()}
    said |= {name: [text] for name, text in sources.template_words().items()}
    # A plain space before a mark lets it start a line; a straight apostrophe is a typewriter's.
    loose = re.compile(r"\w [;:!?»](\s|$)|« \w|[a-zéè]'[a-zéèêà]")

    assert [name for name, texts in said.items() if any(map(loose.search, texts)) and not name.endswith(".css")] == []


def test_make_check_runs_every_check():
    recipe = (sources.ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    checks = ["ruff check", "ruff format --check", "djlint templates --check", "djlint templates --lint"]
    checks += ["lint-imports", "makemigrations --check", "check --deploy"]

    assert [check for check in checks if check not in recipe] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_are_written_as_inside_a_sentence(model):
    fields = [field for field in model._meta.local_fields if not field.primary_key]
    names = [model._meta.verbose_name, model._meta.verbose_name_plural, *(field.verbose_name for field in fields)]

    # A word all in capitals is an acronym.
    assert [str(name) for name in names if re.match(r"[A-ZÀ-Ý](?![A-Z])", str(name))] == []


def test_what_others_rest_on_is_protected():
    keys = [f for model in MODELS for f in model._meta.local_fields if isinstance(f, models.ForeignKey)]
    unprotected = {f"{f.model.__name__}.{f.name}" for f in keys if f.remote_field.on_delete is not models.PROTECT}

    assert unprotected == GO_WITH


def test_files_hang_on_papers_alone():
    fields = [field for model in MODELS for field in model._meta.local_fields if isinstance(field, models.FileField)]

    assert [str(field) for field in fields] == [
        "negotiation.KeptFile.file",  # for a day
        "negotiation.Piece.file",
        "monitoring.Paper.file",
        "monitoring.QuarterReport.file",
        "monitoring.Erratum.file",
    ]


def test_a_constraint_speaks_french():
    constraints = [constraint for model in MODELS for constraint in model._meta.constraints]
    default = models.BaseConstraint.default_violation_error_message

    assert {one.name for one in constraints if one.violation_error_message == default} == NEVER_MET_BY_A_FORM


def test_a_constraint_has_the_test_that_tries_to_break_it():
    names = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    tests = "".join(path.read_text() for path in everything_else(".py") if "tests" in path.parts)

    assert {name for name in names if f'"{name}"' not in tests} == set()


def test_a_variable_that_the_view_did_not_give_fails_the_test():
    template = engines["django"].from_string("{{ given|default:'' }}{{ forgotten }}")

    with pytest.raises(pytest.fail.Exception, match="prints « forgotten », which its view does not give"):
        template.render({})
