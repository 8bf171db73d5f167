"""Every pair of text and ground that the style sheet uses meets WCAG 2.2 AA (4.5:1 for text, 3:1 for edges)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "frontend" / "src" / "_tokens.scss"
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS.read_text()))
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "soft") for ground in ("paper", "card", "sand", "brown-pale", "gold-pale")],
    *[(ink, ground) for ink in ("green", "indigo", "red") for ground in ("paper", "card", "gold-pale")],
    *[(colour, f"{colour}-pale") for colour in ("green", "indigo", "red", "brown", "p1", "p2", "p3", "p4")],
    *[(f"p{phase}", "paper") for phase in (1, 2, 3, 4)],
    *[("ink", f"{colour}-pale") for colour in ("green", "indigo", "red")],
    *[("card", ground) for ground in ("green", "green-deep", "red", "red-deep", "p1", "p2", "p3", "p4")],
    ("gold-text", "gold-pale"),
    ("red-deep", "red-pale"),
]
EDGE_PAIRS = [(edge, ground) for edge in ("edge", "indigo", "red") for ground in ("paper", "card", "gold-pale")]


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(text, ground):
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_the_edge_of_a_control_is_seen_on_its_ground(edge, ground):
    assert contrast(COLOURS[edge], COLOURS[ground]) >= 3


def contrast(one, other):
    """Contrast ratio of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """Relative luminance of `#rgb` or `#rrggbb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
