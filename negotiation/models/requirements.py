"""The conditions of the law, each answered with what is missing, in words: the checklist and the guard are one."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cper.people.rights import fills
from cper.words import french
from negotiation.models import examination, remarks
from negotiation.models.checklist import slots
from negotiation.models.convention_requirements import (
    approved,
    ceremony,
    convention_approved,
    convention_proposed,
    named_another,
    proposed,
    unproposed,
    unsigned,
    written,
)
from negotiation.models.term_requirement import out_of_term
from negotiation.workflow import Action, Criterion, Need

# What each condition looks at, for `Contract.load`.
RELATIONS = {
    Need.PIECES: ("pieces", "projects__financing"),
    Need.PROJECTS: ("projects__sites",),
    Need.BALANCE: ("projects__financing",),
    Need.DURATION: ("projects",),
    Need.TERM: ("projects__financing",),
    Need.PDESC: (),
    Need.EXAMINED: ("projects", "verdicts"),
    Need.CRITERIA: ("projects", "verdicts"),
    Need.OPINIONS: ("opinions__institution",),
    Need.CORRECTIONS_ASKED: ("opinions__institution",),
    Need.LIST: ("projects",),
    Need.SESSION: ("projects", "sessions__decisions"),
    Need.ENVELOPE: ("projects__financing", "sessions__decisions"),
    Need.PROPOSED: ("drafts",),
    Need.WRITTEN: ("drafts", "projects__financing", "sessions__decisions"),
    Need.UNPROPOSED: ("drafts",),
    Need.APPROVED: ("drafts",),
    Need.CEREMONY: ("drafts",),
    Need.UNSIGNED: ("assents",),
    # The remarks fetch what they rest on themselves, and only where there are any.
    Need.REMARKS: (),
    Need.ANSWERED: (),
}


def relations(needs: Iterable[Need]) -> list[str]:
    """The relations these conditions read, each once."""
    return list(dict.fromkeys(name for need in needs for name in RELATIONS[need]))


def missing(contract: Any, needs: Iterable[Need], day: date) -> list[str]:
    """What stands between the contract and the act, sentence by sentence; empty when nothing does."""
    return [sentence for need in needs for sentence in CHECKS[need](contract, day)]


def holds(contract: Any, needs: Iterable[Need], day: date) -> bool:
    """Whether all these conditions are met."""
    return not missing(contract, needs, day)


def already_done(contract: Any, action: Action, mandate: Any) -> str:
    """The sentence that says that this mandate's part in the act is done already, or cannot be asked of it."""
    if action.joint:
        return _assent_given(contract, action, mandate) or named_another(contract, action, mandate)
    check = DONE.get(action.name)
    return check(contract, mandate) if check else ""


def _assent_given(contract: Any, action: Action, mandate: Any) -> str:
    roles = {role for role in action.roles if fills(mandate, role)}
    for assent in contract.assents.all():
        if assent.action != action.name or assent.voided:
            continue
        if assent.role not in roles and assent.by_id == mandate.person_id:
            return _("Vous avez déjà donné l’accord de l’autre partie : un autre signataire donne celui-ci.")
        if assent.role in roles:
            return _("C’est déjà fait : %(who)s, le %(when)s.") % {
                "who": assent.signatory,
                "when": french.long_date(assent.given_at.date()),
            }
    return ""


def _opinion_given(contract: Any, mandate: Any) -> str:
    opinion = next((o for o in current_opinions(contract) if o.institution_id == mandate.institution_id), None)
    if opinion is None:
        return _("Aucun avis n’est demandé à votre ministère sur ce dossier.")
    return _("L’avis de votre ministère est déjà rendu.") if opinion.is_given else ""


DONE = {
    "give_opinion": _opinion_given,
    "propose_convention": convention_proposed,
    "approve_convention": convention_approved,
}


def current_opinions(contract: Any) -> list:
    return [opinion for opinion in contract.opinions.all() if not opinion.superseded]


def current_session(contract: Any) -> Any | None:
    return next((session for session in contract.sessions.all() if not session.superseded), None)


def _pieces(contract: Any, _day: date) -> list[str]:
    filed = {piece.key for piece in contract.pieces.all() if piece.current}
    return [
        _("%(piece)s, à déposer.") % {"piece": slot.label}
        for slot in slots(contract, up_to=contract.step)
        if slot.key not in filed
    ]


def _projects(contract: Any, _day: date) -> list[str]:
    projects = contract.in_play
    if not projects:
        return [_("Ajoutez au moins un projet.")]
    return [
        _("Projet %(number)s : précisez %(what)s.") % {"number": project.number, "what": french.sequence(gaps)}
        for project in projects
        if (gaps := _blanks_of(project))
    ]


def _blanks_of(project: Any) -> list[str]:
    asked = (
        (project.nature, _("la nature")),
        (project.scale, _("l’échelle")),
        (project.domain, _("le domaine")),
        (project.ministry_id, _("le ministère concerné")),
        (project.duration_months, _("la durée")),
        (project.cost, _("le coût")),
        (project.owner_name or project.owner in ("council", "state"), _("le nom du maître d’ouvrage")),
        (project.sites.all(), _("un site au moins")),
    )
    return [word for value, word in asked if not value]


def _balance(contract: Any, _day: date) -> list[str]:
    return [sentence for project in contract.in_play if (sentence := imbalance(project))]


def imbalance(project: Any) -> str:
    """Why the shares of a project do not make its cost; empty when they do."""
    if project.gap is None:
        return _("Projet %(number)s : indiquez qui paie quoi.") % {"number": project.number}
    if project.gap == 0:
        return ""
    words = {"number": project.number, "gap": french.money(abs(project.gap)), "cost": french.money(project.cost)}
    if project.gap > 0:
        return _("Projet %(number)s : les parts dépassent le coût (%(cost)s) de %(gap)s.") % words
    return _("Projet %(number)s : il manque %(gap)s aux parts pour atteindre le coût (%(cost)s).") % words


