"""Entries of our forms: an amount typed with or without spaces, a share, a day, a paper."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cper.places import points
from cper.words import typed
from cper.words.printable import printable
from cper.words.search import LIMIT
from cper.words.templatetags.french import group_digits

# Fifteen digits: forty thousand times the eight contracts of 2015-2018 together.
LARGEST = 999_999_999_999_999
# The days of a contract-plan: those of the law, of the contracts it replaced, and of the longest terms.
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
# Twenty years: four times the usual term, enough to stop a number of days typed for months.
LONGEST_TERM = 240
# A share is held in hundredths of a percent: the whole is 10 000.
HUNDREDTHS, WHOLE = 100, 10_000
SHARE = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,2})?")


class MoneyInput(forms.TextInput):
    """Entry of an amount: digits in groups of three, right-aligned, the unit beside it."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "data-amount": True, **(attrs or {})})

    def format_value(self, value):
        """Write what is read as an amount in groups; give back what was mistyped untouched, to be mended."""
        text = super().format_value(value)
        try:
            read = typed.amount(text or "")
        except typed.Misread:
            return text
        return text if read is None or not 0 <= read <= LARGEST else group_digits(read)


class GridMoneyInput(MoneyInput):
    """The same in a cell of a table whose caption gives the unit."""

    template_name = "django/forms/widgets/input.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "input--money", **(attrs or {})})


class PercentInput(forms.TextInput):
    """Entry of a share: held in hundredths of a percent, typed and shown as « 45,5 », the sign beside it."""

    template_name = "django/forms/widgets/percent.html"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        """Write what is held as it is typed; give back what was typed untouched."""
        if not isinstance(value, int):
            return super().format_value(value)
        whole, rest = divmod(value, HUNDREDTHS)
        return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


class PointField(forms.CharField):
    """A point on the ground, latitude and longitude in one entry; what it gives is a `Point`, or None."""

    default_error_messages = {
        "point": _("Écrivez la latitude, puis la longitude : 14,4469° N, 11,4445° O, ou 14,4469 -11,4445."),
        "turned": _("La latitude vient d’abord : inversez ces deux nombres."),
        "west": _("Ce point est à l’est du Mali : si la longitude est ouest, écrivez « O » après elle."),
        "outside": _("Ce point n’est pas au Mali : vérifiez la latitude, puis la longitude."),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=80, required=False, **kwargs)
        self.widget.attrs |= {"autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, points.Point) else value

    def clean(self, value: Any) -> points.Point | None:
        try:
            return points.read(super().clean(value))
        except typed.Misread as error:
            raise ValidationError(self.error_messages[error.fault], code=error.fault) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DayInput(forms.DateInput):
    """A day typed as jj/mm/aaaa.

    Not the browser's calendar: it writes the month first wherever the browser is in English, and a date must never be
    read two ways.
    """

    def __init__(self, attrs=None):
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off", "class": "input--day", **(attrs or {})}, format="%d/%m/%Y"
        )


class MoneyField(forms.IntegerField):
    """Whole francs CFA, from zero to fifteen digits, read by `typed.amount`."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."),
        "cells": _("Deux montants se suivent dans cette case : gardez-en un, et collez l’autre dans la sienne."),
        "groups": _(
            "Ces chiffres ne vont pas par trois, on ne sait pas s’ils font un montant ou deux : écrivez un seul "
            "montant, par exemple 1 781 715 164."
        ),
        "min_value": _("Un montant ne peut pas être négatif."),
        "max_value": _("Un montant ne dépasse pas 999 999 999 999 999 FCFA."),
    }

    def __init__(self, *, min_value=0, max_value=LARGEST, **kwargs):
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value):
        """Read `1 781 715 164 FCFA` as 1781715164; None when nothing is typed."""
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            return typed.amount(str(value))
        except typed.Misread as fault:
            code = fault.fault if fault.fault in self.error_messages else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from fault

    def has_changed(self, initial, data):
        """Whether another amount is typed than the one held; a mistake is a change."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def widget_attrs(self, widget):
        """No `min` or `step`: they belong to numeric entries, ours is text so that digits can be grouped."""
        return {}


