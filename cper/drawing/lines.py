"""Where the lines of a chart over time fall: days from left to right, percents from bottom to top, labels beside.

Lengths are exact fractions of the drawing's units, close to a pixel where it is shown at its natural size; they are
written with at most one decimal and a point, whatever the language, as SVG attributes are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from cper.drawing.labels import BESIDE, CHARACTER, MIDDLE, place

YEAR_ROOM = 36  # what the four figures of a year take
QUARTER_ROOM = 4  # below it, the marks of the quarters would run together
YEAR_MARK, QUARTER_MARK, YEAR_FOOT = 9, 5, 22
ON_TEXT, ON_LINE = 27, 22  # above the plot: the words of the day, and up to where its line rises
QUARTERS = (1, 4, 7, 10)  # the months they begin with
LEVELS = (25, 50, 100, 250, 500, 1000, 2500, 5000)  # how far apart the lines of percents may be
MOST_LEVELS = 6
DAY = timedelta(days=1)
DAYS_OF_A_YEAR = 365

Points = tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True)
class Layout:
    """A sheet and the plot on it, by its four sides."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


WIDE = Layout("wide", 760, 320, left=52, right=630, top=60, bottom=292)
NARROW = Layout("narrow", 320, 340, left=46, right=312, top=66, bottom=308)


@dataclass(frozen=True)
class Curve:
    """A line to draw, in percents, and the words at its end; it goes on flat until the evening of `until`."""

    text: str
    points: Points
    until: date | None = None