def _duration(contract: Any, _day: date) -> list[str]:
    if not contract.duration_months:
        return [_("Indiquez la durée du contrat.")]
    return [
        _("Projet %(number)s : %(months)s mois dépassent la durée du contrat, %(term)s mois.")
        % {"number": project.number, "months": project.duration_months, "term": contract.duration_months}
        for project in contract.in_play
        if project.duration_months and project.duration_months > contract.duration_months
    ]


def _pdesc(contract: Any, day: date) -> list[str]:
    if not (contract.pdesc_from and contract.pdesc_to):
        return [_("Indiquez les dates de validité du PDESC.")]
    if not contract.pdesc_from <= day <= contract.pdesc_to:
        return [
            _("Le PDESC n’est pas en cours de validité : il va du %(start)s au %(end)s.")
            % {"start": french.long_date(contract.pdesc_from), "end": french.long_date(contract.pdesc_to)}
        ]
    return []


def _answers(contract: Any) -> dict[int, list[bool | None]]:
    """What the examination says of each project, criterion by criterion; None where it has not answered yet."""
    given = {cell: verdict.met for cell, verdict in examination.standing(contract).items()}
    return {p.number: [given.get((p.pk, criterion.value)) for criterion in Criterion] for p in contract.projects.all()}


def _examined(contract: Any, _day: date) -> list[str]:
    return [_left(number, answers.count(None)) for number, answers in _answers(contract).items() if None in answers]


def _left(number: int, count: int) -> str:
    """How many criteria of a project are still to be examined."""
    if count == len(Criterion):
        return _("Projet %(number)s : examinez les quatre critères.") % {"number": number}
    said = french.ngettext(
        "Projet %(number)s : un critère reste à examiner.",
        "Projet %(number)s : %(n)s critères restent à examiner.",
        count,
    )
    return said % {"number": number, "n": count}


def _criteria(contract: Any, day: date) -> list[str]:
    unmet = [
        _unmet(number, answers.count(False)) for number, answers in _answers(contract).items() if False in answers
    ]
    return _examined(contract, day) + unmet


def _unmet(number: int, count: int) -> str:
    said = french.ngettext(
        "Projet %(number)s : un critère n’est pas rempli, le dossier est à retourner.",
        "Projet %(number)s : %(n)s critères ne sont pas remplis, le dossier est à retourner.",
        count,
    )
    return said % {"number": number, "n": count}


def _opinions(contract: Any, _day: date) -> list[str]:
    opinions = current_opinions(contract)
    if not opinions:
        return [_("Aucun avis n’a été demandé.")]
    waited = [_("Avis attendu : %(who)s.") % {"who": o.institution} for o in opinions if not o.is_given]
    against = [
        _("%(who)s : %(verdict)s.") % {"who": o.institution, "verdict": o.get_verdict_display().lower()}
        for o in opinions
        if o.asks_correction
    ]
    return waited + against


def _corrections_asked(contract: Any, _day: date) -> list[str]:
    if any(opinion.asks_correction for opinion in current_opinions(contract)):
        return []
    if any(opinion.asks_correction for opinion in contract.opinions.all()):
        return [_("Les corrections demandées ont été transmises aux ministères : aucun avis en vigueur n’en demande.")]
    return [_("Aucun ministère n’a demandé de correction.")]


def _list(contract: Any, _day: date) -> list[str]:
    return [] if any(p.listed for p in contract.projects.all()) else [_("Inscrivez au moins un projet sur la liste.")]


def _session(contract: Any, _day: date) -> list[str]:
    session = current_session(contract)
    if session is None and contract.sessions.all():
        return [_("La DRPSIAP n’a pas encore consigné de session sur la nouvelle liste.")]
    if session is None:
        return [_("La session du CROCSAD élargi n’est pas consignée par la DRPSIAP.")]
    decided = {decision.project_id: decision for decision in session.decisions.all()}
    undecided = [
        _("Projet %(number)s : la session n’a pas décidé.") % {"number": project.number}
        for project in contract.projects.all()
        if project.listed and project.pk not in decided
    ]
    if undecided or any(decision.is_retained for decision in decided.values()):
        return undecided
    return [_("Aucun projet n’est retenu : renvoyez la liste à l’étape E6 ou classez le dossier.")]


def _envelope(contract: Any, _day: date) -> list[str]:
    session = current_session(contract)
    if session is None:
        return []
    granted = session.granted
    return granted.moved(contract.in_play) if contract.is_selected else granted.remedied(contract.in_play)


CHECKS: dict[Need, Callable[[Any, date], list[str]]] = {
    Need.PIECES: _pieces,
    Need.PROJECTS: _projects,
    Need.BALANCE: _balance,
    Need.DURATION: _duration,
    Need.TERM: out_of_term,
    Need.PDESC: _pdesc,
    Need.EXAMINED: _examined,
    Need.CRITERIA: _criteria,
    Need.OPINIONS: _opinions,
    Need.CORRECTIONS_ASKED: _corrections_asked,
    Need.LIST: _list,
    Need.SESSION: _session,
    Need.ENVELOPE: _envelope,
    Need.REMARKS: remarks.awaited,
    Need.ANSWERED: remarks.unmet,
    Need.PROPOSED: proposed,
    Need.WRITTEN: written,
    Need.UNPROPOSED: unproposed,
    Need.APPROVED: approved,
    Need.CEREMONY: ceremony,
    Need.UNSIGNED: unsigned,
}
