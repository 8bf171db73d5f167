"""Templates show what views hand over: none is forgotten, none decides, none speaks past the translations."""

import ast
import re
from pathlib import Path

import django
import pytest

from tests import sources

TEMPLATES = sources.templates()
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
# Found by Django itself, by their names.
CALLED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
FORMS_OF_DJANGO = Path(django.__file__).parent / "forms" / "templates"
# The same in every language.
UNTRANSLATED = {"FCFA", "sha", "SHA", "II", "III", "IV"}


def is_used(name: str, code: str) -> bool:
    """Whether it is named by the code, by another template, or takes the place of a template of Django's forms."""
    named = any(f'"{name}"' in text for other, text in TEMPLATES.items() if other != name) or f'"{name}"' in code
    return named or name in CALLED_BY_DJANGO or (FORMS_OF_DJANGO / name).exists()


def made_names(code: str) -> set[str]:
    """The names that views make of a folder and a word: `f"negotiation/acts/{template}.html"`."""
    folders = re.findall(r'f"([\w/]+/)\{\w+\}\.html"', code)
    views = [path for path in sources.code() if "views" in path.parts]
    nodes = [node for path in views for node in ast.walk(ast.parse(path.read_text()))]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {f"{folder}{word}.html" for folder in folders for word in words}


def test_every_template_is_used():
    code = "".join(path.read_text() for path in sources.code())
    made = made_names(code)

    assert [name for name in TEMPLATES if not is_used(name, code) and name not in made] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_template_decides_nothing_by_step_role_or_right(name):
    conditions = re.findall(r"{% (?:el)?if (.*?) %}", TEMPLATES[name])
    comparisons = [text for text in conditions if re.search(r"==|!=| in ", text)]

    assert [text for text in comparisons if re.search(r"\b(step|role|function|body|basis)\b", text)] == []
    assert [text for text in conditions if re.search(r"\bperms\b|\.has_perm|is_authenticated|\buser\b", text)] == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "style.html" and not name.endswith(".css")])
def test_every_word_of_a_page_goes_through_the_translations(name):
    text = re.sub(r"(?s){#.*?#}|{% comment %}.*?{% endcomment %}", "", TEMPLATES[name])
    text = re.sub(r"(?s){% blocktranslate.*?endblocktranslate %}|<(style|script)\b.*?</\1>", "", text)
    text = re.sub(r"(?s){%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text)

    assert set(re.findall(r"[^\W\d_]{2,}", text)) - UNTRANSLATED == set()
