"""What is typed about a quarter's review: the canvas, the session or its lapse, the transmission."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField
from cper.words.french import long_date
from cper.words.in_words import words
from monitoring import order, presiding
from monitoring.calendar import Quarter, notice
from monitoring.forms.acts import ActForm, capitalised, text_field
from monitoring.models import QuarterReport
from monitoring.said import MOST_PEOPLE


class PlannedForm(ActForm):
    """A day on which the session will be held."""

    def ask_session(self) -> None:
        self.fields["session_on"] = DayField(
            label=_("Date prévue de la session"),
            error_messages={"required": _("Donnez le jour prévu de la session.")},
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        quarter = self.case.quarter
        calls = [call for call in self.case.contract.convenings.all() if quarter and call.quarter == quarter.code]
        if calls and calls[-1].session_on >= self.case.day:
            self.initial = {"session_on": calls[-1].session_on}

    def clean_session_on(self) -> date:
        day = self.cleaned_data["session_on"]
        if day.year > self.case.day.year + 1:
            raise ValidationError(gettext("Vérifiez cette date : elle est trop lointaine."))
        return day


class CanvasForm(PlannedForm):
    """When the canvas was proposed, and when the session will be held. A canvas later than five days before it is
    admitted, and marked; a session is never before its canvas."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hint = _("Pour une session déjà tenue : le jour où le canevas a été envoyé ou, à défaut, celui de la session.")
        self.ask_day(_("Date du canevas"), hint)
        self.ask_session()

    def clean_on(self) -> date:
        day, quarter = super().clean_on(), self.case.quarter
        if quarter and day < quarter.start:
            sentence = gettext("Le canevas ne peut pas précéder son trimestre, ouvert le %s.")
            raise ValidationError(sentence % long_date(quarter.start))
        return day

    def clean_session_on(self) -> date:
        day, canvas = super().clean_session_on(), self.cleaned_data.get("on")
        if canvas and day < canvas:
            sentence = gettext("La session ne peut pas précéder son canevas, du %s : corrigez l’une ou l’autre date.")
            raise ValidationError(sentence % long_date(canvas))
        return day

    @property
    def remarks(self) -> list[str]:
        """What the report will say of it: fewer days before the session than it takes (O8), a session out of its
        quarter (O7)."""
        day, end = self.cleaned_data["session_on"], self.case.quarter.end
        said = []
        if (day - self.cleaned_data["on"]).days < (days := notice(self.case.quarter)):
            sentence = gettext("Le rapport dira que le canevas devait être proposé %s jours avant la session.")
            said.append(sentence % words(days))
        if day > end:
            said.append(
                gettext("La session dépasse la fin du trimestre, le %s : elle sera dite hors délai.") % long_date(end)
            )
        return said


