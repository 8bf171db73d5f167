"""What the parties have agreed, version by version: n° 0 at the signature, one more for each amendment.

A version keeps its terms in a snapshot (projects in play with their sites and shares, term, title), readable for
ever. The rows of the projects always say the last version. The database holds the two together: once a contract has
terms its rows change only in the transaction that adds a version, and at its end they are what that version says.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from cper.rows.together import fetched
from negotiation import snapshots
from negotiation.models.contract import Contract
from negotiation.models.project import FinancingLine, Project, Site
from negotiation.models.snapshot import Snapshot

# One version after the other: numbers without a hole, days in order; an amendment is open until its commit.
IN_THEIR_ORDER = pgtrigger.Trigger(
    name="terms_in_their_order",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("last", "integer"), ("day", "date")],
    func="""
        PERFORM 1 FROM negotiation_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
        SELECT MAX(number), MAX(since) INTO last, day FROM negotiation_terms WHERE contract_id = NEW.contract_id;
        IF NEW.number <> COALESCE(last + 1, 0) OR NEW.since < day THEN
            RAISE EXCEPTION 'terms_in_their_order: version % of contract %, since %', NEW.number, NEW.contract_id,
                NEW.since USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_in_their_order';
        END IF;
        NEW.open := NEW.number > 0;
        RETURN NEW;
    """,
)


def _row(columns: tuple[str, ...], alias: str) -> str:
    """The row as the JSON of a snapshot tells it."""
    told = ", ".join(f"'{column}', {alias}.{column}" for column in columns)
    return f"jsonb_build_object({told})"


def _parts(name: str, table: str, row: str) -> str:
    """Whether the parts of a project differ from those told of it: another count, or one that is not told."""
    return f"""jsonb_array_length(told -> '{name}') <> (SELECT count(*) FROM {table} WHERE project_id = p.id)
        OR EXISTS (SELECT 1 FROM {table} part WHERE part.project_id = p.id
            AND NOT told -> '{name}' @> jsonb_build_array({row}))"""  # noqa: S608 -- columns of ours


LINE = _row(snapshots.LINE, "part")
POINT = ", ".join(f"'{axis}', COALESCE(part.{axis}::text, '')" for axis in ("latitude", "longitude"))
SITE = f"{_row(snapshots.SITE, 'part')} || jsonb_build_object({POINT})"
# Checked at commit: who amends writes the version first, then the rows.
SAID_BY_THE_ROWS = pgtrigger.Trigger(
    name="terms_said_by_the_rows",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=[("agreed", "jsonb")],
    func=f"""
        SELECT facts INTO agreed FROM negotiation_snapshot
        WHERE id = NEW.snapshot_id AND contract_id = NEW.contract_id;
        IF agreed IS NULL OR NOT EXISTS (
            SELECT 1 FROM negotiation_contract c
            WHERE c.id = NEW.contract_id AND c.signed_on <= NEW.since AND agreed @> {_row(snapshots.TERM, "c")}
        ) OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(agreed -> 'projects') told LEFT JOIN negotiation_project p
                ON p.contract_id = NEW.contract_id AND p.number = (told ->> 'number')::int
            WHERE p.id IS NULL OR NOT told @> {_row(snapshots.PROJECT, "p")}
                OR {_parts("lines", "negotiation_financingline", LINE)}
                OR {_parts("sites", "negotiation_site", SITE)}
        ) THEN
            RAISE EXCEPTION 'terms_said_by_the_rows: version % of contract %', NEW.number, NEW.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_said_by_the_rows';
        END IF;
        UPDATE negotiation_terms SET open = false WHERE id = NEW.id AND open;
        RETURN NULL;
    """,  # noqa: S608 -- columns of ours
)


class Terms(models.Model):
    """One version of what the parties agreed: in force from `since`, known since `made_at`, by `act`."""

    contract = models.ForeignKey(Contract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="terms")
    number = models.PositiveSmallIntegerField(_("version"))
    since = models.DateField(_("en vigueur depuis le"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("ce qui est convenu"), related_name="+")
    act = models.CharField(_("par quel acte"), max_length=200)
    # None for what a source older than the site tells.
    made_at = models.DateTimeField(_("enregistrée le"), null=True, blank=True)
    # True from the moment an amendment is added to the commit of what it amends.
    open = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("version du contrat-plan")
        verbose_name_plural = _("versions du contrat-plan")
        ordering = ("contract_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="terms_number_once",
                fields=("contract", "number"),
                violation_error_message=_("Cette version du contrat-plan existe déjà."),
            ),
        ]
        triggers = [
            IN_THEIR_ORDER,
            SAID_BY_THE_ROWS,
            pgtrigger.ReadOnly(name="terms_never_change", exclude=["open"]),
            pgtrigger.Protect(name="terms_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.number}"

    @cached_property
    def facts(self) -> snapshots.Facts:
        """What was agreed, as it was kept. One query."""
        return snapshots.read(self.snapshot)

    def told_by(self, rows: Iterable[Project]) -> list[Project]:
        """The projects of this version in its order, as copies of their rows that say what it says: to be read, and
        never saved."""
        by_number = {row.number: row for row in rows}
        return [_as_agreed(by_number[told.number], told) for told in self.facts.projects]


def version_on(contract: Contract, day: date, knows: Callable[[datetime | None], bool] | None = None) -> Terms | None:
    """The version of its terms in force that day, of those whose writing one `knows`; what comes before the signature
    is held against the first. None for a contract that nobody has signed."""
    versions = list(contract.terms.all())
    known = [terms for terms in versions if knows is None or knows(terms.made_at)]
    return next((terms for terms in reversed(known) if terms.since <= day), versions[0] if versions else None)


def _as_agreed(row: Project, told: snapshots.ProjectFacts) -> Project:
    facts = _columns(told, snapshots.PROJECT)
    project = Project(pk=row.pk, contract_id=row.contract_id, revision=row.revision, **facts)
    lines = [FinancingLine(project=project, **_columns(line, snapshots.LINE)) for line in told.lines]
    sites = [Site(project=project, **_site(site)) for site in told.sites]
    project._prefetched_objects_cache = {"financing": fetched(FinancingLine, lines), "sites": fetched(Site, sites)}
    return project


def _site(told: snapshots.SiteFacts) -> dict[str, Any]:
    point = {axis: Decimal(angle) if (angle := getattr(told, axis)) else None for axis in ("latitude", "longitude")}
    return _columns(told, snapshots.SITE) | point


def _columns(told: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(told, name) for name in names}
