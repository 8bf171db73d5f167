"""What the acts of E8 ask for: a text proposed, returned, approved; its ceremony; the signatory that it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cper.words import french
from negotiation import clauses
from negotiation.workflow import Action


def named_another(contract: Any, action: Action, mandate: Any) -> str:
    """Who is printed is who signs: the sentence where the approved text names somebody else for that party."""
    draft = current_draft(contract) if action.commits and mandate.person_id else None
    if draft is None or not draft.is_approved or draft.names(mandate):
        return ""
    named = draft.named(mandate.body)
    words = {"named": named.introduced, "you": mandate.introduced}
    return (
        _(
            "La convention approuvée nomme %(named)s ; vous êtes %(you)s. Le Gouverneur peut demander une autre "
            "rédaction, puis approuver un texte qui vous nomme."
        )
        % words
    )


def convention_proposed(contract: Any, _mandate: Any) -> str:
    """A text is with the Governor, or approved already."""
    if current_draft(contract) is None:
        return ""
    return convention_approved(contract, None) or _("Une convention est déjà proposée au Gouverneur.")


def convention_approved(contract: Any, _mandate: Any) -> str:
    draft = current_draft(contract)
    return _("La convention est déjà approuvée : son texte ne change plus.") if draft and draft.is_approved else ""


def current_draft(contract: Any) -> Any | None:
    return next((draft for draft in contract.drafts.all() if not draft.returned), None)


def proposed(contract: Any, _day: date) -> list[str]:
    if current_draft(contract):
        return []
    if former := contract.drafts.first():
        return [_("Le texte n° %s est renvoyé : la collectivité n’en a pas encore proposé d’autre.") % former.number]
    return [_("La collectivité n’a pas encore proposé la convention.")]


def written(contract: Any, _day: date) -> list[str]:
    """No clause of the proposed text leaves a blank, nor names a year that the plan does not have."""
    draft = current_draft(contract)
    return clauses.sentences(draft.clauses, clauses.plan_years(contract)) if draft else []


def same_text(contract: Any, written: Mapping[str, str]) -> str:
    """Why these clauses cannot be proposed after a text that was sent back: nothing has changed, in them or in the
    dossier, and its remark has no answer; empty when they can."""
    former = contract.drafts.first()
    unmet = [remark for remark in contract.remarks if not remark.is_met]
    if former is None or not unmet or any(written[name] != text for name, text in former.clauses.items()):
        return ""
    return _(
        "Ce texte est celui qui vous a été renvoyé. Changez ce qui est demandé, dans une clause ou dans le dossier, "
        "ou répondez à la remarque."
    )


def unproposed(contract: Any, _day: date) -> list[str]:
    draft = current_draft(contract)
    if draft is None:
        return []
    if draft.is_approved:
        return [
            _(
                "La convention est approuvée : le dossier qu’elle imprime ne change plus, sauf si une autre rédaction "
                "est demandée."
            )
        ]
    return [_("Une convention est chez le Gouverneur : le dossier qu’elle imprime se corrige si elle est renvoyée.")]


def approved(contract: Any, _day: date) -> list[str]:
    draft = current_draft(contract)
    if draft and draft.is_approved:
        return []
    if draft is None:
        return proposed(contract, _day)
    return [_("Le Gouverneur n’a pas encore approuvé la convention.")]


def ceremony(contract: Any, day: date) -> list[str]:
    draft = current_draft(contract)
    if not (draft and draft.is_approved):
        return [_("Aucune cérémonie n’est convoquée.")]
    if day >= draft.ceremony_on:
        return []
    words = {"day": french.long_date(draft.ceremony_on), "place": draft.ceremony_place}
    return [_("La cérémonie est convoquée le %(day)s, %(place)s : la signature s’enregistre dès ce jour.") % words]


def unsigned(contract: Any, _day: date) -> list[str]:
    return [
        _("La convention est déjà signée par %(who)s.") % {"who": assent.signatory}
        for assent in contract.assents.all()
        if assent.action == "sign" and not assent.voided
    ]
