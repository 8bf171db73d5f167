"""What the pages of a contract in force show, part by part: facts in, ready values out."""

from monitoring.views.panels import (
    corrections,
    duties,
    found,
    journal,
    justifications,
    money,
    movements,
    progress,
    quarters,
    rest,
    review,
    tranches,
    waiting,
)

__all__ = [
    "corrections",
    "duties",
    "found",
    "journal",
    "justifications",
    "money",
    "movements",
    "progress",
    "quarters",
    "rest",
    "review",
    "tranches",
    "waiting",
]
