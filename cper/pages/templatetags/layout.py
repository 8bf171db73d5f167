"""Geometry of the drawings that pages carry as inline SVG, and values set beside their headings.

The security policy forbids inline styles, so a width is an SVG attribute, computed here with a decimal point
whatever the language of the page.
"""

from dataclasses import dataclass

from django import template

from cper.words.rates import WHOLE, rounded

# The bar is drawn in units of a thousandth of its length.
BAR_LENGTH = 1000
# A share that exists is always seen, however small.
MINIMAL_WIDTH = 4

register = template.Library()


@dataclass(frozen=True)
class Segment:
    """One share drawn on the bar, in thousandths of its length."""

    label: str
    tone: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """Shares side by side; `cost_at` is where the cost ends, before the bar's end when the shares exceed it."""

    segments: tuple[Segment, ...]
    cost_at: int
    over_width: int


@register.filter
def beside(values, headings):
    """Pairs (heading, value), so that a cell can name its column when a phone shows each row as a card."""
    return zip(headings, values, strict=True)


@register.filter
def bar_geometry(shares):
    """Lay the shares (each with `label`, `tone`, `rate`, in hundredths of a percent of the cost) along a bar; beyond
    100 % all are shrunk."""
    rates = [_read(share, "rate") or 0 for share in shares]
    longest = max(sum(rates), WHOLE)
    segments, x = [], 0
    for share, rate in zip(shares, rates, strict=True):
        width = max(rounded(rate * BAR_LENGTH, longest), MINIMAL_WIDTH) if rate else 0
        segments.append(Segment(str(_read(share, "label")), str(_read(share, "tone")), x, width))
        x += width
    cost_at = rounded(WHOLE * BAR_LENGTH, longest)
    return Bar(tuple(segments), cost_at, max(min(x, BAR_LENGTH) - cost_at, 0))


def _read(share, name):
    return share.get(name) if isinstance(share, dict) else getattr(share, name, None)
