"""What one asks of contracts as a set: those that exist for a person, what waits for them, what is searched."""

from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from cper.people.models import Actor
from cper.people.rights import fills
from cper.people.roles import REACH, Body, Role, Scope
from cper.rows.prepared import Prepared
from cper.words import search
from cper.words.clock import midnight
from negotiation.models.office_holders import called_around
from negotiation.workflow import ENDED, SIGHT

# The acts that are awaited only of who has to meet remarks: the dossier, the list or the text is back.
BACK = ("answer_remarks", "draw_list")


class ContractQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor):
        """The contracts the actor's mandates reach: own region, own sector or the nation, from the step that body
        comes in. All others do not exist for the actor."""
        seen = Q(pk__in=[])
        for mandate in actor.mandates:
            if mandate.body not in SIGHT:
                continue
            scope, since = REACH[Body(mandate.body)], SIGHT[Body(mandate.body)]
            if scope == Scope.TERRITORY:
                seen |= Q(region=mandate.region_id)
            elif scope == Scope.NATION:
                seen |= Q(reached__gte=since)
            else:
                concerned = rows_of("ContractSector").filter(institution=mandate.institution_id)
                seen |= Q(reached__gte=since, pk__in=concerned.values("contract"))
        return self.filter(seen)

    def inbox(self, actor: Actor):
        """What waits for the actor: the visible contracts with an act awaited from an institution and a role that a
        mandate of the day fills. What has been sent back comes first (`is_back`), then the soonest due
        (`awaited_due`), then the longest awaited (`awaited_since`)."""
        return (
            self.visible_to(actor)
            .filter(falls_to(actor, "turns__"))
            .annotate(
                awaited_due=Min("turns__due_on"),
                awaited_since=Min("turns__since"),
                is_back=Count("pk", filter=Q(turns__action__in=BACK), distinct=True),
            )
            .order_by("-is_back", F("awaited_due").asc(nulls_last=True), "awaited_since", "pk")
        )

    def held_elsewhere(self, actor: Actor):
        """The visible contracts under way that wait for somebody else, the longest waiting first."""
        return (
            self.visible_to(actor)
            .exclude(step__in=ENDED)
            .exclude(Exists(turns_of(actor)))
            .order_by("entered_step_at", "pk")
        )

    def with_holding(self, actor: Actor):
        """Each contract with `held_since`: since when it waits for who holds it, the actor first; where nobody is
        awaited, since it entered its step."""
        own, anyone = turns_of(actor), rows_of("Turn").filter(contract=OuterRef("pk"))
        return self.annotate(held_since=Coalesce(oldest(own), oldest(anyone), F("entered_step_at")))

    def with_offices(self, day: date):
        """Each contract with how whoever holds each office around it is called that day (`Contract.offices`)."""
        return self.annotate(**called_around(day))

    def for_pages(self):
        """With what the head of every page reads."""
        return self.select_related("region")

    def matching(self, words: str):
        """The contracts of which the reference, the title or the collectivité holds each of these words (`search`)."""
        found = self
        for word in search.words(words):
            found = found.filter(holds(word))
        return found

    def with_amount(self):
        """Each contract with `amount`: the sum of the declared costs of its projects in play, in FCFA."""
        costs = (
            rows_of("Project")
            .in_play()
            .filter(contract=OuterRef("pk"))
            .order_by()
            .values("contract")
            .annotate(total=Sum("cost"))
            .values("total")
        )
        return self.annotate(amount=Subquery(costs))

    def update(self, **kwargs):
        """Refuse to write the step behind the law's back; `operations.make_move` is the only door."""
        if "step" in kwargs:
            raise AttributeError("step changes by operations.make_move only")
        return super().update(**kwargs)

    def bulk_update(self, objs, fields, batch_size=None):
        if "step" in fields:
            raise AttributeError("step changes by operations.make_move only")
        return super().bulk_update(objs, fields, batch_size=batch_size)


def in_sight(model: type[models.Model], reference: str, actor: Actor) -> models.Model | None:
    """The contract of that reference, with its offices that day, if it exists for the actor (`visible_to`): what every
    page of one begins with. The question is written once for each set of bodies that somebody acts in."""
    mandates = [mandate for mandate in actor.mandates if mandate.body in SIGHT]
    if not mandates:
        return None
    places = [place for mandate in mandates for place in (mandate.region_id, mandate.institution_id)]
    found = _sight(model, tuple(mandate.body for mandate in mandates)).ask(actor.day, reference, *places)
    return found[0] if found else None


@cache
def _sight(model: type[models.Model], bodies: tuple[str, ...]) -> Prepared:
    examples = [-1 - rank for rank in range(2 * len(bodies))]

    def build(day: date, reference: str, *places: int) -> models.QuerySet:
        pairs = zip(bodies, places[::2], places[1::2], strict=True)
        held = [SimpleNamespace(body=body, region_id=here, institution_id=house) for body, here, house in pairs]
        contracts = model.objects.with_offices(day).for_pages().filter(reference=reference)
        return contracts.visible_to(SimpleNamespace(mandates=held)).order_by()

    return Prepared(build, date.min, "the reference", *examples)


def holds(word: str) -> Q:
    """For one word of a search: the contract's reference or title has it, or « région de Kayes » does."""
    named = rows_of("Region").alias(named=search.key_of("kind", "name")).filter(named__contains=word)
    return Q(search__contains=word) | Q(region__in=named.order_by().values("pk"))


def oldest(turns: models.QuerySet) -> Subquery:
    """Since when the first of these turns of a contract has been waited for."""
    return Subquery(turns.order_by("since").values("since")[:1])


class ProjectQuerySet(models.QuerySet):
    def in_play(self):
        """The projects that their contracts count today (`Contract.in_play`): those that the session in force
        retained; where no session is in force, those on the list, which all are until it is drawn."""
        session = rows_of("Session").filter(contract=OuterRef("contract"), superseded=False)
        retained = rows_of("Decision").filter(project=OuterRef("pk"), session__superseded=False, outcome="retained")
        return self.filter(Exists(retained) | Q(~Exists(session), listed=True))


def turns_of(actor: Actor) -> models.QuerySet:
    """For use inside a query on contracts: the turns that fall to the actor, by the mandates of the day."""
    return rows_of("Turn").filter(falls_to(actor), contract=OuterRef("pk"))


def falls_to(actor: Actor, path: str = "") -> Q:
    """A turn, at the end of `path`, that has begun and that a mandate of the day fills: its institution, its role."""
    begun = Q((f"{path}since__lt", midnight(actor.day + timedelta(days=1))))
    own = Q(pk__in=[])
    his = Q((f"{path}person__isnull", True)) | Q((f"{path}person", actor.user.pk))
    for mandate in actor.mandates:
        roles = [role.value for role in Role if fills(mandate, role)]
        own |= Q((f"{path}institution", mandate.institution_id), (f"{path}role__in", roles))
    return begun & own & his


def rows_of(name: str) -> models.QuerySet:
    """The rows of a model that is declared after the contract, found by its name once all are loaded."""
    return apps.get_model("negotiation", name).objects.all()
