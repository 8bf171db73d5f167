"""The budget of a contract: per source and year, what is engaged, inscribed, mobilised, paid, justified; 30 June."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import long_date, money, sequence
from monitoring import access, bsi, guard, ledger, plan, workflow
from monitoring.figures import FIGURES, Reading
from monitoring.models import BudgetEntry, FollowedContract
from monitoring.models.budget import ANSWERED
from monitoring.money_bar import Note, Step
from monitoring.values import delays
from monitoring.views.links import budget_url
from monitoring.views.panels.progress import STEPS, bar
from negotiation.models.project import Source

TONES = {Source.STATE: "state", Source.REGION: "region", Source.PARTNER: "partner"}
SHOWN = ("mobilised", "paid", "justified")
HEADS = [FIGURES[name] for name in STEPS]
NO_YEAR = 9999  # after every year


class Budget:
    """The money of one loaded contract, as this person reads it."""

    def __init__(self, contract: FollowedContract, actor: Actor):
        self.contract = contract
        self.actor = actor
        self.day = contract.day(actor.day)
        self.years = ledger.plan_years(contract, contract.term(actor.day))
        self.reading = Reading.of(contract, actor.day, delays())
        self.lines = self.reading.lines

    def content(self) -> dict:
        return {"watched": self.watched(), "sources": self.sources(), "heads": HEADS}

    def watched(self) -> list[dict]:
        """The guard of 30 June for the current year and those to come, each with the act this person may do; a year in
        which the plan has nothing left to give is watched only if it was asked for."""
        return [self._watch(year) for year in self.years if year >= self.day.year and self._is_watched(year)]

    def _is_watched(self, year: int) -> bool:
        asked = self._line(Source.STATE, year).asked is not None
        return asked or ledger.still_gives(self.contract, Source.STATE, year)

    def _watch(self, year: int) -> dict:
        verdict = self._judged(year)
        # What has not come, or could not be asked for, asks for nothing now.
        acts = [] if verdict.tone == "elsewhere" else self._state_acts(year)
        return {"verdict": verdict, "year": year, "actions": acts}

    def _judged(self, year: int) -> guard.Verdict:
        share = bsi.share(self.contract, year, self.lines)
        return guard.judge(share, signed=self.contract.signed_on, day=self.day)

    def _line(self, source: Source, year: int | None) -> ledger.Line:
        found = (line for line in self.lines if (line.source, line.year) == (source, year))
        return next(found, ledger.Line(source, year))

    def _state_act(self, year: int) -> dict | None:
        """What comes next in the chain of that year, where this person may do it."""
        line = self._line(Source.STATE, year)
        demand = bsi.demand(self.contract, year)
        if demand and demand.has_lapsed(self.day.year):
            return None
        again = demand is None or demand.answer
        name = "ask_bsi" if again else "inscribe_bsi" if line.registered else "register"
        return self._act(name, year, again=line.inscription is not None)

    def _state_acts(self, year: int) -> list[dict]:
        """What comes next, and what else the DNPD may answer."""
        demand = bsi.demand(self.contract, year)
        answers = ANSWERED if demand and demand.waits and not demand.has_lapsed(self.day.year) else ()
        return [act for act in (self._state_act(year), *(self._act(name, year) for name in answers)) if act]

    def _act(self, name: str, year: int, *, again: bool = False) -> dict | None:
        """The way to an act; once done, to correct it: the last fact counts."""
        if not access.decide(self.actor, name, self.contract).allowed:
            return None
        label = _("Corriger l’inscription") if again else workflow.example(name).label
        return {"label": label, "url": budget_url(self.contract, name, year)}

    def sources(self) -> list[dict]:
        """One table for each source, with its whole in one line above it."""
        return [self._source(source) for source in Source if any(line.source == source for line in self.lines)]

    def listed(self) -> list[dict]:
        """Every source and year on a line of its own, each sum as the page gives it: a number, or why it is none."""
        return [
            {"source": str(source.label), "year": line.year, "engaged": row["engaged"]}
            | {"inscribed": row["inscribed_unknown"] or row["inscribed"]}
            | {cell.name: cell.words if cell.amount is None else cell.amount for cell in row["cells"]}
            for source in Source
            for line in self._table(source)
            for row in [self._row(line)]
        ]

    def _table(self, source: Source) -> list[ledger.Line]:
        """Its years, those that only owe an inscription too, the undated last."""
        own = [line for line in self.lines if line.source == source]
        return sorted([*own, *self._owed(source, own)], key=lambda line: line.year or NO_YEAR) if own else []

    def _source(self, source: Source) -> dict:
        own = [line for line in self.lines if line.source == source]
        steps = tuple(name for name in STEPS if name != "inscribed" or has_budget(source))
        table = self._table(source)
        last = max((rank for rank, line in enumerate(table) if not self._is_later(line)), default=-1) + 1
        # A year to come that stands before one already under way is not folded: the years follow one another.
        rows, later = [self._row(line) for line in table[:last]], [self._row(line) for line in table[last:]]
        return {
            "label": source.label,
            "bar": bar(self.reading, str(source.label), TONES.get(source, "other"), own, steps=steps),
            "has_acts": any(row["action"] for row in (*rows, *later)),
            "rows": rows,
            "later": later,
            "later_label": _("Années à venir : %s") % sequence(str(row["year"]) for row in later) if later else "",
        }

    def _owed(self, source: Source, own: list[ledger.Line]) -> list[ledger.Line]:
        """A plan without years still owes an inscription in each year of the term."""
        known = {line.year for line in own}
        return [
            ledger.Line(source, year)
            for year in ([] if self.contract.known_until else self.years)
            if has_budget(source) and year not in known and ledger.gives(self.contract, source, year)
        ]

    def _is_later(self, line: ledger.Line) -> bool:
        """Whether nothing is due of that year yet, nor has anything happened of it."""
        return bool(line.year and line.year > self.day.year and not (line.mobilised or chain(line)))

    def _row(self, line: ledger.Line) -> dict:
        told = {step.name: self._untold(line, step) or step for step in bar(self.reading, "", "", [line]).steps}
        return {
            "year": line.year or _("sans année"),
            "engaged": line.engaged or None,
            "inscribed": line.inscribed,
            "inscribed_unknown": self._unknown(line, told["inscribed"]),
            "inscribed_notes": told["inscribed"].notes if has_budget(line.source) and line.engaged else (),
            "proofs": [self._proof(entry) for entry in chain(line, self._demand(line))],
            "former": [self._former(entry, line) for entry in self._corrected(line)],
            "cells": [told[name] for name in SHOWN],
            "action": self._own_act(line),
        }

    def _unknown(self, line: ledger.Line, step: Step) -> str:
        """« non connu », as its total says; empty where something is inscribed, nothing is, or there is no budget."""
        return step.words if step.amount is None and has_budget(line.source) else ""

    def _untold(self, line: ledger.Line, step: Step) -> Step | None:
        """The cell of money that a source tells of without its sum."""
        told = any(
            (row.source, row.year, row.kind) == (line.source, line.year, step.name)
            for row in self.contract.standing_movements
        )
        if step.amount or not told:
            return None
        return replace(step, amount=None, notes=(Note(_("la source ne donne pas la somme")),))

    def _demand(self, line: ledger.Line) -> bsi.Demand | None:
        return bsi.demand(self.contract, line.year) if line.source == Source.STATE and line.year else None

    def _own_act(self, line: ledger.Line) -> dict | None:
        """The collectivité inscribes its own share; the State's of the years that the guard no longer shows."""
        if line.year is None or not ledger.gives(self.contract, line.source, line.year):
            return None
        if line.source == Source.REGION:
            return self._act("inscribe_share", line.year, again=line.inscription is not None)
        past = line.source == Source.STATE and line.year < self.day.year
        return late_entry(self._state_act(line.year)) if past else None

    def _corrected(self, line: ledger.Line) -> list[BudgetEntry]:
        """The entries of the year that a later one of their kind corrects, the last first."""
        own = [e for e in self.contract.budget.all() if (e.source, e.year) == (line.source, line.year)]
        shown = chain(line, self._demand(line))
        return [entry for entry in reversed(own) if entry not in shown]

    def _former(self, entry: BudgetEntry, line: ledger.Line) -> dict:
        """What was entered before: struck through where it was corrected, with why, by whom, when; as it was where the
        DNPD answered it, since another demand then took its place and nothing of it was wrong."""
        if entry.kind in bsi.ANSWERS:  # another demand took the place of the one it answered
            was = f"{FACTS[entry.source, entry.kind]} {_('le %s') % long_date(entry.on)}"
            return {"was": was, "why": f"«\u00a0{entry.reason}\u00a0»", "struck": False}
        own = [e for e in self.contract.budget.all() if (e.source, e.year, e.kind) == place_of(entry)]
        by = own[own.index(entry) + 1]
        told = {"day": long_date(day_of(by.at)) if by.at else "", "who": by.signatory, "why": by.reason}
        amount = money(entry.amount) if entry.amount is not None else ""
        was = f"{amount} {FACTS[entry.source, entry.kind]}".strip()
        if self._was_answered(entry, by):
            why = _("Nouvelle demande le %(day)s, par %(who)s\u00a0: %(why)s") % told
            return {"was": f"{was} {_('le %s') % long_date(entry.on)}", "why": why, "struck": False}
        return {"was": was, "why": _("Corrigé le %(day)s par %(who)s\u00a0: %(why)s") % told, "struck": True}

    def _was_answered(self, entry: BudgetEntry, by: BudgetEntry) -> bool:
        """Whether the DNPD had answered that demand before the next one was made."""
        place = (entry.source, entry.year)
        return any(
            row.kind in bsi.ANSWERS and entry.pk < row.pk < by.pk
            for row in self.contract.budget.all()
            if (row.source, row.year) == place
        )

    def _proof(self, entry: BudgetEntry) -> dict:
        """A fact of the budget: what, of how much, when, by which act."""
        early = _("avant la signature") if plan.is_early(self.contract, entry.on) else ""
        words = [FACTS[entry.source, entry.kind], _("le %s") % long_date(entry.on), early, entry.reference]
        return {
            "text": " ".join(str(word) for word in words if word),
            "late_entry": self.reading.late_entry(entry),
            "url": reverse("paper", args=[self.contract.reference, entry.paper_id]) if entry.paper_id else "",
        }


