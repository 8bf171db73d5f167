"""What is typed is read as docs/typed.md says, line by line, on the server and in the page."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, strategies

from cper.pages.middleware import TypedMiddleware
from cper.pages.widgets import DayField, MoneyField
from cper.people.models import User
from cper.words.typed import text

DOC = Path(__file__).resolve().parents[2] / "docs" / "typed.md"
SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "src" / "amounts.js"
AMOUNT_FAULTS = {
    "not in threes": "groups",
    "two amounts": "cells",
    "no amount": "invalid",
    "never negative": "min_value",
}
DAY_FAULTS = {
    "no such day": "absent",
    "the day stands first": "month_first",
    "year": "bounds",
    "no day": "invalid",
}


def cases(title: str) -> list[tuple[str, str]]:
    """The lines of one table: what is typed, with its unseen signs, and what the document says of it."""
    part = DOC.read_text().split(f"## {title}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ‹(.+)› \| (.+) \|$", part, re.MULTILINE)
    return [
        (re.sub(r"⟨U\+(\w{4})⟩", lambda sign: chr(int(sign[1], 16)), typed.replace("\\|", "|")), said)
        for typed, said in rows
    ]


def refusal(field: forms.Field, typed: str) -> str:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    return refused.value.error_list[0].code


@pytest.mark.parametrize(("typed", "said"), cases("Amounts"))
def test_an_amount_is_read_as_the_document_says(typed, said):
    if "refused" in said:
        assert refusal(MoneyField(), typed) == AMOUNT_FAULTS[said.split(": ")[1]]
    else:
        assert MoneyField().clean(typed) == int(said)


@pytest.mark.parametrize(("typed", "said"), cases("Days"))
def test_a_day_is_read_as_the_document_says(typed, said):
    if "refused" in said:
        assert refusal(DayField(), typed) == DAY_FAULTS[said.split(": ")[1]]
    else:
        assert DayField().clean(typed) == date.fromisoformat(said)


@pytest.mark.browser
def test_the_page_reads_amounts_as_the_server_does(page):
    page.goto("about:blank")
    page.add_script_tag(content=SCRIPT.read_text().replace("export ", ""))
    typed = [text for text, _said in cases("Amounts")]
    expected = [
        None if said.startswith("refused") else int(said.split(",")[0].replace("\u2212", "-"))
        for _text, said in cases("Amounts")
    ]

    read = page.evaluate("(texts) => texts.map((text) => Number.isNaN(read(text)) ? null : read(text))", typed)

    assert read == expected


@pytest.mark.parametrize("written", ["31/08/2018", "08/31/2018"])
def test_a_day_that_exists_is_never_called_one_that_does_not(written):
    found = []
    try:
        found = [DayField().clean(written)]
    except forms.ValidationError as refused:
        found = refused.messages

    assert found in ([date(2018, 8, 31)], ["Écrivez le jour avant le mois\u00a0: 31/08/2018."])


def test_a_kind_of_day_may_have_its_own_bounds():
    field = DayField(earliest=date(2014, 8, 21))

    assert refusal(field, "20/08/2014") == "bounds"
    assert field.clean("21/08/2014") == date(2014, 8, 21)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("e\u0301leveurs", "éleveurs"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("a\tb", "a\tb"),
        ("ﬁnancement, aﬄuent", "financement, affluent"),
        ("zéro\u200blargeur\ufeff", "zérolargeur"),
        ("\u202e0001\u202c FCFA", "0001 FCFA"),
        ("nul\x00 et\x07 cloche", "nul et cloche"),
        (" \u200b\u3164\u2800\u0301", ""),
        ("ߒߞߏ", "ߒߞߏ"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_a_text_keeps_what_shows_and_loses_what_does_not(raw, meant):
    assert text(raw) == meant


@given(strategies.text())
def test_a_text_cleaned_twice_is_cleaned_once(raw):
    assert text(text(raw)) == text(raw)


def test_every_text_of_an_address_and_of_a_form_is_cleaned_at_the_edge_but_a_password(rf):
    sent = {"title": "a\u0300 venir\r\n", "password": "a\u0300\u200b", "names": ["x\u200by", "z"]}
    request = rf.post("/?q=e\u0301", sent)
    edge = TypedMiddleware(lambda _request: None)

    edge(request)
    edge.process_view(request, None, (), {})

    assert request.GET["q"] == "é"
    assert request.POST["title"] == "à venir\n"
    assert request.POST["password"] == "a\u0300\u200b"
    assert request.POST.getlist("names") == ["xy", "z"]


def test_a_password_counts_for_what_it_looks_like():
    person = User()
    person.set_password("e\u0301te\u0301 a\u0300 Kayes")

    assert person.check_password("été à Kayes")


@pytest.mark.parametrize("name", ["\u0430wa", "awa diarra", "awa\n", "éléonore", ".awa"])
def test_two_accounts_cannot_look_the_same(name):
    with pytest.raises(ValidationError):
        User._meta.get_field("username").clean(name, None)