class PercentField(forms.Field):
    """A share in hundredths of a percent, 0 to 10 000; typed « 45 », « 45,5 », « 45.25 » or « 45 % »."""

    widget = PercentInput
    default_error_messages = {
        "invalid": _("Écrivez un taux en pour cent, avec deux décimales au plus, par exemple 45 ou 45,5."),
        "beyond": _("Un taux va de 0 à 100\u00a0%."),
    }

    def to_python(self, value):
        """Read « 45,5 % » as 4550; None when nothing is typed."""
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        figures = typed.visible(str(value)).removesuffix("%").rstrip().replace(",", ".")
        if not figures:
            return None
        if not SHARE.fullmatch(figures):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        share = int(Decimal(figures) * HUNDREDTHS)
        if not 0 <= share <= WHOLE:
            raise ValidationError(self.error_messages["beyond"], code="beyond")
        return share

    def has_changed(self, initial, data):
        """Whether another share is typed than the one held; a mistake is a change."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class DayField(forms.DateField):
    """A day within `earliest` and `latest`, read by `typed.day`: 31/08/2018, 31.8.18, 2018-08-31, 31 août 2018."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Écrivez un jour, en chiffres ou en lettres : par exemple 31/08/2018 ou 31 août 2018."),
        "absent": _("Ce jour n’existe pas au calendrier. Vérifiez-le : par exemple 31/08/2018."),
        "month_first": _("Écrivez le jour avant le mois : %(day)s."),
        "bounds": _("Vérifiez l’année : elle est comprise entre %(first)s et %(last)s."),
    }

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **kwargs):
        kwargs.setdefault("help_text", _("Par exemple 31/08/2018."))
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value):
        """The day typed; None when nothing is."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return typed.day(value)
        except typed.Misread as fault:
            code = fault.fault if fault.fault in self.error_messages else "invalid"
            raise ValidationError(self.error_messages[code], code=code, params=fault.said) from fault

    def validate(self, value):
        """Refuse a year that is a slip of the fingers, such as 0218 or 9999."""
        super().validate(value)
        if value and not self.earliest <= value <= self.latest:
            years = {"first": self.earliest.year, "last": self.latest.year}
            raise ValidationError(self.error_messages["bounds"], code="bounds", params=years)


class YearField(forms.IntegerField):
    """A year of a budget, in four digits."""

    default_error_messages = {
        "invalid": _("Écrivez une année, par exemple 2027."),
        "min_value": _("Vérifiez l’année : elle est comprise entre 1990 et 2100."),
        "max_value": _("Vérifiez l’année : elle est comprise entre 1990 et 2100."),
    }

    def __init__(self, **kwargs: Any):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        super().__init__(min_value=1990, max_value=2100, widget=forms.TextInput(attrs), **kwargs)


def never_printed(*entries: forms.Field) -> None:
    """What is typed here is on no act: any sign may stand in it."""
    for entry in entries:
        entry.validators = [validator for validator in entry.validators if validator is not printable]


TOO_LONG = _("Une recherche compte %(limit_value)s signes au plus, celle-ci en a %(show_value)s : raccourcissez-la.")


class SearchField(forms.CharField):
    """Words to look for; more of them than a search reads is said beside the entry, and finds nothing meanwhile."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=LIMIT, **kwargs)
        never_printed(self)
        self.error_messages["max_length"] = TOO_LONG


def search_box(form: forms.Form) -> dict:
    """The entry of the words as the filter bar shows it, with what is wrong with them."""
    field = form["q"]
    return {"name": "q", "label": field.label, "value": field.value() or "", "error": " ".join(field.errors)}


class MonthsField(forms.IntegerField):
    """A duration in whole months."""

    default_error_messages = {
        "invalid": _("Écrivez un nombre entier de mois, par exemple 60."),
        "min_value": _("La durée se compte en mois, un au moins."),
        "max_value": _("Une durée ne dépasse pas 240 mois."),
    }

    def __init__(self, **kwargs: Any):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        super().__init__(min_value=1, max_value=LONGEST_TERM, widget=forms.TextInput(attrs), **kwargs)


class Checkbox(forms.CheckboxInput):
    """A box that is ticked for one value: for another value typed since, it is asked again. Its name is what the page
    lays a box out by."""

    def __init__(self, value: object):
        super().__init__({"value": str(value)}, check_test=lambda ticked: ticked is True)
        self.value = str(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return data.get(name) == self.value
