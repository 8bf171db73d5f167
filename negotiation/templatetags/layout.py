"""Geometry of the drawings that pages carry as inline SVG, and values set beside their headings.

The security policy forbids inline styles, so a width is an SVG attribute, computed here with a decimal point
whatever the language of the page.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django import template

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
    """Lay the shares (each with `label`, `tone`, `percent` of the cost) along a bar; beyond 100 % all are shrunk."""
    percents = [Decimal(str(_read(share, "percent") or 0)) for share in shares]
    scale = Decimal(BAR_LENGTH) / max(sum(percents), Decimal(100))
    segments, x = [], 0
    for share, part in zip(shares, percents, strict=True):
        width = max(_whole(part * scale), MINIMAL_WIDTH) if part else 0
        segments.append(Segment(str(_read(share, "label")), str(_read(share, "tone")), x, width))
        x += width
    cost_at = _whole(100 * scale)
    return Bar(tuple(segments), cost_at, max(min(x, BAR_LENGTH) - cost_at, 0))


def _read(share, name):
    return share.get(name) if isinstance(share, dict) else getattr(share, name, None)


def _whole(length):
    return int(length.quantize(Decimal(1), rounding=ROUND_HALF_UP))
