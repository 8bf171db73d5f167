"""The negotiation: the list and its approvals (E6), the enlarged CROCSAD's session and its decisions (E7)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.roles import Body, Role
from cper.words.clock import day_of
from cper.words.french import long_date, money
from negotiation.documents import territory_of
from negotiation.envelope import Envelope, finance_opinion, state_lines
from negotiation.models import Assent, Contract, Decision, Opinion, Project, Session
from negotiation.snapshots import LineFacts, ProjectFacts
from negotiation.views.judged import Judged, compared
from negotiation.views.panels import remarks
from negotiation.views.set_aside import TONES
from negotiation.workflow import Step, at, example, number

AWAITED = {"approve_list": gettext_lazy("accord attendu"), "sign": gettext_lazy("signature attendue")}
# What the parts of this page read beside the head of the dossier.
RELATIONS = (
    "assents",
    "sessions__envelope_opinion",
    "sessions__decisions__project",
)


NOT_BEGUN = gettext_lazy(
    "Elle s’ouvre à l’étape E6, quand les avis des ministères sont rendus : le Président et le Gouverneur dressent "
    "alors la liste des projets."
)


def negotiation(contract: Contract, judged: Judged) -> dict:
    """The list as it was approved, the sessions as they decided; what has changed since, beside each that counts."""
    held = [
        session_content(session, judged) | since(session, judged) | {"dropped": why}
        for session, why in zip(contract.sessions.all(), dropped(contract), strict=True)
    ]
    current = next((content for content in held if not content["superseded"]), None)
    return {
        "has_begun": max(contract.reached, number(contract.step)) >= number(Step.PROJECT_LIST),
        "not_begun": contract.offices.said(NOT_BEGUN),
        **list_content(contract, judged),
        "approvals": consents(contract, "approve_list"),
        "session": current,
        "sent_back": remarks.of_lists(contract),
        "former": [content for content in held if content["superseded"]],
    }


def dropped(contract: Contract) -> list[str]:
    """What made each session give way: the list sent back, its record written again; empty for the one that counts."""
    sessions = list(contract.sessions.all())
    back = contract.passages.filter(action="return_list") if any(one.superseded for one in sessions) else ()
    returned = [passage.at for passage in back]
    return [_dropped(one, after, returned) for one, after in pairwise([*sessions, None])]


def _dropped(session: Session, after: Session | None, returned: list[datetime]) -> str:
    if not session.superseded:
        return ""
    sent = [at for at in returned if at >= session.recorded_at and (after is None or at <= after.recorded_at)]
    if sent:
        return _("sans suite : la liste a été renvoyée le %s") % long_date(day_of(min(sent)))
    return _("consignée de nouveau le %s") % long_date(day_of(after.recorded_at)) if after else _("sans suite")


def list_content(contract: Contract, judged: Judged) -> dict:
    """The list as it was last approved, and what has changed since; as it stands while nobody has approved it."""
    approved = [one for one in contract.assents.all() if one.action == "approve_list" and not one.voided]
    projects = judged.kept[approved[-1].judged_id].projects if approved else contract.projects.all()
    changes = judged.of_selection(approved[-1].judged_id) if approved else []
    return {
        "list": [
            {
                "number": project.number,
                "title": project.title,
                "cost": project.cost,
                "status": {"tone": "done", "label": _("Inscrit")}
                if project.listed
                else {"tone": "elsewhere", "label": _("Hors de la liste")},
            }
            for project in projects
        ],
        "list_changed": compared(_("A changé depuis l’approbation de la liste"), changes, contract),
    }


def approvals(contract: Contract, name: str) -> list[dict]:
    """The consents a joint act needs, one a role: given by whom and when, or awaited."""
    given = {assent.role: assent for assent in contract.assents.all() if assent.action == name and not assent.voided}
    if not given and at(contract.step, name) is None:
        return []
    territory, offices = territory_of(contract), contract.offices
    titles = {
        Role.PRESIDENT: offices.title(Body.COUNCIL, territory.head_title),
        Role.GOVERNOR: offices.title(Body.GOVERNORATE, territory.governor_title),
    }
    return [
        {
            "label": titles[role],
            "done": role.value in given,
            "note": given_by(given[role.value]) if role.value in given else AWAITED[name],
        }
        for role in example(name).roles
    ]


def consents(contract: Contract, name: str) -> list[dict]:
    """The same as label and value."""
    return [{"label": row["label"], "value": row["note"]} for row in approvals(contract, name)]


def given_by(assent: Assent) -> str:
    """Who consented and when; a signature, the day and the place of the paper, and when it was recorded if later."""
    recorded = day_of(assent.given_at)
    words = {"who": assent.signatory, "when": long_date(assent.signed_on or recorded), "place": assent.signed_place}
    words["recorded"] = long_date(recorded)
    if not assent.signed_on:
        return _("%(who)s, le %(when)s") % words
    if recorded > assent.signed_on:
        return _("%(who)s, le %(when)s, %(place)s ; enregistré le %(recorded)s") % words
    return _("%(who)s, le %(when)s, %(place)s") % words


def session_content(session: Session, judged: Judged) -> dict:
    """The record of a session: when, where, the envelope and what is asked of it, decisions by priority, each on its
    project as it was that day."""
    decisions = [
        (decision, judged.project(session.judged_id, decision.project.number)) for decision in session.decisions.all()
    ]
    lines = state_lines(project for decision, project in decisions if decision.is_retained)
    asked = sum(line.amount for line in lines)
    return {
        "superseded": session.superseded,
        "title": _("Session du %s") % long_date(session.held_on),
        "facts": [
            {"label": _("Lieu"), "value": session.place},
            {"label": _("Participants"), "value": session.attendance},
            envelope_row(session.granted, session.envelope_opinion),
            {
                "label": _("Part de l’État retenue"),
                "value": money(asked),
                "note": _margin(session, lines),
            },
            {"label": _("Consignée par"), "value": session.signatory, "note": long_date(day_of(session.recorded_at))},
        ],
        "summary": session.summary,
        "decisions": [_decision(decision, project) for decision, project in decisions],
        "changed": None,
    }


def since(session: Session, judged: Judged) -> dict:
    """What has changed in the projects since the session that counts."""
    changes = [] if session.superseded else judged.of_selection(session.judged_id)
    return {"changed": compared(_("A changé depuis la session"), changes, judged.contract)}


def envelope_rows(contract: Contract, projects: Sequence[Project]) -> list[dict]:
    """The State's envelope as finance gave it, and what these projects ask outside its years; [] before it has."""
    opinion = finance_opinion(contract)
    if opinion is None or opinion.granted is None:
        return []
    outside = opinion.granted.outside(state_lines(projects))
    row = envelope_row(opinion.granted, opinion)
    asked = sum(line.amount for line in state_lines(projects))
    share = {"label": _("Part de l’État demandée"), "value": money(asked), "note": outside}
    return [row, share] if outside else [row]


def envelope_row(envelope: Envelope, opinion: Opinion) -> dict:
    """The amount, its years, and the opinion that gives it."""
    said = _("%(years)s ; avis du ministère chargé des finances, %(day)s")
    words = {"years": envelope.years, "day": long_date(day_of(opinion.given_at))}
    return {"label": _("Enveloppe de l’État"), "value": money(envelope.amount), "note": said % words}


def _margin(session: Session, lines: Sequence[LineFacts]) -> str:
    """What is left of the envelope, or what exceeds it; what falls outside its years."""
    left = session.envelope - sum(line.amount for line in lines)
    words = _("reste %s de l’enveloppe") if left >= 0 else _("dépasse l’enveloppe de %s")
    return " ; ".join(part for part in (words % money(abs(left)), session.granted.outside(lines)) if part)


def _decision(decision: Decision, project: ProjectFacts) -> dict:
    return {
        "rank": decision.priority,
        "project": project.title,
        "status": {"tone": TONES[decision.outcome], "label": decision.get_outcome_display()},
        "amount": project.cost,
        "comment": decision.reason,
    }
