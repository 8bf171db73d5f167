"""The negotiation: the list and its approvals (E6), the enlarged CROCSAD's session and its decisions (E7)."""

from django.utils.translation import gettext as _

from negotiation.clock import day_of
from negotiation.documents import territory_of
from negotiation.french import long_date, money
from negotiation.models import Contract, Decision, Outcome, Session, Source
from negotiation.workflow import Role, Step, at, example, number

TONES = {Outcome.RETAINED: "done", Outcome.DEFERRED: "elsewhere", Outcome.REJECTED: "refused"}
# What the parts of this page read beside the head of the dossier.
RELATIONS = ("assents", "sessions__decisions__project__financing")


def negotiation(contract: Contract) -> dict:
    held = [session_content(session) for session in contract.sessions.all()]
    current = next((content for content in held if not content["superseded"]), None)
    return {
        "has_begun": max(contract.reached, number(contract.step)) >= number(Step.PROJECT_LIST),
        "list": [
            {
                "number": project.number,
                "title": project.title,
                "cost": project.cost,
                "status": {"tone": "done", "label": _("Inscrit")}
                if project.listed
                else {"tone": "elsewhere", "label": _("Hors de la liste")},
            }
            for project in contract.projects.all()
        ],
        "approvals": consents(contract, "approve_list"),
        "session": current,
        "former": [content for content in held if content["superseded"]],
    }


def approvals(contract: Contract, name: str) -> list[dict]:
    """The consents a joint act needs, one a role: given by whom and when, or awaited."""
    given = {assent.role: assent for assent in contract.assents.all() if assent.action == name and not assent.voided}
    if not given and at(contract.step, name) is None:
        return []
    territory = territory_of(contract)
    titles = {Role.PRESIDENT: territory.head_title, Role.GOVERNOR: territory.governor_title}
    return [
        {
            "label": titles[role],
            "done": role.value in given,
            "note": _approved(given[role.value]) if role.value in given else _("accord attendu"),
        }
        for role in example(name).roles
    ]


def consents(contract: Contract, name: str) -> list[dict]:
    """The same as label and value."""
    return [{"label": row["label"], "value": row["note"]} for row in approvals(contract, name)]


def _approved(assent) -> str:
    return _("%(who)s, le %(when)s") % {"who": assent.signatory, "when": long_date(day_of(assent.given_at))}


def session_content(session: Session) -> dict:
    """The record of a session: when, where, the envelope and what is asked of it, decisions by priority."""
    decisions = list(session.decisions.all())
    asked = sum(_state_share(decision) for decision in decisions if decision.is_retained)
    return {
        "superseded": session.superseded,
        "title": _("Session du %s") % long_date(session.held_on),
        "facts": [
            {"label": _("Lieu"), "value": session.place},
            {"label": _("Participants"), "value": session.attendance},
            {"label": _("Enveloppe proposée par les finances"), "value": money(session.envelope)},
            {
                "label": _("Part de l’État dans les projets retenus"),
                "value": money(asked),
                "note": _margin(session, asked),
            },
            {"label": _("Consignée par"), "value": session.signatory, "note": long_date(day_of(session.recorded_at))},
        ],
        "summary": session.summary,
        "decisions": [_decision(decision) for decision in decisions],
    }


def _state_share(decision: Decision) -> int:
    return decision.project.shares.get(Source.STATE, 0)


def _margin(session: Session, asked: int) -> str:
    if asked > session.envelope:
        return _("dépasse l’enveloppe de %s") % money(asked - session.envelope)
    return _("reste %s") % money(session.envelope - asked)


def _decision(decision: Decision) -> dict:
    return {
        "rank": decision.priority,
        "project": decision.project.title,
        "status": {"tone": TONES[decision.outcome], "label": decision.get_outcome_display()},
        "amount": decision.project.cost,
        "comment": decision.reason,
    }
