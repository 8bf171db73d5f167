"""The financing plan of a project as a grid to fill in: a row for each source and payer, a column for each year.

Amounts are whole FCFA. An empty cell declares nothing, a zero is a declared zero. Whether the shares make the cost is
asked by the law at submission, not here: a plan under way can be saved.
"""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.widgets import GridMoneyInput, MoneyField
from cper.words.clock import Term
from cper.words.french import money
from negotiation.forms.seen import SeenForm, packed, three_ways
from negotiation.forms.sites import CUT
from negotiation.models import Contract, Project, Source

# Five years, the usual term, where the dossier does not say yet.
USUAL_MONTHS = 60
# Bounds of what a page can be made to carry, well beyond any plan.
MOST_ROWS = 40
MOST_YEARS = 40
CELL = re.compile(r"^amount-\d+-((?:19|20|21)\d\d)$")
UNDATED = 0  # the column of the amounts whose year the source document does not give

SOURCES = {
    Source.REGION: gettext_lazy("Collectivité"),
    Source.STATE: gettext_lazy("État"),
    Source.PARTNER: gettext_lazy("Partenaire"),
    Source.OTHER_COUNCIL: gettext_lazy("Autre collectivité"),
    Source.OTHER: gettext_lazy("Autre ressource"),
}
ORDER = list(SOURCES)
# The sources behind which stands somebody to be named, and what is asked.
NAMED = {
    Source.PARTNER: gettext_lazy("Nom du partenaire"),
    Source.OTHER_COUNCIL: gettext_lazy("Nom de la collectivité"),
    Source.OTHER: gettext_lazy("Origine de la ressource"),
}


@dataclass(frozen=True)
class Row:
    """A source and who pays; `rank` names its entries."""

    rank: int
    source: Source
    payer: str = ""

    @property
    def is_named(self) -> bool:
        return self.source in NAMED

    @property
    def payer_entry(self) -> str:
        return f"payer-{self.rank}"

    @property
    def source_entry(self) -> str:
        return f"source-{self.rank}"

    def entry(self, year: int) -> str:
        return f"amount-{self.rank}-{year}"


class FinancingForm(SeenForm):
    """Who pays what in which year for one project.

    A button that asks for one more row (`add`) or for the totals (`count`) sends all that is typed; the page then
    comes back with it, unjudged (`reopened`).
    """

    def __init__(self, data: Any = None, *, contract: Contract, project: Project):
        self.contract, self.project, self.is_settled = contract, project, contract.is_selected
        self.reopened = bool(data and ("add" in data or "count" in data))
        self.arrived = not data or bool(_typed_rows(data))
        if not self.arrived:
            data = _completed(data, _standing_rows(project, only_known=self.is_settled), project)
        self.rows = _typed_rows(data) if data else _standing_rows(project, only_known=self.is_settled)
        self.years = _years(contract, project, data or ())
        typed = data.dict() if self.reopened else {}
        standing = {} if data else _standing_amounts(self.rows, project)
        seen = {"seen": project.revision, "base": packed(cells(project))}
        super().__init__(None if self.reopened else data, initial=seen | standing | typed)
        for row in self.rows:
            self._ask(row)

    def _ask(self, row: Row) -> None:
        self.fields[row.source_entry] = forms.CharField(label="", widget=forms.HiddenInput, initial=row.source.value)
        self.fields[row.payer_entry] = forms.CharField(
            label=NAMED.get(row.source, ""),
            initial=row.payer,
            required=False,
            max_length=120,
            widget=forms.TextInput({"placeholder": NAMED[row.source]}) if self._asks(row) else forms.HiddenInput(),
        )
        for year in self.years:
            self.fields[row.entry(year)] = MoneyField(
                label=_("%(source)s, %(year)s") % {"source": SOURCES[row.source], "year": heading(year)},
                required=False,
                widget=GridMoneyInput,
            )

    def _asks(self, row: Row) -> bool:
        """Whether the page asks who pays: not once the CROCSAD has selected the project as it is."""
        return row.is_named and not self.is_settled

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.arrived:
            raise ValidationError(CUT)
        met = set()
        for row in self.rows:
            payer = " ".join(cleaned.get(row.payer_entry, "").split())
            amounts = {year: cleaned.get(row.entry(year)) for year in self.years}
            declared = {year: amount for year, amount in amounts.items() if amount is not None}
            fault = self._fault(row, payer, bool(declared), met)
            if fault:
                self.add_error(row.payer_entry, fault)
            met.add((row.source, payer.casefold()))
            cleaned.setdefault("lines", []).extend(
                {"source": row.source.value, "payer": payer, "year": year or None, "amount": amount}
                for year, amount in declared.items()
            )
        return cleaned

    def _fault(self, row: Row, payer: str, is_declared: bool, met: set) -> str:
        if row.payer_entry in self.errors:
            return ""
        if is_declared and row.is_named and not payer:
            return _("Nommez ce financeur, ou effacez ses montants.")
        if payer and row.is_named and not is_declared and not self._has_faulty_amount(row):
            return _("Indiquez au moins un montant pour ce financeur, ou effacez son nom.")
        if is_declared and (row.source, payer.casefold()) in met:
            return _("Ce financeur a déjà une ligne : réunissez ses montants sur une seule.")
        return ""

    def _has_faulty_amount(self, row: Row) -> bool:
        return any(row.entry(year) in self.errors for year in self.years)

    def reconcile(self, project: Project) -> tuple[list[dict], dict]:
        """What is told of the cells touched on both sides, and the plan as it is then: what was not touched is held
        as it stands now."""
        base, now = ({tuple(cell[:3]): cell[3] for cell in rows} for rows in (self.made_from or (), cells(project)))
        mine = {(line["source"], line["payer"], line["year"] or UNDATED): line["amount"] for line in self.lines}
        kept, told = three_ways(base, mine, now, cell_name)
        for row in told:
            row |= {side: "" if row[side] is None else money(row[side]) for side in ("mine", "theirs")}
        return told, kept

    @property
    def lines(self) -> list[dict]:
        """The fields of each FinancingLine."""
        return self.cleaned_data.get("lines", [])

    @cached_property
    def amounts(self) -> dict[Row, list[int]]:
        """What each row's entries hold now; nothing where what is typed is no amount."""
        return {row: [self._amount(row.entry(year)) for year in self.years] for row in self.rows}

    def _amount(self, entry: str) -> int:
        try:
            return self.fields[entry].clean(self[entry].value()) or 0
        except ValidationError:
            return 0

    def grid(self) -> dict:
        """What the page's grid shows, counted from what is typed."""
        total = sum(map(sum, self.amounts.values()))
        return {
            "caption": _("Parts par source et par année"),
            "years": [heading(year) for year in self.years],
            "rows": [self._row(row) for row in sorted(self.rows, key=lambda row: ORDER.index(row.source))],
            "column_totals": [sum(row[rank] for row in self.amounts.values()) for rank in range(len(self.years))],
            "total": total,
            "cost": self.project.cost,
            "gap": total - self.project.cost,
        }

    def _row(self, row: Row) -> dict:
        label = SOURCES[row.source]
        return {
            "label": label if self._asks(row) or not row.payer else f"{label} – {row.payer}",
            "source": row.source,
            "hidden": [self[row.source_entry], *([] if self._asks(row) else [self[row.payer_entry]])],
            "payer": self[row.payer_entry] if self._asks(row) else None,
            "cells": [self[row.entry(year)] for year in self.years],
            "total": sum(self.amounts[row]),
        }


