"""The one rounding of the site, and how a rate is written: whole numbers in, rounded once, half up.

A rate is held in hundredths of a percent (10 000 is 100,00 %), so that no page, act or drawing rounds what another has
already rounded. Two decimals, half up.
"""

from collections.abc import Iterable
from itertools import accumulate, pairwise

from cper.words.french import MINUS, NBSP, digits

WHOLE = 10_000  # 100,00 % in hundredths of a percent
NOTHING = "–"


def rounded(part: int, whole: int) -> int:
    """The quotient of two whole numbers, half up; `whole` is above zero."""
    return (2 * part + whole) // (2 * whole)


def rate(part: int, whole: int) -> int | None:
    """A share in hundredths of a percent; None of nothing."""
    return rounded(WHOLE * part, whole) if whole else None


def parts(amounts: Iterable[int], whole: int) -> list[int | None]:
    """The rates of shares shown side by side. Where they make the whole they add up to 100,00 %, where they do not
    each is its own share of it.

    Adding up, each is what its sum with those before it adds: the first stands as it would alone, and shares told
    together or apart never disagree. Give them in one order: the State, the collectivité, the others.
    """
    told = list(amounts)
    if sum(told) != whole or not whole:
        return [rate(amount, whole) for amount in told]
    marks = [rounded(WHOLE * sum_, whole) for sum_ in accumulate(told, initial=0)]
    return [mark - before for before, mark in pairwise(marks)]


def written(hundredths: int | None) -> str:
    """« 103,29 % », « 20,00 % »; a dash when it is not known."""
    if hundredths is None:
        return NOTHING
    whole, rest = divmod(abs(hundredths), 100)
    return f"{MINUS if hundredths < 0 else ''}{digits(whole)},{rest:02d}{NBSP}%"


def decimal(hundredths: int) -> str:
    """« 103,29 »: a rate as a bare French number, where its column says the unit."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole},{rest:02d}"


def percent(part: int, whole: int) -> str:
    """« 103,29 % »; a part of nothing is a dash."""
    return written(rate(part, whole))


def short(hundredths: int) -> str:
    """« 80 % », « 33,33 % »: what somebody typed, without idle decimals."""
    number, _space, sign = written(hundredths).rpartition(NBSP)
    return f"{number.rstrip('0').removesuffix(',')}{NBSP}{sign}"
