"""The quarterly report of the CROCSAD: what it says, what it marks, and the paper it is printed on."""

import os
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cper.papers.rendering import render
from cper.people.signatory import Signatory
from cper.places.wording import Territory
from monitoring.quarter_facts import Commitment, Finding, Mark, Said
from monitoring.quarter_sources import source_groups
from tests.monitoring.reports import BAOBAB, PASTURES, empty_report, kayes_report, long_report, source

EXPECTED = Path(__file__).with_name("expected")
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"></td></table>{{ document }}{% now "Y" %} & "\''
LONG_WORD = "Anticonstitutionnellement" * 100


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line by line, with single spaces."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return ["\n".join(" ".join(line.split(" ")).strip(" ") for line in text.splitlines()) for text in texts]


def plain(pdf: bytes) -> str:
    return "\n".join(pages(pdf)).replace("\u00a0", " ")


def assert_reads_as(pdf: bytes, name: str) -> None:
    """Compare the whole text with a kept one; `WRITE_EXPECTED=1 pytest …` keeps a wording changed on purpose."""
    text = "\f\n".join(pages(pdf)) + "\n"
    if "WRITE_EXPECTED" in os.environ:
        (EXPECTED / name).write_text(text)
    assert text == (EXPECTED / name).read_text()


@pytest.fixture(scope="module")
def kayes_pdf() -> bytes:
    return render(kayes_report())


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return render(long_report())


def test_the_report_of_kayes_reads_as_expected(kayes_pdf):
    assert_reads_as(kayes_pdf, "quarter_report_kayes.txt")


def test_a_canevas_that_nobody_has_completed_says_so_section_by_section():
    assert_reads_as(render(empty_report()), "quarter_report_empty.txt")


def test_a_report_of_twelve_projects_reads_as_expected(long_pdf):
    assert_reads_as(long_pdf, "quarter_report_long.txt")


def test_the_same_facts_give_the_same_bytes(kayes_pdf, processes_apart):
    assert render(kayes_report()) == kayes_pdf


def test_a_draft_says_projet_on_every_page_and_an_adopted_report_on_none(kayes_pdf):
    draft = pages(render(kayes_report(draft=True)))

    assert [page.count("PROJET") for page in draft] == [1] * 4
    assert "PROJET" not in plain(kayes_pdf)


def test_pages_are_counted_under_the_reference_and_the_quarter(kayes_pdf):
    lasts = [page.replace("\u00a0", " ").splitlines()[-1] for page in pages(kayes_pdf)]

    assert lasts == [
        f"CPER-KAYES-2018-01 · Rapport T4 2018, situation au 31 décembre 2018 Page {n} sur 4" for n in range(1, 5)
    ]


def test_the_mention_of_the_model_stands_on_drafts_alone():
    drafted, adopted = kayes_report(draft=True), kayes_report()

    assert (drafted.model_note, adopted.model_note) == ("Modèle à valider par la DGCT", "")


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_each_project_has_its_sheet(count):
    text = " ".join(plain(render(long_report(count))).split())

    assert [f"Projet n° {number} Projet" in text for number in range(1, count + 2)] == [True] * count + [False]
    assert text.count("Signature et cachet") == 1


def test_heads_of_a_table_are_repeated_on_the_pages_it_runs_over(long_pdf):
    heads = "N° Recommandation Responsable Échéance État"

    assert [page.count(heads) for page in pages(long_pdf)[:3]] == [1, 1, 0]


def test_sums_of_fifteen_digits_stand_whole(long_pdf):
    assert "383 112 425 960 707" in plain(long_pdf)
    assert (
        "Total 864 888 889 753 091 432 444 444 876 535 288 296 296 584 359 216 222 222 438 264 172 977 777 950 614"
        in plain(long_pdf)
    )


