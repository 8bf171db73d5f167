"""What tranches and quarterly reports have in common: a state that moves along a table, and its answer to `decide`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, transition

from cper.people.models import Actor, Mandate
from cper.people.rights import fills
from monitoring import workflow
from monitoring.vocabulary import Action, Demand, Stage
from negotiation.models.fields import ReloadsSteps


def move(table: tuple[Stage, ...], name: str) -> Callable:
    """`django_fsm.transition` with the sources and the targets that the table gives to the move of that name."""
    arcs = workflow.arcs(table, name)
    targets = {targets for _source, targets in arcs}.pop()
    target = RETURN_VALUE(*targets) if len(targets) > 1 else targets[0].value
    return transition(field="state", source=[source.value for source, _targets in arcs], target=target)


class MachineQuerySet(models.QuerySet):
    def awaiting(self, actor: Actor):
        """The rows, of the contracts visible to the actor, in which an act is awaited from a mandate of theirs: its
        own role, in its own region where it has one."""
        wanted = Q(pk__in=[])
        for mandate in actor.mandates:
            here = Q(contract__region=mandate.region_id) if mandate.region_id else Q()
            wanted |= self._awaited_from(mandate) & here
        contracts = self.model._meta.get_field("contract").related_model.objects
        seen = contracts.visible_to(actor).filter(cutoff=None, pk=OuterRef("contract"))
        return self.filter(wanted, Exists(seen)).order_by("entered_state_on", "pk")

    def _awaited_from(self, mandate: Mandate) -> Q:
        wanted = Q(pk__in=[])
        for stage in workflow.MACHINES[self.model.states]:
            for action in stage.actions:
                if action.awaited and any(fills(mandate, role) for role in action.roles):
                    wait = self.model.waits.get(action.name)
                    wanted |= Q(state=stage.state) & (wait.rows if wait else Q())
        return wanted

    def update(self, **kwargs):
        """Refuse to write the state behind the table's back; `operations` is the only door."""
        if "state" in kwargs:
            raise AttributeError("state changes by operations only")
        return super().update(**kwargs)


@dataclass(frozen=True)
class Wait:
    """While an act that a state awaits is really awaited: said of one row, and of all rows in the database."""

    row: Callable[[Any], bool]
    rows: Q


def until_filled(name: str, blank: Any = None) -> Wait:
    """A task done once: awaited until it leaves its trace in that field."""
    return Wait(lambda row: getattr(row, name) == blank, Q(**{name: blank}))


class Machine(ReloadsSteps, ConcurrentTransitionMixin, models.Model):
    """A row of a contract whose `state` moves along a table; `states` is the class of its states, `waits` says of the
    acts that are not awaited all along a state while they are."""

    entered_state_on = models.DateField(_("dans cet état depuis"), editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    states: type[models.TextChoices]
    waits: ClassVar[dict[str, Wait]] = {}

    class Meta:
        abstract = True

    @property
    def stage(self) -> Stage:
        return workflow.stage_of(self.states(self.state))

    @property
    def has_ended(self) -> bool:
        return not self.stage.moves and not any(self.awaits(action) for action in self.stage.actions)

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    @cached_property
    def sector_ids(self) -> set[int]:
        return self.contract.sector_ids

    def at(self, name: str) -> Action | None:
        """The row of that name in the present state, or None."""
        return workflow.at(self.states(self.state), name)

    def awaits(self, action: Action) -> bool:
        """Whether the row waits for this act of its state now."""
        wait = self.waits.get(action.name)
        return action.awaited and (wait is None or wait.row(self))

    def missing(self, needs: Iterable[Demand]) -> list[str]:
        """What of these needs is not there, in words."""
        raise NotImplementedError

    def refuses(self, name: str, mandate: Mandate, day: date) -> tuple[str, list[str]]:
        """Why the act cannot be done: a sentence, and the list of what is missing; both empty when it can."""
        closed, _nothing = self.contract.refuses(name, mandate, day)
        action = self.at(name)
        if closed:
            return closed, []
        if action is None:
            return _t("À l’état « %s », cet acte ne se fait pas.") % self.get_state_display(), []
        if not any(fills(mandate, role) for role in action.roles):
            return _t("À l’état « %s », cet acte revient à une autre institution.") % self.get_state_display(), []
        missing = self.missing(action.needs)
        return (_t("Il manque encore :") if missing else ""), missing
