"""The page that shows every component of the visual language together, in each of its states (demo mode only)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from cper.style import examples, stages
from cper.style.forms import CriteriaForm, ExampleForm, FaultyForm, GridForm


@login_not_required
def style(request):
    """Show the components with French content of the real length; nothing here reads or writes the database."""
    if not settings.DEMO:
        raise Http404
    return render(request, "style.html", components() | forms())


def components() -> dict:
    """What is read: statuses, lines of steps, turn boxes, tables, cards."""
    return {
        "statuses": examples.STATUSES,
        "phases": stages.PHASES,
        "late_phases": stages.LATE_PHASES,
        "my_turn": stages.MY_TURN,
        "their_turn": stages.THEIR_TURN,
        "shares": examples.SHARES,
        "tabs": examples.TABS,
        "filters": examples.FILTERS,
        "rows": examples.DOSSIERS,
        "page_obj": Paginator(range(287), 25).page(3),
        "facts": examples.FACTS,
        "pieces": examples.PIECES,
        "events": examples.EVENTS,
        "opinions": examples.OPINIONS,
        "decisions": examples.DECISIONS,
        "difference": examples.DIFFERENCE,
        "checklist": examples.CHECKLIST,
        "parts": examples.PARTS,
        "colours": examples.COLOURS,
    }


def forms() -> dict:
    """What is filled in: a form as it opens, one with faults, and the two grids."""
    return {
        "financing": examples.FINANCING,
        "entry": GridForm().as_grid(),
        "criteria": CriteriaForm().as_rows(),
        "form": ExampleForm(initial=examples.FORM_VALUES),
        "faulty": FaultyForm({"faulty-cost": "douze", "faulty-starts_on": "31/02/2019"}, prefix="faulty"),
    }
