"""What is printed keeps the register of the State: each form refused here stands beside the one to write instead.

The rules are those of docs/glossary.md. They are read over every sentence of the modules and every template.
"""

import re

import pytest

from tests import sources

BEFORE = r"\b[Aa]vant (?:le|la fin)(?: \d|\u00a0?%|\u00a0?\{| %| \{)"
# What is refused, an example of it, what to write instead.
BANNED = {
    r"\b[Ss]ans délai": ("sans délai", "pas d’échéance fixée: « sans délai » means at once"),
    BEFORE: ("avant le {{ day }}", "au plus tard le {{ day }}: the last day is included"),
    r"(?:À faire|[Aa]ttendu|[Àà] rendre) avant\b": ("À faire avant", "Échéance, or À faire au plus tard le"),
    r"\w\((?:e|s|es|ne|le|te)\)": ("représenté(e)", "représentée: what agrees is known; else turn the sentence"),
    r", (?:à|de|chez|par)[ \u00a0]: ": ("décision, à : le comité", "au comité: `french.to`, `french.of`"),
    r"\bfai(?:t|t pas encore) le coût|\bfont le coût": ("les parts font le coût", "les parts couvrent le coût"),
    r"tranche à nouveau|demander à nouveau": ("demande la tranche à nouveau", "redemande la tranche"),
    r"Contrat-Plan|Contrats-Plans|contrat-Plan": ("Contrat-Plan", "contrat-plan; Contrat-plan at the head"),
    r"(?i:conseil )R[ée]gional|conseil régional": ("conseil régional", "Conseil régional: the institution"),
    r"\brégion de (?=[A-ZÉ%{])": ("région de Kayes", "Région de Kayes: with its name, the collectivité"),
    r"\b(?:l’|d’|L’|D’)?[EÉ]tat-(?:R)?région|\bEtat\b": ("Etat", "État"),
    r"\b(?:[Ll]e|[Dd]u|[Aa]u|[Uu]n) (?:gouverneur|président du [Cc]onseil|maire du [Dd]istrict)\b": (
        "le gouverneur",
        "le Gouverneur, le Président du Conseil régional, le Maire du District",
    ),
    r"l’étape (?:\d|%\(number)": ("l’étape 6", "l’étape E6: the code that its line, its tab and its list bear"),
    r"\bbillions?\b": ("un billion", "mille milliards"),
    r"(?:>|}}) [;:!?»](?![\w-])": ("</strong> : {{ what }}", "a no-break space before the mark, inside a tag too"),
}
SENTENCE = re.compile(r"[.!?]\s|\n\s*\n|</?(?:p|li|td|th|h\d)\b|{% (?:else|elif|endif|endblocktranslate|plural)")
COLON = re.compile("\u00a0:(?!\n)")


def said() -> dict[str, list[str]]:
    """Every sentence of the site, by the file that has it; a test is no reader."""
    code = {sources.name(path): sources.strings(path) for path in sources.code() if "demo" not in path.parts}
    pages = {name: [text] for name, text in sources.template_words().items() if not name.endswith(".css")}
    return code | pages


@pytest.mark.parametrize("form", BANNED, ids=[example for example, _instead in BANNED.values()])
def test_a_form_that_the_state_does_not_write_is_not_printed(form):
    _example, instead = BANNED[form]
    found = [(name, text.strip()[:90]) for name, texts in said().items() for text in texts if re.search(form, text)]

    assert found == [], f"write: {instead}"


@pytest.mark.parametrize("form", BANNED, ids=[example for example, _instead in BANNED.values()])
def test_the_rule_finds_its_own_example(form):
    example, _instead = BANNED[form]

    assert re.search(form, example)


def test_a_sentence_has_two_colons_at_most():
    parts = [(name, part) for name, texts in said().items() for text in texts for part in SENTENCE.split(text)]

    assert [(name, part.strip()) for name, part in parts if len(COLON.findall(part)) > 2] == []


def test_a_count_is_written_by_the_one_function_that_knows_zero():
    django = r"translation import [^\n]*\bngettext"
    by_hand = r"""["']s["'] if |(?:==|!=|>|<) ?[12] else _\(|pluralize"""
    modules = [sources.name(path) for path in sources.code() if re.search(f"{django}|{by_hand}", path.read_text())]
    pages = [
        name
        for name, text in sources.templates().items()
        if re.search(r"blocktranslate[^%]* count (?!rule=[^ ]+\|grammatical )|pluralize", text)
    ]

    assert (modules, pages) == ([], [])


def test_a_page_names_the_head_of_the_one_collectivite_it_shows():
    assert [
        name
        for name, text in sources.template_words().items()
        if re.search(r"\(ou [^)]*Maire|[ld]e Président\b", text)
    ] == []
