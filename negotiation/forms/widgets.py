"""Entries of our forms: an amount typed with or without spaces, and a day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from negotiation.templatetags.french import group_digits

# Every space that a keyboard, a spreadsheet or our own pages put between groups of digits.
SPACES = str.maketrans("", "", " \t\u00a0\u202f\u2009")


class MoneyInput(forms.TextInput):
    """Entry of an amount: digits in groups of three, right-aligned, the unit beside it."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "data-amount": True, **(attrs or {})})

    def format_value(self, value):
        """Write whole numbers in groups; give back what was mistyped untouched, to be mended."""
        text = super().format_value(value)
        digits = (text or "").translate(SPACES)
        return group_digits(digits) if digits.isdigit() else text


class GridMoneyInput(MoneyInput):
    """The same in a cell of a table whose caption gives the unit."""

    template_name = "django/forms/widgets/input.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "input--money", **(attrs or {})})


class DayInput(forms.DateInput):
    """The browser's own calendar; where it has none, a day typed jj/mm/aaaa is understood as well."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"class": "input--day", **(attrs or {})}, format="%Y-%m-%d")


class MoneyField(forms.IntegerField):
    """Whole francs CFA, zero or more; accepts the spaces of a French amount and a final FCFA."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."),
        "min_value": _("Un montant ne peut pas être négatif."),
    }

    def __init__(self, *, min_value=0, **kwargs):
        super().__init__(min_value=min_value, **kwargs)

    def to_python(self, value):
        """Read `1 781 715 164 FCFA` as 1781715164."""
        if isinstance(value, str):
            value = value.translate(SPACES).upper().removesuffix("FCFA")
        return super().to_python(value)

    def widget_attrs(self, widget):
        """No `min` or `step`: they belong to numeric entries, ours is text so that digits can be grouped."""
        return {}


class DayField(forms.DateField):
    """A day; the hint gives the typed form for browsers without a calendar."""

    widget = DayInput
    default_error_messages = {"invalid": _("Écrivez un jour qui existe, par exemple 31/08/2018.")}
