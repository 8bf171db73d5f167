"""In the tests, a template that prints what its view did not give fails; left alone, Django prints nothing."""

import sys
from types import FrameType

import pytest
from django.template import engines
from django.template.base import FilterExpression, Node

# Filters that say what stands for a missing value; the templates of packages are written with missing values in mind.
FORESEEN = {"default", "default_if_none"}
PACKAGES = "site-packages"


class Undefined(str):
    """The engine's `string_if_invalid`; Django asks whether it is true each time it has not found a variable."""

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if isinstance(expression, FilterExpression) and not is_foreseen(expression):
            where = place(frame)
            if PACKAGES not in where:
                pytest.fail(f"{where} prints « {expression.token} », which its view does not give", pytrace=False)
        return False


def is_foreseen(expression: FilterExpression) -> bool:
    return any(getattr(function, "_filter_name", "") in FORESEEN for function, _arguments in expression.filters)


def place(frame: FrameType | None) -> str:
    """The template and the line of the tag that was being rendered."""
    while frame and not isinstance(frame.f_locals.get("self"), Node):
        frame = frame.f_back
    node = frame.f_locals["self"] if frame else None
    return f"{node.origin}:{node.token.lineno}" if node else "a template"


def install() -> None:
    engines["django"].engine.string_if_invalid = Undefined()
