"""What Mali writes is printed: Latin, Arabic, N’Ko, Tifinagh; what no font has is refused where it is typed."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django import forms
from django.urls import reverse
from fontTools.ttLib import TTFont

from cper.papers import rendering
from cper.people.roles import Role
from cper.words.printable import RANGES, printable
from cper.words.typography import bound, bound_page
from negotiation.forms.people import PeopleSearch, SignInForm
from negotiation.models import Project
from negotiation.workflow import Step
from tests.factories import ContractFactory, ProjectFactory, user_as
from tests.negotiation.pages import entries, faults
from tests.negotiation.test_rendering import PAGE, text_of

FONTS = Path(rendering.FONTS).parent
ARABIC, NKO, TIFINAGH = "مشروع الآبار", "ߓߊ߲߬ߓߊߟߌ", "ⵜⴰⵎⴰⵛⴻⵇ"


def covered() -> set[int]:
    """The signs that each kind of text can be printed with: the Latin fonts all have them, or one of the others."""
    signs = {path.stem: set(TTFont(path).getBestCmap()) for path in FONTS.glob("*.ttf")}
    latin = set.intersection(*(held for name, held in signs.items() if name.startswith(("NotoSans-", "NotoSerif-"))))
    naskh = set.intersection(*(held for name, held in signs.items() if name.startswith("NotoNaskhArabic-")))
    others = ("NotoSansMath-Regular", "NotoSansNKo-Regular", "NotoSansTifinagh-Regular")
    return latin.union(naskh, *(signs[name] for name in others))


def test_what_is_taken_is_what_the_fonts_have():
    ends = [[int(end, 16) for end in span.split("-")] for span in RANGES.split()]
    taken = {sign for span in ends for sign in range(span[0], span[-1] + 1)}

    assert taken == covered()


@pytest.mark.parametrize(
    ("words", "font"),
    [
        (ARABIC, "Noto-Naskh-Arabic"),
        (NKO, "Noto-Sans-NKo"),
        (TIFINAGH, "Noto-Sans-Tifinagh"),
        ("Bɛɛ ka kan, ɓooyɗo ƴiiwo", "Noto-S"),
    ],
)
@pytest.mark.parametrize("family", ["Noto Serif", "Noto Sans"])
def test_each_script_is_printed_by_its_font_and_read_back(words, font, family):
    style = f'<style>p {{ font-family: "{family}", {"serif" if family == "Noto Serif" else "sans-serif"} }}</style>'

    pdf = rendering.render_pdf(bound_page(PAGE % (style, f"<p>{words}</p>")))

    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [str(held.BaseFont) for page in document.pages for held in page.Resources.Font.values()]
    assert any(font in name for name in fonts)
    assert set(words) <= set(text_of(pdf))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Projet مشروع : 12 puits", "Projet \u2067مشروع\u2069\u00a0: 12 puits"),
        ("مشروع الآبار 12, 3 puits", "\u2067مشروع الآبار\u2069 12, 3 puits"),
        ("أ puits ب", "\u2067أ\u2069 puits \u2067ب\u2069"),
        ("ⵜⴰⵎⴰⵛⴻⵇ 3", "ⵜⴰⵎⴰⵛⴻⵇ 3"),
    ],
)
def test_what_is_written_from_right_to_left_does_not_turn_what_stands_beside_it(typed, printed):
    assert (bound(typed), bound(bound(typed))) == (printed, printed)


def test_a_number_after_an_arabic_title_is_printed_after_it():
    page = PAGE % ("", "<p>مشروع 12 puits</p>")

    isolated, loose = (text_of(rendering.render_pdf(html)) for html in (bound_page(page), page))

    assert ("12 puits" in isolated, "12 puits" in loose) == (True, False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Puits 😀", "Le signe « 😀 », le 7e de la ligne 1, ne s’imprime pas : écrivez-le en mots."),
        ("a\nb ☎", "Le signe « ☎ », le 3e de la ligne 2, ne s’imprime pas : écrivez-le en mots."),
        ("漢", "Le signe « 漢 », le 1er de la ligne 1, ne s’imprime pas : écrivez-le en mots."),
    ],
)
def test_a_sign_that_no_font_has_is_named_with_its_place(typed, said):
    with pytest.raises(forms.ValidationError) as refusal:
        printable(typed)

    assert refusal.value.messages[0].replace("\u00a0", " ") == said


@pytest.mark.django_db
def test_a_title_with_an_emoji_comes_back_with_what_is_wrong(client):
    contract = ContractFactory(step=Step.PREPARATION)
    project = ProjectFactory(contract=contract)
    client.force_login(user_as(Role.REGION))
    url = reverse("project-edit", args=[contract.reference, project.number])
    typed = entries(client.get(url)) | {"title": "Puits 😀"}

    sent = client.post(url, typed)

    assert any("ne s’imprime pas" in fault for fault in faults(sent))
    assert "Puits 😀" in sent.content.decode()
    assert Project.objects.get().title == project.title


def test_what_is_never_printed_may_hold_any_sign():
    search = PeopleSearch({"q": "😀"})
    entry = SignInForm(None).fields["password"]

    assert search.is_valid()
    assert printable not in entry.validators
