"""Words at the ends of the lines of a drawing: where each stands, and how they make room for one another.

What a text takes is reckoned from its characters, since no one measures letters on the server: on average and at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

LINE = 17  # from one label to the next
CHARACTER = 8  # what a character takes
BESIDE, ABOVE = 8, 7  # from the end of a line to its label
MIDDLE = 4  # from the middle of a line of text to its foot


@dataclass(frozen=True)
class Box:
    """A label before it is written: its place in fractions, so that it can still move."""

    kind: str
    text: str
    x: Fraction
    y: Fraction
    anchor: str  # start or end

    def meets(self, other: "Box") -> bool:
        """Whether they would overlap if they stood on one line."""
        return self.left < other.right and other.left < self.right

    @property
    def length(self) -> int:
        return CHARACTER * len(self.text)

    @property
    def right(self) -> Fraction:
        return self.left + self.length

    @property
    def left(self) -> Fraction:
        return self.x - (self.length if self.anchor == "end" else 0)


def place(ends: dict[str, tuple[str, Fraction, Fraction]], width: int, lowest: int) -> list[Box]:
    """Put each kind's words at its end (text, x, y): right of it where they fit on a sheet of this width.

    Else at the side of the sheet, above the line; but of paid and physical, the lower one has its words below.
    """
    followed = [kind for kind in ("paid", "physical") if kind in ends]
    below = max(followed, key=lambda kind: ends[kind][2]) if len(followed) > 1 else ""
    boxes = []
    for kind, (text, x, y) in ends.items():
        beside = Box(kind, text, x + BESIDE, y + MIDDLE, "start")
        aside = Box(kind, text, Fraction(width), y + (LINE if kind == below else -ABOVE), "end")
        boxes.append(beside if beside.right <= width else aside)
    return spread(boxes, lowest)


def spread(boxes: Iterable[Box], lowest: int) -> list[Box]:
    """Keep labels in the order of their lines, a line of text apart where they meet, none below `lowest`."""
    placed: list[Box] = []
    for one in sorted(boxes, key=lambda box: box.y):
        placed.append(replace(one, y=max([one.y, *(other.y + LINE for other in placed if other.meets(one))])))
    lifted: list[Box] = []
    for one in reversed(placed):
        lifted.insert(0, replace(one, y=min([one.y, lowest, *(b.y - LINE for b in lifted if b.meets(one))])))
    return lifted
