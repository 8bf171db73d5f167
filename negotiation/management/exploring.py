"""A law written as a table, explored whole: every state that its acts can reach, and what must hold in each.

A state is a place (a step of a contract, a state of a tranche or of a report), the facts that hold there, and who has
already given his part of a joint act. What an act leaves behind in the facts is not in the tables: an `Effect` tells
it, as broadly as the operations allow, so that the exploration meets every state that the site can meet, and more.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cper.people.roles import ROLES

Facts = frozenset[str]
NOTHING: Facts = frozenset()


def facts(*names: str) -> Facts:
    return frozenset(str(name) for name in names)


@dataclass(frozen=True)
class Effect:
    """One thing that an act can leave behind, where all of `given` and none of `barred` holds; `voids` takes back the
    parts of a joint act that were given."""

    sets: Facts = NOTHING
    clears: Facts = NOTHING
    given: Facts = NOTHING
    barred: Facts = NOTHING
    voids: bool = False

    def fits(self, holds: Facts) -> bool:
        return self.given <= holds and not self.barred & holds

    def on(self, holds: Facts) -> Facts:
        return (holds - self.clears) | self.sets


UNCHANGED = (Effect(),)


@dataclass(frozen=True)
class State:
    place: str
    holds: Facts = NOTHING
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Act:
    """A row of any of the tables, as the exploration reads it."""

    name: str
    roles: tuple[str, ...]
    needs: Facts
    waits_for: Facts
    barred: Facts
    until: Facts
    awaited: bool
    joint: bool
    targets: tuple[str, ...]

    @classmethod
    def of(cls, row: Any, waits: tuple[Facts, Facts] = (NOTHING, NOTHING)) -> "Act":
        """`waits` are the facts that must hold, and those that must not, for the row to be awaited."""
        target = getattr(row, "target", None)
        return cls(
            name=row.name,
            roles=tuple(row.roles),
            needs=frozenset(row.needs),
            waits_for=frozenset(getattr(row, "waits_for", ())) | waits[0],
            barred=waits[1],
            until=frozenset(getattr(row, "until", ())),
            awaited=row.awaited,
            joint=getattr(row, "joint", False),
            targets=(target,) if target else tuple(getattr(row, "targets", ())),
        )

    def is_awaited(self, holds: Facts) -> bool:
        done = bool(self.until) and self.until <= holds
        return self.awaited and self.waits_for <= holds and not self.barred & holds and not done


@dataclass(frozen=True)
class Machine:
    """A table and what its acts do to the facts.

    `effects` are those of an act, by its name, or by its name and place; `arrivals` those of reaching a place; `time`
    those of the calendar and of others, by place. `ends` have no way on; `good` is the one that is worked for; what is
    `final` is reached once. `leads` asks the state machine itself where an act leads.
    """

    start: State
    acts: Mapping[str, tuple[Act, ...]]
    effects: Mapping[Any, tuple[Effect, ...]]
    arrivals: Mapping[str, tuple[Effect, ...]]
    ends: frozenset[str]
    good: str
    final: frozenset[str]
    leads: Callable[[str, str], frozenset[str]]
    time: Mapping[str, tuple[Effect, ...]] = field(default_factory=dict)

    def doable(self, state: State) -> Iterator[tuple[Act, str, tuple[Effect, ...]]]:
        """Each act that somebody can do now, with the role, and what it can leave behind."""
        for act in self.acts[state.place]:
            effects = tuple(effect for effect in self._effects(act, state.place) if effect.fits(state.holds))
            if effects and act.needs <= state.holds:
                yield from ((act, role, effects) for role in act.roles if not (act.joint and role in state.agreed))

    def _effects(self, act: Act, place: str) -> tuple[Effect, ...]:
        return self.effects.get((act.name, place)) or self.effects.get(act.name) or UNCHANGED

    def nexts(self, state: State) -> Iterator[State]:
        """Every state that one act, or time alone, leads to."""
        for act, role, effects in self.doable(state):
            for effect in effects:
                yield from self._after(state, act, role, effect)
        for effect in self.time.get(state.place, ()):
            if effect.fits(state.holds):
                yield State(state.place, effect.on(state.holds), state.agreed)

    def _after(self, state: State, act: Act, role: str, effect: Effect) -> Iterator[State]:
        holds = effect.on(state.holds)
        agreed = NOTHING if effect.voids else state.agreed
        if act.joint:
            agreed = agreed | {role}
            if agreed < set(act.roles):
                yield State(state.place, holds, agreed)
                return
        if not act.targets:
            yield State(state.place, holds, agreed)
        for target in act.targets:
            if target == state.place and target not in self.arrivals:
                yield State(target, holds)
            else:
                yield from (State(target, arrival.on(holds)) for arrival in self.arrivals.get(target, UNCHANGED))


@dataclass(frozen=True)
class Fault:
    """What the law lets happen and must not: `kind` is the rule that is broken."""

    kind: str
    place: str
    what: str


@dataclass(frozen=True)
class Explored:
    """All the states of a machine, the acts between them, and the faults found."""

    machine: Machine
    ways: Mapping[State, frozenset[State]]
    faults: tuple[Fault, ...]

    @property
    def states(self) -> int:
        return len(self.ways)

    @cached_property
    def to_the_end(self) -> dict[State, int]:
        """How many acts lead from each state to the end that is worked for, at the least."""
        return distances(self.ways, [state for state in self.ways if state.place == self.machine.good])

    @property
    def shortest(self) -> int:
        """The acts of the shortest way from the start to the end that is worked for."""
        return self.to_the_end[self.machine.start]

    @property
    def longest(self) -> int:
        """The longest way round: the acts of the shortest way that passes by the state the most out of the way."""
        turned = {state: set() for state in self.ways}
        for state, afters in self.ways.items():
            for after in afters:
                turned[after].add(state)
        since = distances(turned, [self.machine.start])
        return max(since[state] + left for state, left in self.to_the_end.items())


def explore(machine: Machine) -> Explored:
    """Walk the machine from its start, and hold every state against the rules."""
    ways: dict[State, frozenset[State]] = {}
    waiting = deque([machine.start])
    while waiting:
        state = waiting.popleft()
        if state in ways:
            continue
        ways[state] = NOTHING if state.place in machine.ends else frozenset(machine.nexts(state)) - {state}
        waiting.extend(ways[state] - ways.keys())
    found = (
        *stuck(machine, ways),
        *endless(machine, ways),
        *elsewhere(machine),
        *alone(machine),
        *twice(machine, ways),
    )
    return Explored(machine, ways, tuple(dict.fromkeys(found)))


def stuck(machine: Machine, ways: Mapping[State, Any]) -> Iterator[Fault]:
    """From every state that is not an end, somebody is awaited for an act that he can do, or whose conditions his own
    institution, or the calendar alone, can bring about."""
    for state in ways:
        if state.place in machine.ends:
            continue
        awaited = [act for act in machine.acts[state.place] if act.is_awaited(state.holds)]
        awaited = [act for act in awaited if not act.joint or set(act.roles) - state.agreed]
        now = list(machine.doable(state))
        coming = {
            fact for effect in machine.time.get(state.place, ()) if effect.fits(state.holds) for fact in effect.sets
        }
        if not any(_in_hand(act, state, now, coming) for act in awaited):
            lacking = sorted({need for act in awaited for need in act.needs - state.holds})
            yield Fault("stuck", state.place, f"{[act.name for act in awaited]} lack {lacking}")


def _in_hand(act: Act, state: State, now: list, coming: set[str]) -> bool:
    if any(act is other for other, _role, _effects in now):
        return True
    bodies = {ROLES[role][0] for role in act.roles}
    lacking = act.needs - state.holds
    brought = {
        fact
        for other, role, effects in now
        if other is not act and ROLES[role][0] in bodies
        for effect in effects
        for fact in effect.sets
    }
    return bool(lacking) and lacking <= brought | coming


def endless(machine: Machine, ways: Mapping[State, frozenset[State]]) -> Iterator[Fault]:
    """The end that is worked for can be reached from every state that is not another end."""
    reaching = distances(ways, [state for state in ways if state.place == machine.good])
    for state in ways:
        if state.place not in machine.ends and state not in reaching:
            yield Fault("no end", state.place, f"{sorted(state.holds)}")


def elsewhere(machine: Machine) -> Iterator[Fault]:
    """No act leads where its row does not say."""
    for place, acts in machine.acts.items():
        for act in acts:
            led = machine.leads(act.name, place)
            if led != frozenset(act.targets):
                yield Fault("elsewhere", place, f"{act.name} leads to {sorted(led)}, not {sorted(act.targets)}")


def alone(machine: Machine) -> Iterator[Fault]:
    """A joint act is given by two institutions, so that one seat never gives both parts."""
    for place, acts in machine.acts.items():
        for act in acts:
            bodies = [ROLES[role][0] for role in act.roles]
            if act.joint and (len(bodies) < 2 or len(set(bodies)) < len(bodies)):
                yield Fault("alone", place, f"{act.name} is given by {sorted(bodies)}")


def twice(machine: Machine, ways: Mapping[State, frozenset[State]]) -> Iterator[Fault]:
    """What is signed, adopted or transmitted is so once: no way leads out of that place and back."""
    for place in machine.final:
        left = [after for state in ways if state.place == place for after in ways[state] if after.place != place]
        seen, waiting = set(left), deque(left)
        while waiting:
            for after in ways[waiting.popleft()] - seen:
                seen.add(after)
                waiting.append(after)
        if any(state.place == place for state in seen):
            yield Fault("twice", place, "can be left and reached again")
        for act in machine.acts[place]:
            if place in act.targets and len(act.targets) == 1:
                yield Fault("twice", place, f"{act.name} leads there from there")


def distances(ways: Mapping[State, Iterable[State]], arrived: Iterable[State]) -> dict[State, int]:
    """How many acts lead from each state to one of those that have arrived, at the least; others are left out."""
    before: dict[State, set[State]] = {}
    for state, afters in ways.items():
        for after in afters:
            before.setdefault(after, set()).add(state)
    found = dict.fromkeys(arrived, 0)
    waiting = deque(found)
    while waiting:
        state = waiting.popleft()
        for earlier in before.get(state, ()):
            if earlier not in found:
                found[earlier] = found[state] + 1
                waiting.append(earlier)
    return found