# In which words each fact is told.
FACTS = {
    (Source.REGION, BudgetEntry.Kind.INSCRIBED): gettext_lazy("au budget"),
    (Source.STATE, BudgetEntry.Kind.ASKED): gettext_lazy("demandé à la DNPD"),
    (Source.STATE, BudgetEntry.Kind.REGISTERED): gettext_lazy("au répertoire"),
    (Source.STATE, BudgetEntry.Kind.INSCRIBED): gettext_lazy("au BSI"),
    (Source.STATE, BudgetEntry.Kind.REFUSED): gettext_lazy("refusé par la DNPD"),
    (Source.STATE, BudgetEntry.Kind.COMPLEMENT): gettext_lazy("complément demandé par la DNPD"),
}


def late_entry(act: dict | None) -> dict | None:
    """The act of a year that is over: what was done in time may still be written, at its day."""
    if act is None:
        return None
    label = str(act["label"])
    return act | {"label": _("Saisie tardive : %s") % (label[:1].lower() + label[1:])}


def place_of(entry: BudgetEntry) -> tuple:
    return entry.source, entry.year, entry.kind


def has_budget(source: Source) -> bool:
    """Whether its share is inscribed in a budget that the follow-up reads."""
    return source in (Source.REGION, Source.STATE)


def chain(line: ledger.Line, demand: bsi.Demand | None = None) -> list[BudgetEntry]:
    """The facts of a year in their order: asked, answered, registered, inscribed."""
    answer = demand.answer if demand else None
    return [entry for entry in (line.asked, answer, line.registered, line.inscription) if entry]