def cells(project: Project) -> list[list]:
    """The plan as its page was made from it."""
    return [[line.source, line.payer, line.year or UNDATED, line.amount] for line in project.lines]


def cell_name(cell: tuple[str, str, int]) -> str:
    """« Partenaire – Banque mondiale, 2027 »."""
    source, payer, year = cell
    who = f"{SOURCES[Source(source)]} – {payer}" if payer else str(SOURCES[Source(source)])
    return f"{who}, {heading(year)}"


def sent_again(plan: dict, project: Project) -> QueryDict:
    """The entries of a page that holds that plan."""
    rows = dict.fromkeys([(Source.REGION, ""), (Source.STATE, ""), *((Source(cell[0]), cell[1]) for cell in plan)])
    rows |= dict.fromkeys((source, "") for source in NAMED)
    data = QueryDict(mutable=True)
    data.update({"seen": str(project.revision), "base": packed(cells(project))})
    for rank, (source, payer) in enumerate(rows):
        row = Row(rank, source, payer)
        data.update({row.source_entry: source.value, row.payer_entry: payer})
        data.update({row.entry(cell[2]): str(value) for cell, value in plan.items() if cell[:2] == (source, payer)})
    return data


def heading(year: int) -> str:
    return str(year) if year != UNDATED else _("sans année")


def _standing_rows(project: Project, *, only_known: bool) -> list[Row]:
    """A row for the region and for the State, one for each payer known, and a blank one for each kind of payer; or
    those known alone."""
    known = dict.fromkeys((Source(line.source), line.payer) for line in project.lines)
    wanted = (
        known
        if only_known
        else dict.fromkeys([(Source.REGION, ""), (Source.STATE, ""), *known, *((source, "") for source in NAMED)])
    )
    return [Row(rank, source, payer) for rank, (source, payer) in enumerate(wanted)]


def _typed_rows(data: Any) -> list[Row]:
    """The rows the page held, and the one more it asks for."""
    ranks = [rank for rank in range(MOST_ROWS) if data.get(f"source-{rank}") in Source.values]
    rows = [Row(rank, Source(data[f"source-{rank}"]), data.get(f"payer-{rank}", "")) for rank in ranks]
    free = max(ranks, default=-1) + 1
    if data.get("add") in list(NAMED) and free < MOST_ROWS:
        rows.append(Row(free, Source(data["add"])))
    return rows


def _completed(data: Any, rows: list[Row], project: Project) -> Any:
    """The entries that have arrived, with the rows that stand: a page cut on its way empties no plan."""
    data = data.copy()
    for row in rows:
        data[row.source_entry], data[row.payer_entry] = row.source.value, row.payer
    data.update({name: str(amount) for name, amount in _standing_amounts(rows, project).items()})
    return data


def _standing_amounts(rows: list[Row], project: Project) -> dict[str, int]:
    by_payer = {(row.source, row.payer): row for row in rows}
    return {by_payer[line.source, line.payer].entry(line.year or UNDATED): line.amount for line in project.lines}


def _years(contract: Contract, project: Project, entries: Any) -> list[int]:
    """The years of the contract's term, those already used, and those the page was made with; undated ones last."""
    used = {line.year or UNDATED for line in project.lines}
    typed = {int(cell[1]) for cell in map(CELL.match, entries) if cell}
    years = {*term(contract), *used, *sorted(typed)[:MOST_YEARS]}
    undated = [UNDATED] if UNDATED in years else []
    return [*sorted(years - {UNDATED}), *undated]


def term(contract: Contract) -> range:
    """The years of the contract's term; of the usual one where nothing is told, counted from the opening."""
    usual = Term.of(contract.starts_on or contract.opened_on, contract.duration_months or USUAL_MONTHS)
    return (contract.known_term or usual).years