def test_the_sums_of_the_contract_are_those_of_its_projects():
    report = kayes_report()

    assert (report.cost, report.engaged, report.mobilised, report.paid, report.justified) == (
        2_173_127_401,
        2_231_715_163,
        400_000_000,
        150_000_000,
        90_000_000,
    )
    assert [figure.note.replace("\u00a0", " ") for figure in report.figures] == [
        "",
        "102,70 % du coût, écart +58 587 762 FCFA",
        "18,41 % du coût",
        "6,90 % du coût",
        "4,14 % du coût",
    ]


@pytest.mark.parametrize(
    ("elapsed", "physical", "sentence"),
    [
        (5_000, 4_000, ""),
        (5_000, 3_999, "En retard\u00a0: le temps écoulé dépasse les travaux faits de 10,01 points."),
        (10_300, 200, "En retard\u00a0: le temps écoulé dépasse les travaux faits de 101,00 points."),
        (5_000, 6_100, ""),
        (5_000, None, ""),
        (None, 0, ""),
    ],
)
def test_a_project_is_late_when_time_runs_more_than_ten_points_ahead_of_the_works(elapsed, physical, sentence):
    project = replace(PASTURES, elapsed=elapsed, physical=physical)

    assert project.behind_sentence == sentence


def test_a_rate_beyond_the_whole_fills_the_bar_and_tells_its_figure():
    _time, work, _money = replace(PASTURES, physical=12_000).bars

    assert (work.length, work.rate_label) == (10_000, "120,00\u00a0%")


def test_a_rate_that_nobody_declared_is_not_a_zero():
    _time, work, money = BAOBAB.bars

    assert (work.is_declared, work.rate_label) == (False, "–")
    assert (money.is_declared, money.rate_label) == (True, "0,00\u00a0%")


@pytest.mark.parametrize(
    ("day", "before", "sentence", "is_marked"),
    [
        (None, None, "Non proposé par la DRPSIAP", False),
        (date(2019, 1, 10), None, "Proposé par la DRPSIAP le 10 janvier 2019", False),
        (date(2019, 1, 10), 5, "Proposé par la DRPSIAP le 10 janvier 2019, 5 jours avant la session", False),
        (date(2019, 1, 14), 1, "Proposé par la DRPSIAP le 14 janvier 2019, 1 jour avant la session", True),
        (date(2019, 1, 15), 0, "Proposé par la DRPSIAP le 15 janvier 2019, une fois la session ouverte", True),
    ],
)
def test_a_canevas_proposed_less_than_five_days_before_the_session_is_marked(day, before, sentence, is_marked):
    report = kayes_report(canvas_on=day, canvas_days_before=before)

    assert report.canvas_sentence.replace("\u00a0", " ") == sentence
    assert (report.canvas_mark is not None) == is_marked


def test_a_canevas_of_the_planned_day_is_not_said_proposed_in_a_session_that_has_not_opened():
    report = kayes_report(canvas_on=date(2019, 1, 15), canvas_days_before=0, session=None)

    assert (
        report.canvas_sentence.replace("\u00a0", " ")
        == "Proposé par la DRPSIAP le 15 janvier 2019, jour prévu pour la session"
    )


def test_who_presided_is_printed_as_it_was_written_and_never_guessed():
    told = kayes_report().session

    assert "Présidence Moussa Keïta, directeur de cabinet" in plain(
        render(kayes_report(session=replace(told, chaired_by="Moussa Keïta, directeur de cabinet")))
    )
    assert "Présidence non renseigné" in plain(render(kayes_report(session=replace(told, chaired_by=""))))


def test_a_late_entry_is_marked():
    assert "saisie tardive, après la fin du trimestre" in plain(render(kayes_report()))
    assert "saisie tardive" not in plain(render(kayes_report(late=False)))


def test_what_needs_attention_is_counted_at_the_head():
    assert kayes_report().attention == (
        "1 projet en retard sur le temps écoulé · 1 projet sans taux déclaré · 1 engagement non tenu · "
        "2 constats du système"
    )
    assert kayes_report(projects=(), commitments=(), findings=()).attention == ""


