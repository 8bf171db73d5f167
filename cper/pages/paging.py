"""Lists by pages of 25."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 25


def page_of(request: HttpRequest, rows: Any, *, name: str = "page") -> Page:
    """The page that the address asks for under that name; a page that does not exist gives the nearest one.

    `rows` is a query, or a list that is already there.
    """
    page = Paginator(rows, ROWS).get_page(request.GET.get(name))
    if page.number > 1 and isinstance(rows, QuerySet):
        # What lies before a deep page is sorted and skipped by its keys alone, not row by row with all it would show.
        page.object_list = rows.filter(pk__in=rows.values("pk")[page.start_index() - 1 : page.end_index()])
    return page


def query_without(request: HttpRequest, name: str = "page") -> str:
    """The rest of the address, encoded, so that a link to another page keeps filters and the page of another list."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
