"""What the pages of the acts of the follow-up say: what is decided, the button, what follows, what has been done."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import long_date, money
from monitoring.forms.acts import ActForm, Case
from monitoring.models import QuarterReport, Tranche
from monitoring.views.wording import WORDS
from monitoring.vocabulary import Action, Move
from monitoring.workflow import stage_of


def what_will_happen(case: Case) -> list[str]:
    """The lines above the button: the state that follows, and what else the act does."""
    own = [str(line) for line in WORDS[case.action.name].follows]
    return [*arrival(case.subject, case.action), *own]


def arrival(subject: Any, action: Action) -> list[str]:
    """« La tranche est alors « Débloquée ». L’ANICT paie la collectivité. »; nothing where the state may stay."""
    if not isinstance(action, Move) or len(action.targets) > 1:
        return []
    stage = stage_of(action.targets[0])
    if not stage.actions:
        return [str(stage.help)]
    sentence = (
        _("La tranche est alors « %(state)s ». %(help)s")
        if isinstance(subject, Tranche)
        else _("Le trimestre est alors à l’état « %(state)s ». %(help)s")
    )
    return [sentence % {"state": stage.state.label, "help": stage.help}]


def outcome(case: Case, form: ActForm, said: dict[str, str]) -> str:
    """What has been done, in the words of the act: « Tranche approuvée : 60 000 000 FCFA. »"""
    typed = form.cleaned_data
    amount = typed.get("amount") or typed.get("requested") or 0
    facts = {"sum": money(amount), "year": typed.get("year") or case.year, **said}
    return str(WORDS[case.action.name].done) % facts


def about(subject: Any) -> str:
    """« Tranche 2, exercice 2027, projet 1 », « Trimestre T4 2018, du 1er octobre au 31 décembre 2018 »."""
    if isinstance(subject, Tranche):
        words = {"number": subject.number, "year": subject.year, "project": subject.project.number}
        return _("Tranche %(number)s, exercice %(year)s, projet %(project)s") % words
    if isinstance(subject, QuarterReport):
        when = subject.when
        words = {"label": when.label, "start": long_date(when.start), "end": long_date(when.end)}
        return _("Trimestre %(label)s, du %(start)s au %(end)s") % words
    return ""


def heading_of(case: Case) -> str:
    """The line under the title: what the act is about."""
    if case.kind:
        return f"{case.kind.label} · {about(case.subject)}"
    if case.duty and case.duty.label:
        return capfirst(case.duty.label)
    if case.year:
        return _("Exercice %s") % case.year
    if case.quarter:
        return _("Trimestre %s") % case.quarter.label
    return about(case.subject) or (case.contract.title if case.contract else "")