class MoveSessionForm(PlannedForm):
    """Another day for a session that has not been held, and why."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_session()
        self.initial["session_on"] = self.case.subject.session_planned_on
        self.ask_comment()

    def clean_session_on(self) -> date:
        day = super().clean_session_on()
        if day < self.case.day:
            raise ValidationError(gettext("Cette date est passée : si la session s’est tenue, enregistrez-la."))
        if day == self.case.subject.session_planned_on:
            raise ValidationError(gettext("C’est la date déjà prévue : donnez la nouvelle."))
        return day


class LapseForm(ActForm):
    """No session was held up to the quarter chosen, and why."""

    until = forms.ChoiceField(
        label=_("Jusqu’à quel trimestre"),
        help_text=_(
            "Tous les trimestres sans session jusqu’à celui-là sont constatés en carence, pour le même motif."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le trimestre.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = [(quarter.code, quarter.label) for quarter in self.case.quarters]
        if len(self.case.quarters) == 1:
            self.initial["until"] = self.case.quarters[0].code
        self.ask_comment()

    def clean_until(self) -> Quarter:
        return Quarter.parse(self.cleaned_data["until"])


class ConveningForm(ActForm):
    """When and where the session is called."""

    session_on = DayField(
        label=_("Date de la session"), error_messages={"required": _("Donnez la date de la session.")}
    )
    place = forms.CharField(
        label=_("Lieu"), max_length=80, error_messages={"required": _("Dites où la session se tient.")}
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {"place": self.case.contract.region.chef_lieu}
        self.ask_paper()

    def clean_session_on(self) -> date:
        day = self.cleaned_data["session_on"]
        if day < self.case.day:
            raise ValidationError(gettext("Une session se convoque avant de se tenir : cette date est passée."))
        return day


class HoldForm(ActForm):
    """The session as it was held."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_day(_("Date de la session"))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Nature de la session"),
            choices=capitalised(QuarterReport.Kind.choices),
            widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
            error_messages={"required": _("Dites si la session était ordinaire ou extraordinaire.")},
        )
        self.fields["place"] = forms.CharField(
            label=_("Lieu"), max_length=80, error_messages={"required": _("Dites où la session s’est tenue.")}
        )
        self.fields["chaired_by"] = chair_field()
        self.fields["attendance"] = attendance_field()
        self.fields["attendees"] = text_field(
            _("Participants"), _("Les services et institutions présents, un par ligne.")
        )
        if self.case.action.paper:
            self.ask_paper()
        planned = self.case.subject.session_planned_on
        day = planned if planned and planned <= self.case.day else self.case.day
        self.initial |= {
            "on": day,
            "chaired_by": presiding.by_office(self.case.contract, day),
            "kind": QuarterReport.Kind.ORDINARY,
            "place": self.case.contract.region.chef_lieu,
        }

    def clean_on(self) -> date:
        day = super().clean_on()
        wrong = order.session(self.case.subject, day)
        if wrong:
            raise ValidationError(wrong)
        return day

    @property
    def session(self) -> dict[str, Any]:
        return self.given("on", "kind", "place", "chaired_by", "attendance", "attendees", "file")


class RectifyForm(HoldForm):
    """The session as it was written, to be corrected, and why."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        held = self.case.subject
        self.initial |= {
            name: getattr(held, name) for name in ("kind", "place", "chaired_by", "attendance", "attendees")
        }
        self.initial["on"] = held.held_on
        self.ask_comment()

    @property
    def session(self) -> dict[str, Any]:
        return super().session | {"reason": self.cleaned_data["comment"]}


def chair_field() -> forms.CharField:
    hint = _("Nom et fonction. Proposé : qui tient l’office de Gouverneur ce jour-là ; écrivez qui a présidé.")
    wanting = {"required": _("Dites qui a présidé la session.")}
    return forms.CharField(label=_("Qui a présidé"), help_text=hint, max_length=300, error_messages=wanting)


def attendance_field() -> forms.IntegerField:
    return forms.IntegerField(
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


class AdoptForm(ActForm):
    """Nothing to type once the quarter is over; before, why its report does not wait for its end."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        report = self.case.subject
        if not report.has_ended_by(self.case.day):
            hint = gettext("Le trimestre court jusqu’au %s. Ce motif est imprimé au rapport.")
            self.fields["early_reason"] = text_field(
                _("Pourquoi adopter une situation provisoire"),
                hint % long_date(report.when.end),
                required=_("Dites pourquoi le rapport n’attend pas la fin du trimestre."),
                rows=2,
                most=1000,
            )


class TransmitForm(ActForm):
    """The letter by which the Governor sends the report to the minister in charge of finance."""

    reference = forms.CharField(
        label=_("Référence de la lettre"),
        max_length=80,
        error_messages={"required": _("Donnez la référence de la lettre.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_day(_("Date de la lettre"))
        self.ask_paper()

    def clean_on(self) -> date:
        day, adopted = super().clean_on(), self.case.subject.adopted_on
        if adopted and day < adopted:
            sentence = gettext("La transmission ne peut pas précéder l’adoption du rapport, le %s.")
            raise ValidationError(sentence % long_date(adopted))
        return day
