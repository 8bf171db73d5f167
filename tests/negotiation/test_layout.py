"""The geometry of the bar of shares."""

import pytest

from negotiation.templatetags.layout import Segment, bar_geometry, beside


def share(label, percent):
    return {"label": label, "tone": "state", "percent": percent}


def test_shares_lie_side_by_side_over_the_whole_bar():
    bar = bar_geometry([share("État", "60"), share("Région", "40")])

    assert bar.segments == (Segment("État", "state", 0, 600), Segment("Région", "state", 600, 400))
    assert (bar.cost_at, bar.over_width) == (1000, 0)


def test_shares_above_the_cost_shrink_and_show_what_is_over():
    bar = bar_geometry([share("État", "93.09"), share("Région", "10.20")])

    assert [segment.width for segment in bar.segments] == [901, 99]
    assert (bar.cost_at, bar.over_width) == (968, 32)


def test_a_tiny_share_is_still_seen():
    bar = bar_geometry([share("État", "99.99"), share("Région", "0.01")])

    assert bar.segments[1].width == 4


def test_an_absent_share_takes_no_room():
    bar = bar_geometry([share("État", None)])

    assert bar.segments[0].width == 0


def test_every_value_needs_its_heading():
    assert list(beside([5, 7], [2019, 2020])) == [(2019, 5), (2020, 7)]
    with pytest.raises(ValueError, match="shorter"):
        list(beside([5], [2019, 2020]))
