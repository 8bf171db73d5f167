"""In which order the meetings of the follow-up are dated: a session after its canvas and after those before it, a
committee after the meetings that precede it. Each answer is a sentence in words, empty when all is well."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import long_date
from monitoring.models import Duty, FollowedContract, Fulfilment, QuarterReport

# The meetings that follow one another.
MEETINGS = ("O10", "O12")
BEFORE_ITS_QUARTER = gettext_lazy("La session ne peut pas précéder le trimestre qu’elle examine, ouvert le %s.")


def session(report: QuarterReport, day: date) -> str:
    """Why the session of that quarter was not held that day; `report.contract` is loaded."""
    if day < report.starts_on:
        return BEFORE_ITS_QUARTER % long_date(report.starts_on)
    if report.canvas_on and day < report.canvas_on:
        return _("La session ne peut pas précéder son canevas, proposé le %s.") % long_date(report.canvas_on)
    if report.adopted_on and day > report.adopted_on:
        return _("La session ne peut pas suivre l’adoption de son rapport, le %s.") % long_date(report.adopted_on)
    return _beside_the_others(report, day) or _before_what_it_asked(report.recommendations.all(), day)


def _beside_the_others(report: QuarterReport, day: date) -> str:
    """The sessions follow one another as their quarters do."""
    for other in report.contract.reports.all():
        held = other.session_day
        words = {"quarter": other.when.label, "day": long_date(held)} if held else {}
        if held and other.quarter < report.quarter and held > day:
            return _("La session de %(quarter)s s’est tenue le %(day)s : celle-ci ne peut pas la précéder.") % words
        if held and other.quarter > report.quarter and held < day:
            return _("La session de %(quarter)s s’est tenue le %(day)s : celle-ci ne peut pas la suivre.") % words
    return ""


def _before_what_it_asked(recommendations: Iterable, day: date) -> str:
    due = min((row.due_on for row in recommendations if row.due_on), default=None)
    if due and due < day:
        return _("Une recommandation de cette session est attendue le %s : la session la précède.") % long_date(due)
    return ""


def recommendation(report: QuarterReport, due_on: date | None) -> str:
    """Why what the session asked is not due that day."""
    if due_on is None or report.held_on is None or due_on >= report.held_on:
        return ""
    words = {"due": long_date(due_on), "held": long_date(report.held_on)}
    return _("Cette échéance, le %(due)s, précède la session du %(held)s qui la demande.") % words


def meeting(contract: FollowedContract | None, duty: Duty, on: date, *, lapsed: bool, settled: bool) -> str:
    """Why a meeting of a committee is not written that day: one before it is not, or was held later."""
    if duty.code not in MEETINGS:
        return ""
    before = Duty.objects.filter(contract=contract, code=duty.code, due_on__lt=duty.due_on).order_by("due_on")
    first = before.filter(settled_on=None).first()
    if first and not settled:
        words = {"label": first.label}
        return _("Enregistrez d’abord %(label)s, tenue ou en carence : les réunions se suivent.") % words
    return "" if lapsed else _among_the_held(contract, duty, on)


def _among_the_held(contract: FollowedContract | None, duty: Duty, on: date) -> str:
    held = Duty.objects.filter(contract=contract, code=duty.code, settled_on__isnull=False, lapsed=False)
    sooner = held.filter(due_on__lt=duty.due_on, settled_on__gt=on).first()
    if sooner:
        words = {"label": sooner.label, "day": long_date(sooner.settled_on)}
        return _("La réunion précédente (%(label)s) s’est tenue le %(day)s : celle-ci la suit.") % words
    later = held.filter(due_on__gt=duty.due_on, settled_on__lt=on).first()
    if later:
        words = {"label": later.label, "day": long_date(later.settled_on)}
        return _("La réunion suivante (%(label)s) s’est tenue le %(day)s : celle-ci la précède.") % words
    return ""


def standing(contract: FollowedContract | None, code: str, key: str) -> Fulfilment | None:
    """How a duty was settled: the last entry counts, those it corrects stay."""
    return Fulfilment.objects.filter(contract=contract, code=code, key=key).order_by("pk").last()
