"""The chart of a contract’s progress: its lines, its labels, its scales."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cper.drawing.labels import CHARACTER, LINE
from cper.drawing.lines import Band, Dot, Label, Text
from monitoring.chart import Progress, Row, chart
from tests.monitoring.drawn import TWO_YEARS, wide

# Signed on 31 August 2018 and paid since 2017, as the contract of Kayes.
PAID_TOO_SOON = Progress(
    start=date(2018, 8, 31),
    end=date(2023, 8, 30),
    on=date(2019, 3, 31),
    planned=((date(2019, 1, 1), 1_781_715_164),),
    paid=((date(2017, 8, 31), 400_000_000),),
    physical=(),
    total=1_781_715_164,
)


percents = st.integers(0, 150)


days = st.dates(date(2018, 1, 1), date(2024, 12, 31))


def narrow(progress):
    return chart(progress).drawings[1]


def test_a_running_total_is_flat_until_the_day_of_the_next_sum():
    drawing = wide(TWO_YEARS)

    assert drawing.planned == "M52 292H52V176H340.6V60H630"
    assert drawing.planned_ground == "M52 292H52V176H340.6V60H630V292Z"
    assert drawing.paid == "M52 292H195.1V234H340.6"


def test_the_works_are_dots_on_the_evenings_they_were_seen():
    drawing = wide(TWO_YEARS)

    assert drawing.dots == (Dot("195.1", "292"), Dot("340.6", "268.8"))
    assert drawing.physical == "M195.1 292L340.6 268.8"


def test_the_axes_tell_percents_years_and_quarters():
    drawing = wide(TWO_YEARS)

    assert [(level.text.text, level.y) for level in drawing.levels] == [
        ("0", "292"),
        ("25", "234"),
        ("50", "176"),
        ("75", "118"),
        ("100", "60"),
    ]
    assert drawing.years == (Text("2019", "196.3", "314", "middle"), Text("2020", "485.3", "314", "middle"))
    assert drawing.year_marks == "M340.6 292v9"
    assert drawing.quarter_marks.split("M")[1:4] == ["123.2 292v5", "195.1 292v5", "267.9 292v5"]


def test_the_ends_of_the_lines_say_their_names():
    assert wide(TWO_YEARS).labels == (
        Label("Prévu 100", "638", "64", "start", "planned"),
        Label("Payé 25", "348.6", "238", "start", "paid"),
        Label("Physique 10\u00a0%", "348.6", "272.8", "start", "physical"),
    )


def test_labels_that_would_overlap_are_a_line_apart_in_the_order_of_their_lines():
    drawing = wide(replace(TWO_YEARS, physical=((date(2019, 12, 31), 2600),)))

    assert [(label.kind, label.y) for label in drawing.labels[1:]] == [("physical", "235.7"), ("paid", "252.7")]


def test_labels_near_the_ground_are_lifted():
    drawing = wide(replace(TWO_YEARS, paid=(), physical=((date(2019, 12, 31), 100),)))

    assert [(label.kind, label.y) for label in drawing.labels[1:]] == [("physical", "271"), ("paid", "288")]


def test_labels_without_room_stand_at_the_side_above_and_below_their_lines():
    drawing = narrow(replace(TWO_YEARS, on=date(2020, 12, 31)))

    assert [(label.kind, label.x, label.y, label.anchor) for label in drawing.labels] == [
        ("planned", "320", "59", "end"),
        ("paid", "320", "240.5", "end"),
        ("physical", "186.8", "287.8", "start"),
    ]


@given(planned=percents, paid=percents, physical=percents, on=days, seen=days)
def test_labels_never_overlap_nor_leave_the_sheet(planned, paid, physical, on, seen):
    facts = {"planned": ((date(2019, 1, 1), planned),), "physical": ((seen, 100 * physical),)}

    for drawing in chart(replace(TWO_YEARS, on=on, paid=((date(2018, 1, 1), paid),), **facts)).drawings:
        boxes = [edges(label) for label in drawing.labels]
        apart = [
            abs(one[2] - other[2]) >= LINE - 0.1 or one[1] <= other[0] or other[1] <= one[0]
            for rank, one in enumerate(boxes)
            for other in boxes[:rank]
        ]
        assert all(apart)
        assert all(left >= 0 and right <= drawing.width for left, right, _y in boxes)


def edges(label):
    length = CHARACTER * len(label.text)
    left = float(label.x) - (length if label.anchor == "end" else 0)
    return left, left + length, float(label.y)


def test_paid_above_the_plan_raises_the_scale():
    drawing = wide(replace(TWO_YEARS, paid=((date(2019, 7, 1), 112),)))

    assert [level.text.text for level in drawing.levels] == ["0", "25", "50", "75", "100", "125"]
    assert drawing.paid == "M52 292H195.1V84.1H340.6"


def test_ten_times_the_plan_still_has_few_levels():
    drawing = wide(replace(TWO_YEARS, paid=((date(2019, 7, 1), 1000),)))

    assert [level.text.text for level in drawing.levels] == ["0", "250", "500", "750", "1000"]


def test_the_29th_of_february_is_a_day_like_any_other():
    leap = replace(TWO_YEARS, start=date(2020, 2, 28), end=date(2020, 3, 1), on=date(2020, 2, 29))

    drawing = wide(replace(leap, planned=((date(2020, 2, 29), 100),), paid=((date(2020, 2, 29), 50),), physical=()))

    assert drawing.planned == "M52 292H244.7V60H630"
    assert drawing.on_x == "437.3"


def test_a_term_of_one_day_is_drawn():
    day = date(2020, 2, 29)

    drawing = wide(Progress(day, day, day, ((day, 100),), ((day, 40),), ((day, 5000),), 100))

    assert (drawing.planned, drawing.paid) == ("M52 292H52V60H630", "M52 292H52V199.2H630")
    assert (drawing.on_x, drawing.years) == ("630", (Text("2020", "341", "314", "middle"),))


def test_what_comes_before_the_term_is_drawn_and_shaded():
    figure = chart(PAID_TOO_SOON)

    assert figure.drawings[0].paid == "M52 292H52V239.9H204.5"
    assert figure.drawings[0].outside == (Band("52", "96.3"),)
    assert figure.note == "En grisé\u00a0: avant le début du contrat, le 31\u00a0août 2018."


def test_a_term_that_has_passed_is_shaded_until_the_day_of_the_facts():
    figure = chart(replace(TWO_YEARS, on=date(2021, 12, 31)))

    assert figure.drawings[0].outside == (Band("437.5", "192.5"),)
    assert figure.note == "En grisé\u00a0: après son terme, le 31\u00a0décembre 2020."


def test_the_day_of_the_facts_is_named_or_is_today():
    named, today = chart(TWO_YEARS), chart(TWO_YEARS, today=date(2019, 12, 31))

    assert named.drawings[0].on_text == Text("31\u00a0décembre 2019", "340.6", "33", "middle")
    assert today.drawings[0].on_text == Text("aujourd’hui", "340.6", "33", "middle")


def test_a_day_before_the_drawing_has_no_line():
    drawing = wide(replace(TWO_YEARS, on=date(2018, 6, 1)))

    assert (drawing.on_x, drawing.on_text, drawing.paid, drawing.dots) == ("", None, "", ())


def test_what_is_paid_or_seen_after_the_day_is_left_out():
    later = replace(TWO_YEARS, paid=((date(2020, 3, 1), 80),), physical=((date(2020, 3, 1), 9000),))

    assert [label.text for label in wide(later).labels] == ["Prévu 100", "Payé 0"]


def test_the_sentence_says_what_the_drawing_shows():
    figure = chart(replace(PAID_TOO_SOON, physical=((date(2018, 12, 31), 1850),)))

    assert figure.summary.replace("\u00a0", " ") == (
        "Au 31 mars 2019 : échu au plan 1 781 715 164 FCFA (100 % du total), "
        "payé 400 000 000 FCFA (22,45 % du total), "
        "taux physique 18,5 %, situation au 31 décembre 2018."
    )


def test_the_table_holds_every_day_and_the_full_figures():
    assert chart(TWO_YEARS).rows == (
        Row(date(2019, 1, 1), 50, 0, "–"),
        Row(date(2019, 6, 30), 50, 0, "0\u00a0%"),
        Row(date(2019, 7, 1), 50, 25, "–"),
        Row(date(2019, 12, 31), 50, 25, "10\u00a0%"),
        Row(date(2020, 1, 1), 100, None, "–"),
    )


def test_of_two_totals_of_one_day_the_last_counts_whatever_their_order():
    mixed = ((date(2020, 1, 1), 70), (date(2019, 1, 1), 50), (date(2020, 1, 1), 100))

    assert wide(replace(TWO_YEARS, planned=mixed)) == wide(TWO_YEARS)