@dataclass(frozen=True)
class Plot:
    """What is to be drawn: the contract's term, the day of the facts with its words, three curves."""

    start: date
    end: date
    on: date
    on_text: str
    planned: Curve
    paid: Curve
    physical: Curve

    @property
    def curves(self) -> tuple[Curve, ...]:
        return self.planned, self.paid, self.physical

    @property
    def first(self) -> date:
        """The term begins the drawing, unless something came before it."""
        return min(self.start, *(day for curve in self.curves for day, _percent in curve.points), self.end)

    @property
    def last(self) -> date:
        return max(self.end, self.on, *(day for curve in self.curves for day, _percent in curve.points))

    @property
    def step(self) -> int:
        """How far apart the lines of percents are, so that there are few."""
        return next((one for one in LEVELS if self._summit <= one * MOST_LEVELS), LEVELS[-1])

    @property
    def highest(self) -> int:
        """The percent at the top of the drawing: 100, more only when something exceeds it."""
        return -(-self._summit // self.step) * self.step

    @property
    def _summit(self) -> Fraction:
        return max([Fraction(100), *(percent for curve in self.curves for _day, percent in curve.points)])


@dataclass(frozen=True)
class Text:
    """Words at a place; `anchor` is SVG's: start, middle or end."""

    text: str
    x: str
    y: str
    anchor: str = "start"


@dataclass(frozen=True)
class Label(Text):
    """The words at the end of a line; `kind` is the line's."""

    kind: str = ""


@dataclass(frozen=True)
class Level:
    """A line of percents."""

    y: str
    text: Text


@dataclass(frozen=True)
class Band:
    """What lies outside the contract's term."""

    x: str
    width: str


@dataclass(frozen=True)
class Dot:
    """A rate that was observed."""

    x: str
    y: str


@dataclass(frozen=True)
class Drawing:
    """Everything a template needs to write the SVG; paths are whole `d` attributes, empty when there is no line."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    levels: tuple[Level, ...]
    outside: tuple[Band, ...]
    quarter_marks: str
    year_marks: str
    years: tuple[Text, ...]
    planned: str
    planned_ground: str
    paid: str
    physical: str
    dots: tuple[Dot, ...]
    on_x: str
    on_text: Text | None
    labels: tuple[Label, ...]

    @property
    def depth(self) -> int:
        """The height of the plot."""
        return self.bottom - self.top

    @property
    def on_top(self) -> int:
        """The line of the day rises above the plot, up to its words."""
        return self.top - ON_LINE


@dataclass(frozen=True)
class Scale:
    """Turns days and percents into lengths on a layout."""

    layout: Layout
    plot: Plot

    def x(self, day: date) -> Fraction:
        """The morning of a day; the drawing ends with the evening of the last one."""
        days = (self.plot.last - self.plot.first).days + 1
        return self.layout.left + Fraction((day - self.plot.first).days * self.width, days)

    def evening(self, day: date) -> Fraction:
        return self.x(day + DAY)

    def y(self, percent: Fraction) -> Fraction:
        return self.layout.bottom - percent * (self.layout.bottom - self.layout.top) / self.plot.highest

    @property
    def width(self) -> int:
        return self.layout.right - self.layout.left

    @property
    def year(self) -> Fraction:
        """The length of a common year."""
        return Fraction(DAYS_OF_A_YEAR * self.width, (self.plot.last - self.plot.first).days + 1)

    def mornings(self, months: Iterable[int]) -> tuple[Fraction, ...]:
        """Where these months begin, inside the drawing."""
        wanted = tuple(months)
        years = range(self.plot.first.year, self.plot.last.year + 1)
        days = [date(year, month, 1) for year in years for month in wanted]
        return tuple(self.x(day) for day in days if self.plot.first < day <= self.plot.last)


def draw(plot: Plot, layout: Layout) -> Drawing:
    """The geometry of a plot on a layout."""
    scale = Scale(layout, plot)
    shown = plot.on >= plot.first
    planned = stairs(scale, plot.planned)
    return Drawing(
        **vars(layout),
        levels=tuple(level(scale, percent) for percent in range(0, plot.highest + 1, plot.step)),
        outside=tuple(outside(scale)),
        quarter_marks=marks(scale, QUARTERS[1:], QUARTER_MARK) if scale.year >= 4 * QUARTER_ROOM else "",
        year_marks=marks(scale, QUARTERS[:1], YEAR_MARK),
        years=tuple(years(scale)),
        planned=planned,
        planned_ground=f"{planned}V{layout.bottom}Z" if planned else "",
        paid=stairs(scale, plot.paid),
        physical="M" + "L".join(f"{dot.x} {dot.y}" for dot in dots(scale)) if len(plot.physical.points) > 1 else "",
        dots=dots(scale),
        on_x=written(scale.evening(plot.on)) if shown else "",
        on_text=on_text(scale) if shown else None,
        labels=labels(scale),
    )


def written(length: Fraction) -> str:
    """A length as an attribute: one decimal, half up, none when it is zero."""
    whole, tenths = divmod((2 * 10 * length + 1) // 2, 10)
    return f"{whole}.{tenths}" if tenths else f"{whole}"


def level(scale: Scale, percent: int) -> Level:
    y, left = scale.y(Fraction(percent)), scale.layout.left
    return Level(written(y), Text(f"{percent}", written(Fraction(left - BESIDE)), written(y + MIDDLE), "end"))


def outside(scale: Scale) -> Iterable[Band]:
    """What comes before the term and after it."""
    left, right = scale.layout.left, scale.layout.right
    for begins, ends in (
        (Fraction(left), scale.x(scale.plot.start)),
        (scale.evening(scale.plot.end), Fraction(right)),
    ):
        if begins < ends:
            yield Band(written(begins), written(ends - begins))


def marks(scale: Scale, months: Iterable[int], length: int) -> str:
    return "".join(f"M{written(x)} {scale.layout.bottom}v{length}" for x in scale.mornings(months))


def years(scale: Scale) -> Iterable[Text]:
    """Each year in its middle; fewer when they would touch, and none where too little of a year is seen."""
    every = -(-YEAR_ROOM // scale.year)
    limits = scale.plot.first, scale.plot.last + DAY
    for year in range(limits[0].year, scale.plot.last.year + 1):
        begins, ends = scale.x(max(date(year, 1, 1), limits[0])), scale.x(min(date(year + 1, 1, 1), limits[1]))
        if year % every == 0 and ends - begins >= min(YEAR_ROOM, scale.year):
            yield Text(str(year), written((begins + ends) / 2), str(scale.layout.bottom + YEAR_FOOT), "middle")


def stairs(scale: Scale, curve: Curve) -> str:
    """A running total: flat until the day of the next sum, then upright."""
    if not curve.points:
        return ""
    steps = "".join(f"H{written(scale.x(day))}V{written(scale.y(percent))}" for day, percent in curve.points)
    return f"M{scale.layout.left} {scale.layout.bottom}{steps}H{written(end_of(scale, curve)[0])}"


def end_of(scale: Scale, curve: Curve) -> tuple[Fraction, Fraction]:
    day, percent = curve.points[-1]
    return scale.evening(max(day, curve.until or day)), scale.y(percent)


def dots(scale: Scale) -> tuple[Dot, ...]:
    points = scale.plot.physical.points
    return tuple(Dot(written(scale.evening(day)), written(scale.y(percent))) for day, percent in points)


def on_text(scale: Scale) -> Text:
    """The words of the day stand above its line, and lean inwards near the sides of the sheet."""
    x, half = scale.evening(scale.plot.on), Fraction(CHARACTER * len(scale.plot.on_text), 2)
    anchor = "start" if x - half < scale.layout.left else "end" if x + half > scale.layout.width else "middle"
    return Text(scale.plot.on_text, written(x), str(scale.layout.top - ON_TEXT), anchor)


def labels(scale: Scale) -> tuple[Label, ...]:
    """The words at the end of each line, moved apart where they would overlap."""
    named = {"planned": scale.plot.planned, "paid": scale.plot.paid, "physical": scale.plot.physical}
    ends = {kind: (curve.text, *end_of(scale, curve)) for kind, curve in named.items() if curve.points}
    placed = place(ends, scale.layout.width, scale.layout.bottom - MIDDLE)
    return tuple(Label(one.text, written(one.x), written(one.y), one.anchor, one.kind) for one in placed)
