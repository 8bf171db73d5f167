"""Lists by pages of 25."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 25


def page_of(request: HttpRequest, rows: Any, *, name: str = "page") -> Page:
    """The page that the address asks for under that name; a page that does not exist gives the nearest one."""
    return Paginator(rows, ROWS).get_page(request.GET.get(name))


def query_without(request: HttpRequest, name: str = "page") -> str:
    """The rest of the address, encoded, so that a link to another page keeps filters and the page of another list."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
