"""The projects that the contract does not count, and why: off the list (E6), deferred or rejected (E7)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import long_date, ngettext
from negotiation.models import Contract, Decision, Outcome, Project
from negotiation.workflow import Step, number

TONES = {Outcome.RETAINED: "done", Outcome.DEFERRED: "elsewhere", Outcome.REJECTED: "refused"}
BY_THE_SESSION = {
    Outcome.DEFERRED: gettext_lazy("Différé par la session du %s"),
    Outcome.REJECTED: gettext_lazy("Écarté par la session du %s"),
}


def counted(contract: Contract) -> list[Project]:
    """The projects in play, by number: the order of the pages."""
    return sorted(contract.in_play, key=lambda project: project.number)


def set_aside(contract: Contract) -> list[dict]:
    """The others, each with its state and its reason; what they cost is in no sum."""
    return [
        {"project": project, "number": project.number, "title": project.title, "cost": project.cost} | reason
        for project in contract.projects.all()
        if (reason := why_not(project, contract))
    ]


def line(project: dict) -> str:
    """« Projet 2, « Abattoir » : différé par la session du 3 juillet 2027. »."""
    status = project["status"]["label"]
    words = {"number": project["number"], "title": project["title"], "status": status[:1].lower() + status[1:]}
    return _("Projet %(number)s, « %(title)s » : %(status)s.") % words


def why_not(project: Project, contract: Contract) -> dict | None:
    """Why the contract does not count the project, as a state and a reason; None for a project in play."""
    if project in contract.in_play:
        return None
    session = contract.session_that_decides
    decisions = session.decisions.all() if session else ()
    decision = next((one for one in decisions if one.project_id == project.pk), None)
    if decision:
        return {"status": session_status(decision, session.held_on, contract), "reason": decision.reason}
    if max(contract.reached, number(contract.step)) < number(Step.PROJECT_LIST):
        return None
    return {"status": {"tone": "elsewhere", "label": _("Hors de la liste")}, "reason": ""}


def provisional(contract: Contract) -> str:
    """« 2 projets retenus par la session du 3 juillet 2027, à adopter »: what the sums count until the Governor
    adopted what the CROCSAD decided (E7); empty once he has, or before any session."""
    session = contract.session_that_decides if contract.step == Step.SELECTION else None
    if session is None:
        return ""
    words = {"n": len(contract.in_play), "day": long_date(session.held_on)}
    said = ngettext(
        "%(n)s projet retenu par la session du %(day)s, à adopter",
        "%(n)s projets retenus par la session du %(day)s, à adopter",
        len(contract.in_play),
    )
    return said % words


def session_status(decision: Decision, held_on: date, contract: Contract) -> dict:
    """« Différé par la session du 3 juillet 2027 »; « à adopter » until the Governor has adopted what it decided."""
    label = str(BY_THE_SESSION[decision.outcome]) % long_date(held_on)
    if contract.step == Step.SELECTION:
        label = _("%s, à adopter") % label
    return {"tone": TONES[decision.outcome], "label": label}
