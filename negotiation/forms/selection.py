"""The list of projects (E6) and the record of the session that selects from it (E7)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField
from negotiation import dated
from negotiation.envelope import granted_to
from negotiation.forms.acts import ActForm
from negotiation.models import Outcome, Project, Session
from negotiation.models.requirements import current_session
from negotiation.workflow import Need

MOST_PEOPLE = 5000


class ListForm(ActForm):
    """Which projects stand on the list; at least one, and not the list as it already is."""

    projects = forms.TypedMultipleChoiceField(
        label=_("Projets à inscrire"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Inscrivez au moins un projet sur la liste."),
            "invalid_choice": _("Un des projets n’est plus au dossier."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        projects = self.contract.projects.all()
        self.listed = {project.pk for project in projects if project.listed}
        self.fields["projects"].choices = [(project.pk, project.title) for project in projects]
        self.initial["projects"] = sorted(self.listed)

    def clean_projects(self) -> set[int]:
        chosen = set(self.cleaned_data["projects"])
        if chosen == self.listed:
            raise forms.ValidationError(_("Cette liste est celle qui est déjà dressée : il n’y a rien à enregistrer."))
        return chosen

    @property
    def ticked(self) -> set[int]:
        """The projects ticked on the page as it is shown, typed or standing."""
        return {int(value) for value in self["projects"].value() or () if str(value).isdecimal()}


class SessionForm(ActForm):
    """The record of the enlarged CROCSAD: the session, and one decision for each project of the list.

    The envelope is that of the finance ministry's opinion: it is shown, not typed, and what is retained fits in it.
    """

    held_on = DayField(
        label=_("Date de la session"),
        help_text=_("Par exemple 31/08/2018."),
        error_messages={"required": _("Donnez le jour de la session.")},
    )
    place = forms.CharField(
        label=_("Lieu"), max_length=120, error_messages={"required": _("Dites où la session s’est tenue.")}
    )
    attendance = forms.IntegerField(
        label=_("Nombre de participants"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        error_messages={
            "required": _("Donnez le nombre de participants."),
            "invalid": _("Écrivez un nombre entier, par exemple 42."),
            "min_value": _("Une session compte au moins un participant."),
            "max_value": _("Vérifiez ce nombre : il est trop grand."),
        },
    )
    summary = forms.CharField(
        label=_("Résumé des débats"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.contract.load((Need.ENVELOPE, Need.OPINIONS))
        self.granted = granted_to(self.contract)
        self.listed = [project for project in self.contract.projects.all() if project.listed]
        session = current_session(self.contract)
        decided = {decision.project_id: decision for decision in session.decisions.all()} if session else {}
        for project in self.listed:
            self._ask(project, decided.get(project.pk))
        self.initial |= {"place": self.contract.region.chef_lieu} | (facts_of(session) if session else {})

    def _ask(self, project: Project, decided: Any) -> None:
        words = {"number": project.number}
        ranks = [(rank, str(rank)) for rank in range(1, len(self.listed) + 1)]
        self.fields[f"outcome-{project.pk}"] = forms.ChoiceField(
            label=gettext("Décision sur le projet %(number)s") % words,
            choices=Outcome.choices,
            initial=decided.outcome if decided else None,
            widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
            error_messages={"required": _("Dites ce que la session a décidé de ce projet.")},
        )
        self.fields[f"priority-{project.pk}"] = forms.TypedChoiceField(
            label=gettext("Rang de priorité du projet %(number)s") % words,
            help_text=_("Pour un projet retenu."),
            choices=[("", "–"), *ranks],
            coerce=int,
            empty_value=None,
            required=False,
            initial=decided.priority if decided else None,
            widget=forms.Select(attrs={"class": "input--short"}),
        )
        self.fields[f"reason-{project.pk}"] = forms.CharField(
            label=gettext("Motif pour le projet %(number)s") % words,
            help_text=_("Obligatoire pour un projet différé ou écarté."),
            required=False,
            max_length=500,
            initial=decided.reason if decided else "",
        )

    def clean_held_on(self) -> date:
        if wrong := dated.session_fault(self.contract, self.cleaned_data["held_on"], self.day):
            raise forms.ValidationError(wrong)
        return self.cleaned_data["held_on"]

    def clean(self) -> dict:
        for project in self.listed:
            self._check_reason(project)
        self._check_ranks()
        self._check_envelope()
        return self.cleaned_data

    def _check_reason(self, project: Project) -> None:
        outcome = self.cleaned_data.get(f"outcome-{project.pk}")
        if not outcome or outcome == Outcome.RETAINED:
            return
        if self.cleaned_data.get(f"reason-{project.pk}") == "":
            self.add_error(f"reason-{project.pk}", _("Dites pourquoi ce projet est différé ou écarté."))
        if self.cleaned_data.get(f"priority-{project.pk}"):
            self.add_error(f"priority-{project.pk}", _("Seul un projet retenu a un rang : effacez celui-ci."))

    def _check_ranks(self) -> None:
        """The retained projects are ranked 1, 2, 3… : each rank once, without a gap."""
        retained = [p for p in self.listed if self.cleaned_data.get(f"outcome-{p.pk}") == Outcome.RETAINED]
        ranks = [self.cleaned_data.get(f"priority-{project.pk}") for project in retained]
        for project, rank in zip(retained, ranks, strict=True):
            field = f"priority-{project.pk}"
            if field in self.errors:
                continue
            if rank is None:
                self.add_error(field, _("Donnez son rang de priorité à ce projet retenu."))
            elif ranks.count(rank) > 1:
                self.add_error(field, gettext("Le rang %(rank)s est donné plusieurs fois.") % {"rank": rank})
            elif rank > len(retained):
                words = {"last": len(retained)}
                self.add_error(field, gettext("Les rangs vont de 1 à %(last)s, sans trou.") % words)

    def _check_envelope(self) -> None:
        if self.granted is None:
            self.add_error(None, _("Le ministère chargé des finances n’a pas donné l’enveloppe de l’État."))
            return
        if refusal := self.granted.refusal(self.retained):
            self.add_error(None, refusal)

    @property
    def retained(self) -> list[Project]:
        """The projects retained on the page as it is shown, typed or standing."""
        return [p for p in self.listed if self[f"outcome-{p.pk}"].value() == Outcome.RETAINED]

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the session."""
        return {name: self.cleaned_data[name] for name in SESSION_FACTS}

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """One decision for each project of the list."""
        return [
            {
                "project": project,
                "outcome": self.cleaned_data[f"outcome-{project.pk}"],
                "priority": self.cleaned_data[f"priority-{project.pk}"],
                "reason": self.cleaned_data[f"reason-{project.pk}"],
            }
            for project in self.listed
        ]


SESSION_FACTS = ("held_on", "place", "attendance", "summary")


def facts_of(session: Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in SESSION_FACTS}
