"""The figure around the chart, the bar of money and the lines of quarters and tranches, as they are read."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from lxml import html

from monitoring.chart import Missing, chart, short_money
from monitoring.money_bar import against_cost, lacks, money_bar
from tests.monitoring.drawn import TWO_YEARS, wide

NOTHING = replace(TWO_YEARS, planned=(), paid=(), physical=())


STATUS = {"tone": "done", "label": "transmis"}


def rendered(name, **context):
    return html.fromstring(render_to_string(f"monitoring/{name}.html", context))


def words(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (replace(NOTHING, total=0), "Le plan de financement du contrat ne prévoit aucun montant."),
        (
            NOTHING,
            "Les montants prévus n’ont pas d’année\u00a0; rien n’est payé ni relevé au 31\u00a0décembre 2019.",
        ),
    ],
)
def test_nothing_to_draw_says_why_and_what_fills_it(facts, why):
    fills = "Il se tracera avec les montants prévus par année, les paiements et les taux physiques relevés."

    figure = chart(facts)

    assert (figure.drawings, figure.missing) == ((), Missing("Pas encore de graphique", f"{why} {fills}"))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (1_781_715_164, "1,78 Md"),
        (999_500_000, "1 Md"),
        (999_499_999, "999 M"),
        (400_000_000, "400 M"),
        (58_587_762, "58,6 M"),
        (10_500_000, "10,5 M"),
        (1_005_000, "1,01 M"),
        (250_000, "250 000"),
        (0, "0"),
        (2_000_000_000_000, "2 000 Md"),
        (-58_587_762, "\u221258,6 M"),
    ],
)
def test_money_is_short_at_the_end_of_a_line(amount, text):
    assert short_money(amount).replace("\u00a0", " ") == text


def test_the_figure_carries_two_drawings_with_their_text_and_the_table():
    page = rendered("_chart", chart=chart(TWO_YEARS))

    drawings = page.xpath('//svg[@role="img"]')
    names = [[page.get_element_by_id(key).tag for key in one.get("aria-labelledby").split()] for one in drawings]
    assert names == [["title", "desc"], ["title", "desc"]]
    assert [len(table.xpath(".//tbody/tr")) for table in page.xpath("//details//table")] == [5]


def test_the_attributes_of_a_drawing_have_points_whatever_the_language():
    page = render_to_string("monitoring/_chart.html", {"chart": chart(TWO_YEARS)})

    numbers = re.findall(r'\s(?:d|x|y|cx|cy|width|height|viewBox)="([^"]*)"', page)
    assert [one for one in numbers if not re.fullmatch(r"[MHVLZv\d. ]+", one)] == []


def test_a_page_without_chart_says_why():
    page = rendered("_chart", chart=chart(NOTHING))

    assert words(page.find_class("empty__title")[0]) == "Pas encore de graphique"


def test_the_bar_of_money_draws_what_is_engaged_mobilised_and_paid_to_one_scale():
    sums = {"engaged": 400, "inscribed": 500, "mobilised": 300, "paid": 90, "justified": 0}
    bar = money_bar("État, 2019", "state", sums, expected=350)

    assert [(step.name, step.width) for step in bar.steps if step.is_drawn] == [
        ("engaged", 1000),
        ("mobilised", 750),
        ("paid", 225),
    ]
    assert bar.expected == 875


def test_the_bar_is_marked_only_where_what_was_due_has_not_all_come():
    sums = {"engaged": 400, "mobilised": 300}

    marks = [money_bar("État", "state", sums, expected=due).expected for due in (None, 0, 200, 300, 301)]

    assert marks == [None, None, None, None, 753]


def test_what_lacks_is_said_with_what_is_due_apart():
    due, coming = lacks("to_mobilise", 100, 200)

    assert [due.text.replace("\u00a0", " "), due.late] == ["100 FCFA à mobiliser, échus à ce jour", True]
    assert [coming.text.replace("\u00a0", " "), coming.late] == ["200 FCFA à mobiliser, à venir", False]
    assert [note.text.replace("\u00a0", " ") for note in lacks("to_pay", 210)] == ["210 FCFA à payer"]
    assert lacks("to_mobilise", None, None) == lacks("to_mobilise", 0, 0) == ()


def test_two_figures_of_one_thing_stand_together():
    (note,) = against_cost(2_231_715_163, 2_173_127_401)

    assert note.text.replace("\u00a0", " ") == (
        "somme des parts : 58 587 762 FCFA de plus que le coût déclaré, 2 173 127 401 FCFA"
    )
    assert against_cost(5, 5) == ()
    assert against_cost(None, 5)[0].text.replace("\u00a0", " ") == "coût déclaré des projets : 5 FCFA"


def test_a_tiny_sum_is_still_seen_and_an_unknown_step_is_refused():
    assert money_bar("", "", {"engaged": 10**9, "paid": 1}).steps[1].width == 4
    with pytest.raises(ValueError, match="'spent' is not in list"):
        money_bar("", "", {"spent": 1})


def test_the_bar_of_money_is_read_before_it_is_seen():
    bar = money_bar("État, 2019", "state", {"engaged": 400, "paid": 90}, {"paid": lacks("to_justify", 90)})
    page = rendered("_money_bar", bar=bar)

    assert words(page.xpath("//dl")[0]) == "Engagé400 FCFA Payé90 FCFA90 FCFA à justifier"
    assert page.xpath('//svg[@class="way__bar"]/rect/@width') == ["1000", "225"]


def test_a_sum_that_is_not_known_says_so_and_draws_nothing():
    page = rendered("_money_bar", bar=money_bar("Ségou", "", {"engaged": None, "paid": None}))

    assert words(page.xpath("//dl")[0]) == "Engagénon connu Payénon connu"
    assert page.xpath('//svg[@class="way__bar"]') == []


def test_the_quarters_are_words_and_links_by_year():
    cells = [{"label": "T3", "status": STATUS, "url": "/t3/"}, {"label": "T4", "status": STATUS, "current": True}]

    page = rendered("_quarters", years=[{"year": "2018", "start": 3, "quarters": cells}])

    assert [words(link) for link in page.xpath('//a[@href="/t3/"]')] == ["T3 2018 transmis"]
    assert [words(cell) for cell in page.xpath('//li[@aria-current="date"]')] == ["T4 2018 transmis"]
    assert len(page.find_class("quarters__cell--3")) == 1


def test_the_line_of_a_tranche_tells_what_is_done_when_and_what_came_back():
    done = {"number": 1, "label": "Demandée", "state": "done", "done_on": date(2019, 3, 11), "returned": "Retournée"}
    skipped = {"number": 2, "label": "Payée", "state": "skipped"}

    page = rendered("_tranche_line", line={"states": [done, skipped], "cancelled": "Annulée le 3 mai 2019"})

    assert [words(item) for item in page.xpath("//li")] == [
        "Demandée 11 mars 2019 Retournée",
        "2 Payée (non atteint)",
    ]
    assert words(page.find_class("tranche__end")[0]) == "Annulée le 3 mai 2019"


def test_a_third_is_written_with_one_decimal():
    third = replace(TWO_YEARS, planned=((date(2019, 1, 1), 1),), paid=(), physical=(), total=3)

    assert wide(third).planned == "M52 292H52V214.7H630"
