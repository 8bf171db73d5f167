"""The contract in force, as the follow-up sees it: a signed contract of the negotiation, read and never written."""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cper.people.models import Mandate
from cper.rows import together
from cper.rows.together import fetched
from cper.words.clock import Term, add_months
from cper.words.french import long_date
from monitoring.moments import Moment
from negotiation import snapshots
from negotiation.models import Contract, Project
from negotiation.models.contract_queries import ContractQuerySet
from negotiation.models.terms import version_on
from negotiation.vocabulary import Step


class FollowedQuerySet(ContractQuerySet):
    """Signed contracts; `visible_to` is the negotiation's."""

    def for_pages(self):
        """With what the head of every page reads."""
        return self.select_related("region", "cutoff")


# What changes with an amendment alone: the convention's projects, plan and retained list, the versions of its terms.
PLAN = ("projects__financing", "sessions__decisions", "terms")
# What a tranche's checklist is made of.
CHECKLIST = ("tranches__window__rules", "tranches__papers", "tranches__waivers")
# What money, duties and findings are worked out from, whatever the number of projects and years.
FACTS = (
    *PLAN,
    "tranches",
    "budget",
    "movements",
    "reports__lines",
    "reports__recommendations",
    "fulfilments",
    "convenings",
)


# The facts that bear the day of what they tell.
DATED = ("budget", "movements", "fulfilments")


def _dated_by(day: date, rows: models.QuerySet) -> models.QuerySet:
    """The fetched rows dated up to that day, fetched still."""
    return fetched(rows.model, [row for row in rows if row.on <= day])


