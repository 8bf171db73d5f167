"""How whoever holds each office is called: asked inside the queries that fetch contracts, turns and mandates."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from cper.people.models import Mandate
from cper.people.offices import INTERIM, WRITTEN, Offices
from cper.people.roles import Body, Function

# The titles that are those of the offices themselves, in either form.
OFFICE = r"^(président|maire|gouverneur|direct(eur|rice) général)"


def called(day: date, **where: Any) -> models.Expression:
    """How whoever holds in fact, that day, the office of the institution that `where` finds is called (`Offices`): the
    holder, or who stands in for him; « » where nobody does."""
    valid = Q(valid_to=None) | Q(valid_to__gte=day), Q(valid_from__lte=day)
    heads = Mandate.objects.filter(*valid, function=Function.SIGNATORY, **where)
    own = Q(basis=Mandate.Basis.HOLDER) | Q(title__iregex=OFFICE)
    style = Case(When(own, then=F("person__styled")), default=Value(INTERIM))
    in_fact = heads.exclude(basis=Mandate.Basis.DELEGATION).order_by("-basis")
    return Coalesce(Subquery(in_fact.annotate(called=style).values("called")[:1]), Value(""))


@lru_cache(maxsize=8)  # the pages of one day ask for the same; to build it takes longer than to ask it
def called_around(day: date) -> Mapping[str, models.Expression]:
    """For a query on contracts: how whoever holds each office around them is called that day."""
    here, nation = {"institution__region": OuterRef("region")}, {"institution__region": None}
    reach = {Body.COUNCIL: here, Body.GOVERNORATE: here, Body.DGCT: nation}
    return {f"called_{body}": called(day, institution__body=body, **reach[body]) for body in WRITTEN}


def offices_of(contract: Any, day: date | None = None) -> Offices:
    """The offices around a contract that day, in one query; without a day, as they were fetched with it
    (`with_offices`), or in the words of the law where they were not."""
    told = contract
    if day:
        told = type(contract).objects.order_by().with_offices(day).only("pk").get(pk=contract.pk)
    styles = {body: getattr(told, f"called_{body}", "") for body in WRITTEN}
    return Offices(is_district=contract.region.is_district, called=styles)
