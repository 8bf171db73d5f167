"""Which day a page of a contract is read at, as the address asks: « au » and « d’après ce qui était saisi au »."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField
from cper.words.french import long_date, on_or_in
from monitoring.models import FollowedContract
from monitoring.moments import Moment

SAME = "au"  # of `su`: the day of `au` itself, from a box that is ticked
# How many ends of quarters are offered, the last ones.
PROPOSED = 4


class DayForm(forms.Form):
    """Bind it to the address of a page of the whole follow-up, read `today`; `day` is None where it asks for today."""

    au = DayField(label=_("Au"), required=False)

    def __init__(self, address, today: date):
        super().__init__({"au": address.get("au", "").strip()})
        self.today = today

    @property
    def day(self) -> date | None:
        asked = self.cleaned_data.get("au") if self.is_valid() else None
        return asked if asked and asked < self.today else None

    @property
    def fault(self) -> str:
        return next((str(sentence) for found in self.errors.values() for sentence in found), "")

    def clean_au(self) -> date | None:
        return not_to_come(self.cleaned_data["au"], self.today)


def not_to_come(day: date | None, today: date) -> date | None:
    """The day, if it is not to come."""
    if day and day > today:
        words = {"day": long_date(day), "today": long_date(today)}
        raise forms.ValidationError(
            _t("Le %(day)s est à venir : rien n’en est encore connu. Choisissez un jour jusqu’au %(today)s.") % words
        )
    return day


class MomentForm(forms.Form):
    """Bind it to the address of a page of `contract`, read `today`; `moment` is None where it asks for today."""

    au = DayField(label=_("Au"), required=False)
    su = DayField(label=_("D’après ce qui était saisi au"), required=False)

    def __init__(self, address, contract: FollowedContract, today: date):
        told = {name: address.get(name, "").strip() for name in ("au", "su")}
        if told["su"] == SAME:
            told["su"] = told["au"]
        super().__init__(told)
        self.contract, self.today = contract, today

    @property
    def is_asked(self) -> bool:
        return any(self.data.values())

    @property
    def moment(self) -> Moment | None:
        """What is asked, once it is valid: `su` alone is the situation of its own day."""
        on, known = self.cleaned_data.get("au"), self.cleaned_data.get("su")
        on = on or known
        known = known if known and known < self.today else None
        return Moment(on, known) if on and (on < self.today or known) else None

    @property
    def fault(self) -> str:
        """The first thing wrong, in a sentence."""
        return next((str(sentence) for found in self.errors.values() for sentence in found), "")

    def clean_au(self) -> date | None:
        return self._within(self.cleaned_data["au"])

    def clean_su(self) -> date | None:
        return self._within(self.cleaned_data["su"])

    def _within(self, day: date | None) -> date | None:
        """From the signature to today."""
        not_to_come(day, self.today)
        words = {"day": long_date(day) if day else ""}
        words["signed"] = on_or_in(self.contract.signed_on, self.contract.signed_precision)
        if day and day < self.contract.signed_on:
            raise forms.ValidationError(
                _t("Le contrat-plan est signé %(signed)s : au %(day)s il n’y a rien à suivre. Choisissez un jour à "
                   "partir de sa signature.") % words
            )  # fmt: skip
        return day

    def clean(self) -> dict:
        on, known = self.cleaned_data.get("au"), self.cleaned_data.get("su")
        if on and known and known < on:
            words = {"on": long_date(on), "known": long_date(known)}
            raise forms.ValidationError(
                _t("La situation au %(on)s ne se lit pas d’après ce qui était saisi au %(known)s, avant elle. "
                   "Choisissez un jour de saisie à partir du %(on)s.") % words
            )  # fmt: skip
        return self.cleaned_data