class FollowedManager(models.Manager.from_queryset(FollowedQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(step=Step.SIGNED)


class FollowedContract(Contract):
    """A signed contract. Its projects, financing plan and retained list are those of the convention."""

    objects = FollowedManager()
    # Where it is read as it stood (`monitoring.replay`): when, and by what was known.
    moment: Moment | None = None

    class Meta:
        proxy = True
        verbose_name = _("contrat-plan en exécution")
        verbose_name_plural = _("contrats-plans en exécution")

    def get_absolute_url(self) -> str:
        return reverse("execution", args=[self.reference])

    @cached_property
    def retained(self) -> list:
        """The projects of the convention, by priority: those in play when it was signed, which no longer move."""
        return self.in_play

    def in_terms_of(self, day: date, knows: Callable[[datetime | None], bool] | None = None) -> "FollowedContract":
        """This loaded contract as its parties had agreed it that day, by the versions whose writing one `knows`:
        itself, but for a day before an amendment."""
        together.fetch(self, *PLAN)
        agreed, versions = version_on(self, day, knows), list(self.terms.all())
        if not versions or agreed is versions[-1]:
            return self
        seen = copy(self)
        for name in snapshots.TERM:
            setattr(seen, name, getattr(agreed.facts, name))
        seen.retained = agreed.told_by(self.projects.all())
        held = self._prefetched_objects_cache
        seen._prefetched_objects_cache = held | {"projects": fetched(Project, seen.retained)}
        return seen

    def as_agreed(self, project: Project) -> Project | None:
        """That project as these terms tell it; None where they have it not."""
        return next((own for own in self.retained if own.pk == project.pk), None)

    @cached_property
    def known_until(self) -> date | None:
        """The day on which what is known of it stops, where a source before this system is all there is."""
        cutoff = getattr(self, "cutoff", None)
        return cutoff.on if cutoff else None

    @property
    def knows_its_day(self) -> bool:
        """Whether the day of its signature is known: nothing is counted in days from a month."""
        return self.signed_precision == self.Precision.DAY

    @property
    def day_is_unknown(self) -> bool:
        """Whether the day it is judged on is that of a signature of which only the month is known: no day is counted
        from it."""
        return self.known_until == self.signed_on and not self.knows_its_day

    def tells_absence(self, code: str, key: str) -> bool:
        """Whether what is not recorded of a duty is known not to be done: by the site, or said by the source."""
        cutoff = getattr(self, "cutoff", None)
        return cutoff is None or code in cutoff.absent or f"{code}:{key}" in cutoff.absent

    def day(self, today: date) -> date:
        """The day its situation is judged on: today, or the day its data stop."""
        return min(today, self.known_until) if self.known_until else today

    def over(self, today: date) -> date:
        """The last day that is over: yesterday, or the day its data stop or that it is read as of, read at its end."""
        if self.moment:
            return self.day(self.moment.on)
        return self.known_until if self.known_until and self.known_until <= today else today - timedelta(days=1)

    def term(self, today: date) -> Term:
        """The term of its convention; where it is not known, from the signature to a year from today, or to the day
        its data stop, for no end is in sight."""
        seen = max(self.signed_by, self.known_until or add_months(today, 12))
        return self.known_term or Term(self.signed_by, seen)

    @property
    def signed_by(self) -> date:
        """The day by which it is certainly signed: its own, or the last of the month that the source gives."""
        if self.knows_its_day:
            return self.signed_on
        return add_months(self.signed_on.replace(day=1), 1) - timedelta(days=1)

    def term_of(self, project: Project) -> Term | None:
        """The days given to a project: its own duration, else the contract's, from the first day of the term."""
        months = project.duration_months or self.duration_months
        return Term.of(self.known_term.start, months) if self.known_term and months else None

    def load(self, *relations: str, facts: tuple[str, ...] = (*FACTS, *CHECKLIST)) -> "FollowedContract":
        """Fetch the facts of the follow-up, all in one query, and tie tranches to the same projects."""
        together.fetch(self, *facts, *relations)
        projects = {project.pk: project for project in self.projects.all()}
        for tranche in self.tranches.all():
            tranche.project = projects[tranche.project_id]
        return self

    def forget(self, *names: str) -> None:
        """Drop what was fetched under these names, or all of the follow-up, so that the next question reads what has
        just been written; the plan of a signed contract stays as it is."""
        kept = {relation.partition("__")[0] for relation in PLAN}
        fetched = getattr(self, "_prefetched_objects_cache", {})
        gone = names or [name for name in fetched if name not in kept]
        self._prefetched_objects_cache = {name: rows for name, rows in fetched.items() if name not in gone}

    def as_of(self, day: date) -> "FollowedContract":
        """This loaded contract as it was known at the end of a day: without the budgets, movements and fulfilments
        dated later. Tranches are read by their dated acts (`entries.tranches`)."""
        together.fetch(self, *DATED)
        seen = copy(self.in_terms_of(day))
        held = seen._prefetched_objects_cache
        seen._prefetched_objects_cache = held | {name: _dated_by(day, held[name]) for name in DATED}
        return seen

    @property
    def standing_movements(self) -> list:
        """The movements of funds that count: neither reversed nor the reversal of another."""
        rows = list(self.movements.all())
        reversed_ones = {row.reverses_id for row in rows}
        return [row for row in rows if row.reverses_id is None and row.pk not in reversed_ones]

    @property
    def standing_fulfilments(self) -> dict[tuple[str, str], object]:
        """How each duty was settled, by code and period: the last entry counts, those it corrects stay."""
        return {(done.code, done.key): done for done in self.fulfilments.all()}

    def is_in_force(self, today: date) -> bool:
        """Whether it is to be followed that day: from the signature, which may come before the term begins."""
        return self.known_until is None and self.signed_on <= today <= self.term(today).end

    def refuses(self, name: str, mandate: Mandate, day: date) -> tuple[str, list[str]]:
        """The acts on the contract itself ask for one thing only: that it be signed, which it is by construction; a
        past day is read."""
        if self.known_until:
            return _t("Les données de ce contrat-plan sont arrêtées : il se lit, il ne se modifie plus."), []
        if self.moment:
            read = long_date(self.moment.on)
            return _t("Cette page se lit au %s\u00a0: revenez à aujourd’hui pour agir.") % read, []
        return "", []


class Cutoff(models.Model):
    """The day on which the data of a contract stop, and why: contracts known by a source older than this system."""

    contract = models.OneToOneField(Contract, models.CASCADE, primary_key=True, related_name="cutoff")
    on = models.DateField(_("données arrêtées au"))
    source = models.CharField(_("source"), max_length=200)
    # What the source says was not done: a duty (« O10 »), one period of it (« O1:2018 »). Silence is not absence.
    absent = ArrayField(models.CharField(max_length=30), verbose_name=_("dit non fait par la source"), default=list)

    class Meta:
        verbose_name = _("arrêté des données")
        verbose_name_plural = _("arrêtés des données")

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.on}"
