"""The entry of a funding window: its name, the share it serves, and what it asks of each tranche of the year."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cper.law.texts import ORIGIN
from cper.pages.touched import TouchedForm
from cper.pages.widgets import DayField, PercentField
from monitoring.models import FundingWindow, TrancheRule
from monitoring.workflow import EXTRA_PAPERS

PREFIX = "rangs"
RANKS_AT_FIRST = 2
MOST_RANKS = 12
DATED = ("since", "text")


class WindowForm(TouchedForm, forms.ModelForm):
    """The window itself; `seen` is the version the page was made from (0 for a new one)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    since = DayField(
        label=_("Règles à compter du"),
        earliest=ORIGIN,
        help_text=_("Une demande préparée avant ce jour garde les règles d’avant."),
        error_messages={"required": _("Donnez le jour à compter duquel ces règles valent.")},
    )
    text = forms.CharField(
        label=_("Texte qui les fixe"),
        required=False,
        max_length=200,
        help_text=_("Décision ou instruction, avec son numéro et sa date. Vide : aucun texte ne les fixe."),
    )

    class Meta:
        model = FundingWindow
        fields = ("name", "source", "open")
        help_texts = {
            "name": _("Par exemple « Sous-guichet CPER de la DIN »."),
            "source": _("Les demandes se comptent dans cette part du plan de financement."),
            "open": _("Un guichet fermé ne reçoit plus de demande ; celles qui sont en cours s’y poursuivent."),
        }
        error_messages = {
            "name": {"required": _("Nommez le guichet.")},
            "source": {"required": _("Choisissez la part du plan de financement.")},
        }


class RuleForm(TouchedForm):
    """What the window asks at one rank; everything empty: it asks nothing."""

    share = PercentField(
        label=_("Part de l’année, au plus"),
        required=False,
        help_text=_("De la part que le plan prévoit pour le projet et l’année. Par exemple 40 ou 33,33."),
    )
    justified = PercentField(
        label=_("Tranche précédente justifiée, au moins"),
        required=False,
        help_text=_("La tranche d’avant de ce projet, même d’une autre année."),
    )
    papers = forms.MultipleChoiceField(
        label=_("Pièces en plus"),
        required=False,
        choices=[(kind.value, kind.label) for kind in EXTRA_PAPERS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_share(self) -> int | None:
        return self._more_than_nothing("share")

    def clean_justified(self) -> int | None:
        return self._more_than_nothing("justified")

    def _more_than_nothing(self, name: str) -> int | None:
        if self.cleaned_data[name] == 0:
            raise forms.ValidationError(
                _("Écrivez un taux au-dessus de 0, ou videz la case : le guichet ne demande rien.")
            )
        return self.cleaned_data[name]


def last_rules(window: FundingWindow) -> list[TrancheRule]:
    """The rules that were written for the latest day, in force or to come."""
    return list(window.dated.values())[-1] if window.pk and window.dated else []


class WindowEntry:
    """The whole page: the window and one `RuleForm` for each rank, the first rank first."""

    def __init__(self, data: QueryDict | None, *, window: FundingWindow, day: date):
        self.more = data is not None and "more" in data  # one more rank is asked for, nothing is judged yet
        self.held = {rule.rank: rule for rule in last_rules(window)}
        last = next(iter(self.held.values()), None)
        # What is changed today is a new set of rules, unless the last one is today's or still to come.
        dated = {"since": last.since, "text": last.text} if last and last.since >= day else {"since": day, "text": ""}
        seen = {"seen": window.version if window.pk else 0} | dated
        typed = {name: data.get(name) for name in (*WindowForm.Meta.fields, *DATED, "seen")} if self.more else {}
        self.form = WindowForm(None if self.more else data, instance=window, initial=seen | typed)
        self.ranks = [self._rank(data, rank) for rank in range(1, self._count(data) + 1)]
        self.is_stale = data is not None and not self.more and data.get("seen") != str(seen["seen"])
        for form in self.forms:
            form.carry(data)

    def _count(self, data: QueryDict | None) -> int:
        """As many ranks as were sent, and one more when asked for; else those held and an empty one."""
        if data is None:
            return min(max(RANKS_AT_FIRST, max(self.held, default=0) + 1), MOST_RANKS)
        sent = data.get(PREFIX, "")
        count = int(sent) if sent.isdecimal() and len(sent) < 3 else RANKS_AT_FIRST
        return min(max(count, *self.held, 1) + self.more, MOST_RANKS)

    def _rank(self, data: QueryDict | None, rank: int) -> RuleForm:
        prefix = f"{PREFIX}-{rank}"
        if self.more:
            typed = {name: data.get(f"{prefix}-{name}") for name in ("share", "justified")}
            return RuleForm(prefix=prefix, initial=typed | {"papers": data.getlist(f"{prefix}-papers")})
        held = self.held.get(rank)
        initial = {"share": held.share, "justified": held.justified, "papers": held.papers} if held else {}
        return RuleForm(data, prefix=prefix, initial=initial)

    def is_valid(self) -> bool:
        """Whether everything typed can be saved; all is judged, so that the page tells everything at once."""
        return all([form.is_valid() for form in self.forms])

    def merge(self) -> list[dict]:
        """Bring what was typed together with what somebody else has saved (`TouchedForm.merge`): warned, whoever
        sends it again does it knowingly."""
        told = self.form.merge()
        for rank, form in enumerate(self.ranks, start=1):
            told += [row | {"label": f"{row['label']} ({rank})"} for row in form.merge()]
        self.form.data["seen"] = self.form.initial["seen"]
        return told

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [self.form, *self.ranks]

    @property
    def window(self) -> FundingWindow:
        return self.form.instance

    @property
    def rules(self) -> list[dict]:
        """The rule of each rank at which something is asked."""
        names = ("share", "justified", "papers")
        typed = [
            {"rank": rank} | {name: form.cleaned_data[name] for name in names}
            for rank, form in enumerate(self.ranks, start=1)
        ]
        return [facts for facts in typed if facts["share"] or facts["justified"] or facts["papers"]]

    @property
    def dated(self) -> dict:
        """From when the rules hold, and by which text."""
        return {name: self.form.cleaned_data[name] for name in DATED}

    @property
    def prefix(self) -> str:
        return PREFIX

    @property
    def can_offer_more(self) -> bool:
        return len(self.ranks) < MOST_RANKS
