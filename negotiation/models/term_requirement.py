"""No money outside the term: what the plan gives falls in a year that the contract runs through."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cper.words import french
from negotiation.workflow import Step


def out_of_term(contract: Any, day: date) -> list[str]:
    """Each sum in a year outside the term, by project, source and year; and what the plan gives without a year."""
    term = contract.planned_term(day)
    projects = contract.in_play if contract.step == Step.SIGNATURE else contract.projects.all()
    undated = [
        _("Projet %(number)s : donnez une année à chaque part.") % {"number": project.number}
        for project in projects
        if any(line.amount and line.year is None for line in project.lines)
    ]
    return undated + [
        _("Projet %(number)s, %(source)s : %(amount)s en %(year)s, hors du contrat, qui va du %(start)s au %(end)s.")
        % {
            "number": project.number,
            "source": line.payer or line.get_source_display(),
            "amount": french.money(line.amount),
            "year": line.year,
            "start": french.long_date(term.start),
            "end": french.long_date(term.end),
        }
        for project in projects
        for line in project.out_of(term)
    ]
