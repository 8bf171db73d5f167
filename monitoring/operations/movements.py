"""Money that does not come by tranches, and what undoes a movement entered wrong; each held against the plan."""

from datetime import date, datetime

from django.core.files import File
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.rights import Stale, Verdict
from cper.words.french import long_date, long_moment, money, sequence
from monitoring import entries, plan
from monitoring.models import FollowedContract, Movement
from monitoring.operations.budget import explained
from monitoring.operations.door import Deed, act, refuse
from negotiation.models import Project
from negotiation.models.project import Source

# What a reversal repeats of the movement it undoes.
SAME = ("project", "source", "year", "kind", "amount", "precision")


def record_movement(
    contract: FollowedContract,
    *,
    project: Project,
    source: str,
    year: int,
    kind: str,
    amount: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
    note: str = "",
    reason: str = "",
    file: File | None = None,
    seen: int | None = None,
) -> Movement:
    """Write money that does not come by tranches: mobilised, paid or justified, with its proof. `seen` is the last
    movement of the contract (its key, 0 for none) that the page was made from: `Stale` where another of the same
    project, source and year has been written since, which may be the very same.

    Raises `Refused` for a project of another contract, a source the plan does not give it, a year outside the plan,
    for the State's from the signature on (its money comes by tranches), when more would be paid than mobilised, or
    justified than paid; and without a `reason`, when more would come than the plan gives.
    """
    with act("record_movement", contract, by=by, at=at, on=on, amount=amount, comment=reason) as deed:
        _alone(deed.contract, seen, (project.pk, source, year))
        _of_the_plan(deed, project, source, year)
        _not_by_tranches(deed, source, kind)
        place = {"project": project, "source": source, "year": year, "kind": kind}
        explained(deed, plan.doubt_of_movement(deed.contract, on=deed.on, amount=amount or 0, **place))
        deed.take(file)
        deed.detail = _("Projet %(project)s, exercice %(year)s") % {"project": project.number, "year": year}
        movement = Movement.objects.create(**place, amount=amount, note=note, reason=deed.comment, at=at, **deed.fact)
    return movement


def _alone(contract: FollowedContract, seen: int | None, place: tuple[int, str, int]) -> None:
    """Raise `Stale` where somebody has written a movement of that project, source and year since the page was made."""
    since = entries.moved_since(contract, seen, place) if seen is not None else None
    if since:
        raise Stale(Verdict(allowed=False, reason=who_moved(since)))


def who_moved(movement: Movement | None) -> str:
    """Who wrote a movement of the same money, which, and when, for the one who comes second."""
    if movement is None or movement.at is None:
        return _("La page a changé depuis qu’elle s’est ouverte : relisez-la avant d’agir.")
    undone = _("contre-passation, ") if movement.reverses_id else ""
    sum_ = f"{money(movement.amount)}, " if movement.amount is not None else ""
    words = {"who": movement.signatory, "when": long_moment(movement.at), "year": movement.year}
    words |= {"what": f"{undone}{movement.get_kind_display()}, {sum_}", "on": long_date(movement.on)}
    return (
        _(
            "Un mouvement de ce projet, de cette source et de %(year)s a été écrit depuis que cette page s’est "
            "ouverte, le %(when)s par %(who)s : « %(what)sdaté du %(on)s ». Vérifiez que le vôtre en est un autre."
        )
        % words
    )


def _of_the_plan(deed: Deed, project: Project, source: str, year: int) -> None:
    """The project is of the contract, the plan gives it that source, and the year is not outside the contract."""
    if project.pk not in {own.pk for own in deed.contract.retained}:
        raise refuse(_("Ce projet n’est pas inscrit au contrat-plan."))
    given = plan.sources_of(deed.contract, project, deed.on)
    if source not in given:
        words = {"number": project.number, "sources": sequence(str(Source(one).label) for one in given)}
        raise refuse(_("Le plan ne donne pas cette source au projet %(number)s ; il lui donne : %(sources)s.") % words)
    years = plan.money_years(deed.contract, deed.on)
    if year not in years:
        words = {"year": year, "first": years[0], "last": years[-1]}
        raise refuse(_("L’exercice %(year)s n’est pas de ceux du contrat-plan, de %(first)s à %(last)s.") % words)


def _not_by_tranches(deed: Deed, source: str, kind: str) -> None:
    """From the signature on the State's money is mobilised by tranches alone."""
    by_tranches = source == Source.STATE and kind == Movement.Kind.MOBILISED
    if by_tranches and not plan.is_early(deed.contract, deed.on):
        raise refuse(
            _("La part de l’État passe par les tranches de l’ANICT : seuls les fonds mobilisés avant la signature, "
              "du %s, s’enregistrent ici.") % long_date(deed.contract.signed_on)
        )  # fmt: skip


def reverse_movement(movement: Movement, *, reason: str, by: Actor, at: datetime) -> Movement:
    """Undo a movement that was entered wrong by another, the same, dated the same day; both stay, neither counts.

    Raises `Refused` when it is reversed already or is itself a reversal, and when the money that followed it (what
    was paid of it, justified of it) still stands.
    """
    contract = movement.contract
    told = {"on": movement.on, "amount": movement.amount, "comment": reason}
    with act("reverse_movement", contract, by=by, at=at, **told) as deed:
        wanting = plan.not_reversible(deed.contract, movement)
        if wanting:
            raise refuse(wanting)
        same = {name: getattr(movement, name) for name in SAME}
        deed.detail = _("Mouvement du %(day)s, exercice %(year)s") % {
            "day": long_date(movement.on),
            "year": movement.year,
        }
        made = Movement.objects.create(reverses=movement, reason=deed.comment, at=at, **same, **deed.fact)
    return made
