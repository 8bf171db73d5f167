"""The convention and the minutes of its signature: what they say, and the paper they are printed on."""

import os
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cper.papers.rendering import render
from cper.places.wording import Territory
from cper.words.in_words import day_in_words, francs_in_words, months
from cper.words.rates import percent
from negotiation.act_parts import Project
from negotiation.financing_plan import Payer, Share, gap, tables
from tests.negotiation.acts import BAOBAB, PASTURES, kayes_convention, kayes_record, long_convention

EXPECTED = Path(__file__).with_name("expected")


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line by line, with single spaces."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return ["\n".join(" ".join(line.split(" ")).strip(" ") for line in text.splitlines()) for text in texts]


def assert_reads_as(pdf: bytes, name: str) -> None:
    """Compare the whole text with a kept one; `WRITE_EXPECTED=1 pytest …` keeps a wording changed on purpose."""
    text = "\f\n".join(pages(pdf)) + "\n"
    if "WRITE_EXPECTED" in os.environ:
        (EXPECTED / name).write_text(text)
    assert text == (EXPECTED / name).read_text()


@pytest.fixture(scope="module")
def kayes_pdf() -> bytes:
    return render(kayes_convention())


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return render(long_convention())


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "zéro franc CFA"),
        (1, "un franc CFA"),
        (80, "quatre-vingts francs CFA"),
        (81, "quatre-vingt-un francs CFA"),
        (200_000, "deux cent mille francs CFA"),
        (1_000_001, "un million un francs CFA"),
        (80_000_000, "quatre-vingts millions de francs CFA"),
        (2_050_000_000, "deux milliards cinquante millions de francs CFA"),
        (
            1_781_715_164,
            "un milliard sept cent quatre-vingt-un millions sept cent quinze mille cent soixante-quatre francs CFA",
        ),
        (
            999_999_999_999,
            "neuf cent quatre-vingt-dix-neuf milliards neuf cent quatre-vingt-dix-neuf millions "
            "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf francs CFA",
        ),
    ],
)
def test_a_sum_is_written_in_words_as_french_counts(amount, words):
    assert francs_in_words(amount) == words


def test_a_share_is_a_percentage_with_two_decimals_rounded_half_up():
    assert percent(1_840_302_926, 1_781_715_164) == "103,29\u00a0%"
    assert percent(1, 80_000) == "0,00\u00a0%"
    assert percent(5, 100_000) == "0,01\u00a0%"
    assert percent(0, 0) == "–"


def test_a_duration_tells_its_whole_years():
    assert [months(count) for count in (60, 12, 84, 18, 6)] == [
        "60 mois (5 ans)",
        "12 mois (1 an)",
        "84 mois (7 ans)",
        "18 mois",
        "6 mois",
    ]


def test_minutes_open_on_the_day_in_words():
    assert day_in_words(date(2018, 8, 31)) == "deux mille dix-huit et le trente et un août"
    assert day_in_words(date(2019, 3, 1)) == "deux mille dix-neuf et le premier mars"


def test_five_years_from_31_august_2018_end_on_30_august_2023():
    assert kayes_convention().term == "du 31\u00a0août 2018 au 30\u00a0août 2023"


def test_a_convention_without_a_set_day_starts_when_it_is_signed():
    assert kayes_convention(starts_on=None).term == "à compter de la date de sa signature"


def test_the_district_signs_with_its_own_words():
    bamako = Territory("Bamako", is_district=True)

    assert (bamako.full_name, bamako.the_full_name) == ("District de Bamako", "le District de Bamako")
    assert (bamako.governor_title, bamako.head_title) == (
        "Gouverneur du District de Bamako",
        "Maire du District de Bamako",
    )
    assert kayes_convention(territory=bamako).heading == "Contrat-plan entre l’État et le District de Bamako"


def test_what_each_party_commits_is_the_sum_of_its_declared_shares():
    convention = kayes_convention()

    assert convention.state_sentence == (
        "2\u00a0050\u00a0000\u00a0000\u00a0FCFA (deux milliards cinquante millions de francs CFA)"
    )
    assert convention.region_sentence.startswith("181\u00a0715\u00a0163\u00a0FCFA (cent quatre-vingt-un millions")
    assert convention.others_sentence == ""


def test_what_the_declared_figures_hold_against_each_other_is_said_and_not_corrected():
    assert gap(PASTURES) == 58_587_762
    assert gap(BAOBAB) == 0
    assert [remark.replace("\u00a0", " ") for remark in kayes_convention().remarks] == [
        "Projet n° 1 : parts déclarées 1 840 302 926 FCFA, coût déclaré 1 781 715 164 FCFA, écart +58 587 762 FCFA.",
        "Projet n° 1 : sa durée (84 mois) dépasse celle du contrat-plan (60 mois).",
        "Source des données déclarées : grille méthodologique du GRDR sur l’expérience de Kayes (vers 2019). "
        "Aucune n’a été corrigée.",
    ]


def test_a_contract_that_agrees_with_itself_draws_no_remark():
    assert kayes_convention(projects=(BAOBAB,)).remarks == ()


def test_shares_without_a_year_make_one_column_of_totals():
    (table,) = tables((PASTURES, BAOBAB))

    assert (table.title, table.years, table.is_last) == ("", (), True)
    assert [group.total.total.replace("\u00a0", " ") for group in table.groups] == [
        "1 840 302 926",
        "391 412 237",
        "2 231 715 163",
    ]
    assert [group.total.percent.replace("\u00a0", " ") for group in table.groups] == [
        "103,29 %",
        "100,00 %",
        "102,70 %",
    ]


