"""The geometry of the bar of shares."""

import pytest

from cper.pages.templatetags.layout import Segment, bar_geometry, beside


def share(label, rate):
    return {"label": label, "tone": "state", "rate": rate}


def test_shares_lie_side_by_side_over_the_whole_bar():
    bar = bar_geometry([share("État", 6_000), share("Région", 4_000)])

    assert bar.segments == (Segment("État", "state", 0, 600), Segment("Région", "state", 600, 400))
    assert (bar.cost_at, bar.over_width) == (1000, 0)


def test_shares_above_the_cost_shrink_and_show_what_is_over():
    bar = bar_geometry([share("État", 9_309), share("Région", 1_020)])

    assert [segment.width for segment in bar.segments] == [901, 99]
    assert (bar.cost_at, bar.over_width) == (968, 32)


def test_a_tiny_share_is_still_seen():
    bar = bar_geometry([share("État", 9_999), share("Région", 1)])

    assert bar.segments[1].width == 4


def test_an_absent_share_takes_no_room():
    bar = bar_geometry([share("État", None)])

    assert bar.segments[0].width == 0


def test_every_value_needs_its_heading():
    assert list(beside([5, 7], [2019, 2020])) == [(2019, 5), (2020, 7)]
    with pytest.raises(ValueError, match="shorter"):
        list(beside([5], [2019, 2020]))
