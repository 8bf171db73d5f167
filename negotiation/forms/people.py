"""Forms of sign-in, people and mandates."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from negotiation.models import Institution, Mandate, User
from negotiation.widgets import DayField


class SignInForm(AuthenticationForm):
    """One sentence for a wrong name and for a wrong password: nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": _("Identifiant ou mot de passe inexact. Vérifiez les majuscules, puis réessayez."),
        "inactive": _("Identifiant ou mot de passe inexact. Vérifiez les majuscules, puis réessayez."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Identifiant")
        self.fields["password"].label = _("Mot de passe")

    def refuse(self, sentence: str) -> None:
        """Show the sentence instead of checking anything."""
        self._errors = ErrorDict({NON_FIELD_ERRORS: self.error_class([sentence], error_class="nonfield")})
        self.cleaned_data = {}


class PeopleSearch(forms.Form):
    q = forms.CharField(label=_("Chercher une personne ou une institution"), required=False, max_length=80)


class PersonForm(forms.ModelForm):
    """An account; a password is asked only to give a new one."""

    password = forms.CharField(
        label=_("Nouveau mot de passe"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Douze caractères au moins. Vide : le mot de passe ne change pas."),
    )

    class Meta:
        model = User
        fields = ("name", "username", "email", "is_active")
        help_texts = {
            "username": _("Court, sans espace ; il ne change plus de sens d’une personne à l’autre."),
            "is_active": _("Un compte fermé ne peut plus se connecter ; ses actes restent au journal."),
        }

    def clean_password(self):
        password = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    @property
    def facts(self) -> dict:
        """What `operations.save_person` writes."""
        return {field: self.cleaned_data[field] for field in self.Meta.fields}


class MandateForm(forms.ModelForm):
    """A mandate to give; the person comes from the page."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.select_related("region").order_by("region__code", "name")
    )
    valid_from = DayField(label=_("Premier jour"), help_text=_("Par exemple 31/08/2026."))
    valid_to = DayField(
        label=_("Dernier jour"),
        required=False,
        help_text=_(
            "Ce jour est compris. Obligatoire pour un intérim ou une délégation, qui prennent fin d’eux-mêmes."
        ),
    )

    class Meta:
        model = Mandate
        fields = ("institution", "function", "title", "basis", "act", "valid_from", "valid_to")

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.person = person
        for name in ("function", "basis"):
            self.fields[name].widget = forms.RadioSelect(choices=self.fields[name].choices[-3:])

    @property
    def facts(self) -> dict:
        """What `operations.grant_mandate` writes."""
        return {field: self.cleaned_data[field] for field in self.Meta.fields}


class EndMandateForm(forms.Form):
    on = DayField(label=_("Dernier jour du mandat"), help_text=_("Ce jour est compris. Par exemple 31/12/2026."))

    def __init__(self, *args, mandate: Mandate, **kwargs):
        super().__init__(*args, **kwargs)
        self.mandate = mandate

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.mandate.valid_from:
            raise forms.ValidationError(_("La fin du mandat précède son début."))
        return on
