"""A point typed as people have it, read one way or refused with what is wrong."""

from decimal import Decimal

import pytest

from cper.places import points
from cper.places.points import Point
from cper.words.typed import Misread

KAYES = Point(Decimal("14.446900"), Decimal("-11.444500"))


@pytest.mark.parametrize(
    "typed",
    [
        "14,4469 -11,4445",
        "14.4469, -11.4445",
        "14,4469,-11,4445",
        "  14.4469°N  11.4445°O ",
        "N 14.4469 W 11.4445",
        "11,4445 O ; 14,4469 N",
        '14°26’48.84"N 11°26’40.2"W',
        "14° 26,814’ N / 11° 26.67' O",
        "14°26'48,84'' N, 11°26'40,2'' O",
    ],
)
def test_one_point_is_read_however_it_is_written(typed):
    assert points.read(typed) == KAYES


def test_a_point_is_written_back_as_it_is_read():
    assert (str(KAYES), points.read(str(KAYES))) == ("14,4469°\u00a0N, 11,4445°\u00a0O", KAYES)
    assert str(points.read("16,27 -0,05")) == "16,27°\u00a0N, 0,05°\u00a0O"
    assert str(points.read("20 0")) == "20°\u00a0N, 0°\u00a0E"


def test_nothing_typed_is_no_point():
    assert points.read(" \u200b ") is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("14,4469", "point"),
        ("14,11", "point"),
        ("au marché", "point"),
        ("14 N 11 N", "point"),
        ("14 -11 12", "point"),
        ("14,4469 -11,4445 (forage)", "point"),
        ("-11,4445 14,4469", "turned"),
        ("14,4469 11,4445", "west"),
        ("48,85 2,35", "outside"),
    ],
)
def test_what_could_be_another_place_is_refused_by_its_fault(typed, fault):
    with pytest.raises(Misread) as refused:
        points.read(typed)

    assert refused.value.fault == fault
