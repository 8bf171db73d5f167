"""The controls of the plan itself, as it was signed: what holds against what, whatever has happened since.

Amounts are integer FCFA. `monitoring.findings` runs them with those of the follow-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cper.words.french import long_date, money, sequence
from monitoring.schedule import Situation
from negotiation.models.project import Source


@dataclass(frozen=True)
class Found:
    """What a control says of one object of a contract."""

    rule: str
    key: str
    title: str
    evidence: str
    amount: int | None = None


def shares(at: Situation) -> Iterator[Found]:
    """The shares of a project add up to its cost, to the franc."""
    for project in at.contract.retained:
        gap = project.gap
        if not gap:
            continue
        parts = [f"{Source(source).label} {money(amount)}" for source, amount in project.shares.items()]
        words = {"number": project.number, "gap": money(abs(gap))}
        title = (
            _("Projet %(number)s : les parts dépassent le coût de %(gap)s")
            if gap > 0
            else _("Projet %(number)s : il manque %(gap)s aux parts")
        )
        evidence = _("%(parts)s : %(sum)s en tout, pour un coût déclaré de %(cost)s.") % {
            "parts": sequence(parts),
            "sum": money(project.cost + gap),
            "cost": money(project.cost),
        }
        yield Found("shares", f"P{project.number}", title % words, evidence, abs(gap))


def total(at: Situation) -> Iterator[Found]:
    """The projects add up to the declared total of the contract."""
    declared = at.contract.declared_total
    costs = sum(project.cost for project in at.contract.retained)
    if declared is not None and costs != declared:
        evidence = _("Projets : %(costs)s ; montant déclaré : %(declared)s.")
        words = {"costs": money(costs), "declared": money(declared)}
        title = _("La somme des projets n’est pas le montant déclaré")
        yield Found("total", "", title, evidence % words, abs(costs - declared))


def duration(at: Situation) -> Iterator[Found]:
    """No project lasts longer than the contract."""
    months = at.contract.duration_months
    for project in at.contract.retained:
        if months and project.duration_months and project.duration_months > months:
            words = {
                "number": project.number,
                "project": project.duration_months,
                "contract": months,
                "more": project.duration_months - months,
            }
            title = _("Projet %(number)s : %(project)s mois d’exécution dans un contrat de %(contract)s mois") % words
            evidence = _("La durée déclarée du projet dépasse celle du contrat-plan de %(more)s mois.") % words
            yield Found("duration", f"P{project.number}", title, evidence, project.cost)


def outside_term(at: Situation) -> Iterator[Found]:
    """The plan gives nothing before the first year of the term, nothing after its last."""
    held: dict[tuple[str, int], int] = {}
    for project in at.contract.retained:
        for line in project.out_of(at.contract.known_term):
            held[line.source, line.year] = held.get((line.source, line.year), 0) + line.amount
    for (source, year), amount in held.items():
        term = at.contract.known_term
        words = {"who": Source(source).label, "year": year, "amount": money(amount)}
        words |= {"start": long_date(term.start), "end": long_date(term.end)}
        title = _("%(who)s : %(amount)s prévus en %(year)s, hors de la durée du contrat-plan") % words
        evidence = _("Le contrat-plan va du %(start)s au %(end)s ; l’année %(year)s n’en fait pas partie.")
        yield Found("outside-term", f"{source}-{year}"[:20], title, evidence % words, amount)