def test_what_is_not_inscribed_anywhere_is_a_dash_and_no_zero():
    (group,) = source_groups((source("État", "state", 2018, 10, None, 5, 0, 0, rate=5_000),), 2018)
    (years,) = source_groups([source("État", "state", year, 3, 0, 1, 0, 0, rate=3_333) for year in (2018, 2019)], 2018)

    assert (group.rows[0].cells, group.rows[0].rate, group.total) == (("10", "–", "5", "0", "0"), "50,00\u00a0%", None)
    assert (years.total.cells, years.total.rate) == (("6", "0", "2", "0", "0"), "33,33\u00a0%")


def test_years_to_come_stand_in_one_line():
    years = [source("État", "state", year, 100, None, 0, 0, 0, rate=0) for year in (2018, 2019, 2020, 2021)]

    (group,) = source_groups(years, 2018)

    assert [(row.label, row.cells[0]) for row in group.rows] == [("2018", "100"), ("2019 à 2021", "300")]
    assert group.total.cells[0] == "400"


def test_a_commitment_that_nobody_can_judge_yet_is_neither_kept_nor_broken():
    judged = Commitment("État", "2018 : 400 000 000 FCFA engagés.", Mark("partiellement tenu", "open"), "Une moitié.")

    assert (judged.mark.label, Commitment("État", "2018 : rien.").mark.label) == ("partiellement tenu", "à apprécier")


def test_who_adopted_ad_interim_is_printed_so():
    adopter = Signatory("Gouverneur du District de Bamako", "Awa Ɲaré", "P.I.", "décision n°2026-012")
    report = kayes_report(territory=Territory("Bamako", is_district=True), adopted_by=adopter)

    text = " ".join(plain(render(report)).split())

    assert "Awa Ɲaré, Gouverneur du District de Bamako P.I., a adopté le présent rapport le 22 janvier 2019." in text
    assert "Gouvernorat du District de Bamako" in text


def test_what_is_typed_is_printed_and_never_obeyed():
    report = kayes_report(
        contract_title=HOSTILE,
        difficulties=(Said(HOSTILE, HOSTILE),),
        outlook=HOSTILE,
        projects=(replace(PASTURES, title=HOSTILE, works=HOSTILE, difficulties=HOSTILE, sites=(HOSTILE,)),),
        commitments=(Commitment(HOSTILE, HOSTILE, None, HOSTILE),),
        findings=(Finding(HOSTILE, HOSTILE, None),),
    )

    text = "".join(plain(render(report)).split())

    assert text.count('<script>alert(1)</script><imgsrc="http://127.0.0.1:9/x">') == 14
    assert text.count('{{document}}{%now"Y"%}') == 14


def test_words_and_texts_without_end_are_printed_whole():
    works = "\n\n".join([LONG_WORD, "Les travaux avancent. " * 800])
    projects = (replace(PASTURES, title=LONG_WORD, works=works, sites=(LONG_WORD,)),)

    text = "".join(plain(render(kayes_report(projects=projects, outlook=LONG_WORD))).split())

    assert text.count("avancent.") == 800
    assert "CPER-KAYES-2018-01·RapportT42018" in text


def test_the_pdf_is_tagged_in_french_titled_and_says_in_words_what_it_draws(kayes_pdf):
    with pikepdf.open(BytesIO(kayes_pdf)) as pdf:
        metadata = pdf.open_metadata()
        drawn = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]

        assert str(pdf.Root.Lang) == "fr"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == "CPER-KAYES-2018-01 – Rapport trimestriel du CROCSAD, T4\u00a02018"
        assert sorted(drawn) == [
            "Exécution financière 0,00\u00a0%",
            "Exécution financière 8,42\u00a0%",
            "Exécution physique 2,00\u00a0%",
            "Temps écoulé 16,57\u00a0%",
            "Temps écoulé 33,42\u00a0%",
        ]
