"""Forms of sign-in, people and mandates."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField, SearchField, never_printed
from cper.people.models import Institution, Mandate, User
from cper.words.titles import Styled
from negotiation.forms.rows import ModelRowForm, RowForm


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
        self.fields["username"].error_messages["required"] = _("Écrivez votre identifiant.")
        self.fields["password"].error_messages["required"] = _("Écrivez votre mot de passe.")
        never_printed(*self.fields.values())

    def refuse(self, sentence: str) -> None:
        """Show the sentence instead of checking anything."""
        self._errors = ErrorDict({NON_FIELD_ERRORS: self.error_class([sentence], error_class="nonfield")})
        self.cleaned_data = {}


class OwnPasswordForm(PasswordChangeForm):
    """One's own password: the current one, then the new one twice."""

    error_messages = {
        "password_incorrect": _("Ce n’est pas votre mot de passe actuel. Vérifiez les majuscules, puis réessayez."),
        "password_mismatch": _("Les deux saisies diffèrent : écrivez deux fois le même mot de passe."),
        "password_same": _("Choisissez un mot de passe différent de l’actuel."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current, new, again = self.fields.values()
        current.label = _("Mot de passe actuel")
        current.widget.attrs.pop("autofocus")  # the mandates are read first
        new.label, again.label = _("Nouveau mot de passe"), _("Nouveau mot de passe, une seconde fois")
        current.error_messages["required"] = _("Écrivez votre mot de passe actuel.")
        new.error_messages["required"] = _("Écrivez le mot de passe que vous avez choisi.")
        never_printed(*self.fields.values())
        again.error_messages["required"] = _("Écrivez-le une seconde fois, pour vérifier chaque lettre.")
        new.help_text, again.help_text = _("Douze caractères au moins ; ni un mot de passe courant, ni votre nom."), ""

    def clean(self):
        typed = super().clean()
        if typed.get("old_password") and typed["old_password"] == typed.get("new_password1"):
            self.add_error("new_password1", self.error_messages["password_same"])
        return typed


class StyledForm(forms.ModelForm):
    """How one has oneself written: in letters, under one's acts, in the journal."""

    class Meta:
        model = User
        fields = ("styled",)
        widgets = {"styled": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["styled"]
        field.label = _("Dans nos lettres et sous vos actes")
        field.choices = [("", _("Madame, Monsieur, le titre tel qu’il est donné")), *Styled.choices]
        field.help_text = _("Vos actes déjà enregistrés gardent le titre qu’ils portent.")


class PeopleSearch(forms.Form):
    q = SearchField(label=_("Chercher une personne ou une institution"))


class PersonForm(ModelRowForm):
    """An account; a password is asked only to give a new one."""

    password = forms.CharField(
        label=_("Nouveau mot de passe"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Douze caractères au moins. La personne en choisira un autre en se connectant."),
    )

    class Meta:
        model = User
        fields = ("name", "username", "email", "is_active")
        help_texts = {
            "username": _("Court, sans espace ; il n’est jamais donné ensuite à quelqu’un d’autre."),
            "is_active": _("Un compte fermé ne peut plus se connecter ; ses actes restent au journal."),
        }
        error_messages = {
            "name": {"required": _("Écrivez le nom et le prénom.")},
            "username": {"required": _("Choisissez un identifiant.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        never_printed(password)
        without = _("Sans lui, elle ne peut pas se connecter.")
        if self.instance.pk:
            without = _("Laissé vide, il ne change pas.")
        password.help_text = f"{password.help_text} {without}"

    def clean_password(self):
        password = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    @property
    def facts(self) -> dict:
        """What `operations.save_person` writes."""
        return {field: self.cleaned_data[field] for field in self.Meta.fields}


COVERS = _(
    "À cocher pour une délégation (P.O.) dont l’acte dit qu’elle couvre cette signature. Sans cela, le délégataire "
    "fait les autres actes du signataire, mais n’approuve ni ne signe le contrat-plan."
)


class MandateForm(forms.ModelForm):
    """A mandate to give; the person comes from the page."""

    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.select_related("region").order_by("region__code", "name"),
        empty_label=_("À choisir"),
        error_messages={"required": _("Choisissez l’institution.")},
    )
    valid_from = DayField(
        label=_("Premier jour"),
        help_text=_("Par exemple 31/08/2026."),
        error_messages={"required": _("Donnez le premier jour du mandat.")},
    )
    valid_to = DayField(
        label=_("Dernier jour"),
        required=False,
        help_text=_(
            "Ce jour est compris. Obligatoire pour un intérim ou une délégation, qui prennent fin d’eux-mêmes."
        ),
    )

    class Meta:
        model = Mandate
        fields = ("institution", "function", "title", "basis", "act", "covers_signing", "valid_from", "valid_to")
        help_texts = {"covers_signing": COVERS}
        error_messages = {
            "function": {"required": _("Dites si la personne est agent, secrétariat ou signataire.")},
            "title": {"required": _("Écrivez le titre, tel qu’il s’imprime sous la signature.")},
            "basis": {"required": _("Dites si la personne est titulaire, en intérim ou délégataire.")},
        }

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.person = person
        for name in ("function", "basis"):
            self.fields[name].widget = forms.RadioSelect(choices=self.fields[name].choices[-3:])

    @property
    def facts(self) -> dict:
        """What `operations.grant_mandate` writes."""
        return {field: self.cleaned_data[field] for field in self.Meta.fields}


class EndMandateForm(RowForm):
    on = DayField(
        label=_("Dernier jour du mandat"),
        help_text=_("Ce jour est compris. Par exemple 31/12/2026."),
        error_messages={"required": _("Donnez le dernier jour du mandat.")},
    )

    def __init__(self, *args, mandate: Mandate, **kwargs):
        super().__init__(*args, initial={"on": mandate.valid_to}, **kwargs)
        self.mandate = self.row = mandate
        self.carry()

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.mandate.valid_from:
            raise forms.ValidationError(_("La fin du mandat précède son début."))
        return on
