"""One question, `ask`: may this actor do this action to this subject? It answers with a French sentence.

Asked in this order: does a mandate valid today give the role; does it reach the subject's territory; is the subject
at a step where the act exists; is anything still missing. Closed by default: no matching row, no right.

An actor is anything with a `day` and its `mandates` (valid on that day; each with `body`, `function`,
`institution_id`, `region_id`, `mention`, `suspended`).
A subject is anything with `region_id`, `sector_ids`, and `refuses(action_name, mandate, day)`, which answers a
sentence and the list of what is missing: each application asks it of its own subjects, with its own tables (`decide`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.roles import REACH, ROLES, Role, Scope

# How the names of the bodies that are feminine begin.
FEMININE = ("la ", "l’ANICT", "l’ADR")
HOLDER_ASLEEP = gettext_lazy("Un intérim de votre charge est en cours : tant qu’il dure, l’intérimaire agit seul.")
DELEGATE_ASLEEP = gettext_lazy(
    "Votre délégation est sans effet aujourd’hui : qui l’a donnée n’exerce pas sa charge (intérim en cours ou mandat "
    "fini). Qui l’exerce peut vous en donner une autre, que l’administrateur enregistre."
)


@dataclass(frozen=True)
class Verdict:
    """The answer of `ask`.

    `reason` is the sentence shown on the button, the page and the journal; `missing` lists what to do first;
    `mandate` is the one acted under; `forbidden` tells a lack of mandate (403) from a state that refuses (409).
    """

    allowed: bool
    reason: str = ""
    missing: tuple[str, ...] = ()
    mandate: Any = None
    forbidden: bool = False

    def put(self, said: Callable[[str], str]) -> "Verdict":
        """The same in the words that `said` gives to a sentence of the law (`Offices.said`)."""
        reason, *missing = (said(sentence) for sentence in (self.reason, *self.missing))
        return replace(self, reason=reason, missing=tuple(missing))

    @property
    def sentence(self) -> str:
        """The reason where what is missing does not follow it: a whole sentence all the same."""
        return _("Cet acte n’est pas encore possible : il y manque quelque chose.") if self.missing else self.reason


class Refused(Exception):
    """The act cannot be done; `verdict` says why in a French sentence, and what is missing."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.reason)
        self.verdict = verdict


class Stale(Refused):
    """Somebody acted on the same thing since the page was made."""


def ask(actor: Any, roles: Iterable[Role], name: str, subject: Any) -> Verdict:
    """Whether `actor` may do `name`, which `roles` may do: mandate first, then territory, then the subject."""
    verdict = forbids(actor, roles, subject)
    if verdict:
        return verdict
    for mandate in _held(actor, roles):
        if not reaches(mandate, subject):
            continue
        reason, missing = subject.refuses(name, mandate, actor.day)
        if not reason and not missing:
            return Verdict(allowed=True, mandate=mandate)
        verdict = Verdict(allowed=False, reason=reason or missing[0], missing=tuple(missing), mandate=mandate)
    return verdict


def forbids(actor: Any, roles: Iterable[Role], subject: Any) -> Verdict | None:
    """The 403 of who has no mandate for these roles there, else nothing; of the subject, only where it is is asked."""
    held = _held(actor, roles)
    if any(reaches(mandate, subject) for mandate in held):
        return None
    reason = _("Votre mandat ne couvre pas ce dossier.") if held else asleep(actor, roles) or not_your_role(roles)
    return Verdict(allowed=False, reason=reason, forbidden=True)


def asleep(actor: Any, roles: Iterable[Role] = tuple(Role)) -> str:
    """Why a mandate of the actor that gives one of these roles gives it to somebody else today; empty when none is."""
    suspended = [m for m in actor.mandates if m.suspended and any(_gives(m, role) for role in roles)]
    return str(DELEGATE_ASLEEP if suspended[0].mention else HOLDER_ASLEEP) if suspended else ""


def _held(actor: Any, roles: Iterable[Role]) -> list:
    """The mandates of the actor that give one of the roles, wherever they reach."""
    return [mandate for mandate in actor.mandates if any(fills(mandate, role) for role in roles)]


def holds(actor: Any, role: Role) -> bool:
    """Whether a mandate of the actor gives the role, wherever it reaches."""
    return any(fills(mandate, role) for mandate in actor.mandates)


def fills(mandate: Any, role: Role) -> bool:
    """Whether the mandate gives the role that day: neither a holder for whom somebody stands in (P.I.) nor the
    delegate (P.O.) of somebody out of office does any act."""
    return not mandate.suspended and _gives(mandate, role)


def _gives(mandate: Any, role: Role) -> bool:
    """Whether the mandate gives the role: the body it is in, the function it gives there."""
    body, functions = ROLES[role]
    return mandate.body == body and mandate.function in functions


def reaches(mandate: Any, subject: Any) -> bool:
    """Whether the mandate's body reaches the subject: its own region, its own sector, or the nation."""
    scope = REACH.get(mandate.body)
    if scope == Scope.TERRITORY:
        return mandate.region_id == subject.region_id
    if scope == Scope.SECTOR:
        return mandate.institution_id in subject.sector_ids
    return scope == Scope.NATION


def not_your_role(roles: Iterable[Role]) -> str:
    """The sentence of a 403: who may do it, which the reader is not."""
    labels = [str(role.label) for role in roles]
    feminine = all(label.startswith(FEMININE) for label in labels)
    alone = len(labels) == 1
    if feminine:
        sentence = _("seule %(who)s peut faire cet acte.") if alone else _("seules %(who)s peuvent faire cet acte.")
    else:
        sentence = _("seul %(who)s peut faire cet acte.") if alone else _("seuls %(who)s peuvent faire cet acte.")
    return capfirst(sentence % {"who": _(" ou ").join(labels)})