def test_the_plan_adds_up_to_the_franc_by_year_by_source_and_in_all():
    convention = long_convention()
    per_year = sum(share.amount for project in convention.projects for share in project.shares if share.year == 2026)

    first, last = convention.financing
    overall = last.groups[-1]

    assert first.groups[-1].total.cells == ("2\u00a0078\u00a0395\u00a0060",) * 5
    assert per_year == 2_078_395_060
    assert [row.total.replace("\u00a0", "") for row in (*overall.rows, overall.total)] == [
        "12098765322",
        "1960000000",
        "490000098",
        "14548765420",
    ]
    assert 12_098_765_322 + 1_960_000_000 + 490_000_098 == convention.cost == 14_548_765_420


def test_years_beyond_five_go_on_in_a_second_table_that_holds_the_totals():
    first, last = long_convention().financing

    assert (first.title, first.is_last, first.width) == ("Exercices : 2026, 2027, 2028, 2029 et 2030", False, 6)
    assert (last.title, last.is_last, last.width) == ("Exercices : 2031 et 2032", True, 5)


def test_a_declared_zero_is_a_figure_and_silence_a_dash():
    shares = (Share(Payer.REGION, "Région", 0, 2026), Share(Payer.STATE, "État", 7, 2027))
    project = Project(1, "Piste", "infrastructure", "régional ou de District", 12, 7, shares=shares)

    (table,) = tables((project,))

    assert [(row.label, row.cells) for row in table.groups[0].rows] == [("État", ("–", "7")), ("Région", ("0", "–"))]


def test_a_plan_not_made_yet_is_a_blank_to_fill():
    text = "\n".join(pages(render(kayes_convention(projects=(), pieces=(), draft=True))))

    assert "[plan de financement à établir]" in text
    assert "[aucune pièce versée]" in text


def test_the_convention_of_kayes_reads_as_expected(kayes_pdf):
    assert_reads_as(kayes_pdf, "convention_kayes.txt")


def test_the_minutes_of_the_signature_read_as_expected():
    assert_reads_as(render(kayes_record()), "signature_record_kayes.txt")


def test_a_draft_says_projet_on_every_page_and_an_approved_text_on_none(kayes_pdf):
    draft = pages(render(kayes_convention(draft=True)))

    assert [page.count("PROJET") for page in draft] == [1] * 5
    assert "PROJET" not in "".join(pages(kayes_pdf))


def test_an_approved_text_has_no_blank_to_fill_and_a_draft_shows_its_own(kayes_pdf):
    unwritten = {"actions": (), "team": (), "tranches": "", "suspension": "", "disputes": ""}
    draft = "".join(pages(render(kayes_convention(draft=True, **unwritten))))

    assert "[" not in "".join(pages(kayes_pdf))
    assert draft.count("[") == len(unwritten)


def test_who_signs_ad_interim_or_by_delegation_is_printed_so_with_the_act(long_pdf):
    lines = pages(long_pdf)[-1].replace("\u00a0", " ").splitlines()

    assert "Le Gouverneur de la Région de Kayes P.I." in lines
    assert "décision n°2026-012 du 3 mars 2026" in lines
    office = "Le Président du Conseil régional de Kayes, P.O. le Premier Vice-président du Conseil régional de Kayes"
    assert office in " ".join(lines)
    assert "décision n°2026-045 du 2 mai 2026" in lines


def test_signatures_stand_on_one_page_that_carries_text_of_the_act(long_pdf, kayes_pdf):
    for pdf in (long_pdf, kayes_pdf):
        last = pages(pdf)[-1].replace("\u00a0", " ")

        assert "Article 15" in last
        assert last.count("Signature et cachet") == 2


def test_pages_are_counted(kayes_pdf):
    footers = [page.replace("\u00a0", " ").splitlines()[-1] for page in pages(kayes_pdf)]

    assert footers == [f"CPER-KAYES-2018-01 Page {n} sur 5" for n in range(1, 6)]


def test_bambara_and_fulfulde_letters_are_printed():
    letters = "Ɛɛ Ɔɔ Ɲɲ Ŋŋ Ɓɓ Ɗɗ Ƙƙ Ƴƴ œ Œ Ÿ № bɛ́"

    text = "\n".join(pages(render(kayes_convention(title=letters))))

    assert letters in text


def test_the_pdf_is_tagged_in_french_titled_and_embeds_its_fonts(kayes_pdf):
    with pikepdf.open(BytesIO(kayes_pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]

        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.StructTreeRoot.K[0].S == "/Document"
        assert pdf.open_metadata()["dc:title"] == (
            "CPER-KAYES-2018-01 – Contrat-plan entre l’État et la Région de Kayes"
        )
        assert (pdf.open_metadata()["pdfaid:part"], pdf.open_metadata()["pdfaid:conformance"]) == ("3", "A")
        assert [descriptor for descriptor in descriptors if "/FontFile2" not in descriptor] == []
        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {
            f"Noto-{face}" for face in ("Sans", "Sans-Bold", "Serif", "Serif-Bold", "Serif-Italic")
        }


def test_the_same_facts_give_the_same_bytes(kayes_pdf, processes_apart):
    assert render(kayes_convention()) == kayes_pdf


def test_the_lines_of_a_year_of_the_plan_stand_on_one_page(long_pdf):
    planned = [{line[:4] for line in page.splitlines() if re.match(r"20\d\d n°", line)} for page in pages(long_pdf)]
    told = [year for years in planned for year in years]

    assert sorted(told) == [str(year) for year in range(2026, 2033)]
