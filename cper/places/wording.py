"""What a collectivité and its organs are called, a Region or the District, with the grammar that sentences need."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cper.words.french import of


@dataclass(frozen=True)
class Wording:
    """What the collectivité and its organs are called, with the grammar the sentences of the act need."""

    kind: str
    the: str
    the_first: str
    of_the: str
    scope: str
    council: str
    head: str
    its_head: str
    represented: str
    scale: str
    strategy: str
    committee: str


REGION = Wording(
    kind=gettext_lazy("Région de"),
    the=gettext_lazy("la Région"),
    the_first=gettext_lazy("La Région"),
    of_the=gettext_lazy("de la Région"),
    scope=gettext_lazy("d’envergure régionale"),
    council=gettext_lazy("Conseil régional"),
    head=gettext_lazy("Président du Conseil régional"),
    its_head=gettext_lazy("son Président"),
    represented=gettext_lazy("représentée"),
    scale=gettext_lazy("régional"),
    strategy=gettext_lazy("la stratégie de développement économique régionale (SDER)"),
    committee=gettext_lazy("le comité de suivi régional"),
)
DISTRICT = Wording(
    kind=gettext_lazy("District de"),
    the=gettext_lazy("le District"),
    the_first=gettext_lazy("Le District"),
    of_the=gettext_lazy("du District"),
    scope=gettext_lazy("d’envergure de District"),
    council=gettext_lazy("Conseil du District"),
    head=gettext_lazy("Maire du District"),
    its_head=gettext_lazy("le Maire du District"),
    represented=gettext_lazy("représenté"),
    scale=gettext_lazy("de District"),
    strategy=gettext_lazy("la stratégie de développement économique du District"),
    committee=gettext_lazy("le comité de suivi du District"),
)


t = gettext_lazy
# The sentences of the law speak of every collectivité at once: a Region's word, then the District's in brackets. Where
# the collectivité is known, `said` keeps its own. The longest come first.
BOTH = {
    t("Président du Conseil régional (ou le Maire du District)"): (
        t("Président du Conseil régional"),
        t("Maire du District"),
    ),
    t("son Président (ou le Maire du District)"): (t("son Président"), t("son Maire")),
    t("Président (ou le Maire du District)"): (t("Président"), t("Maire")),
    t("Président (ou le Maire)"): (t("Président"), t("Maire")),
    t("Président (ou au Maire du District)"): (t("Président"), t("Maire")),
    t("Président (ou du Maire)"): (t("Président"), t("Maire")),
    t("le Président"): (t("le Président"), t("le Maire")),
    t("Le Président"): (t("Le Président"), t("Le Maire")),
    t("toute la région (ou du District)"): (t("toute la région"), t("tout le District")),
    t("comité régional de suivi"): (t("comité régional de suivi"), t("comité de suivi du District")),
    t("comité régional"): (t("comité régional"), t("comité de suivi du District")),
    t("régional ou de District"): (t("régional"), t("de District")),
    t("Régional ou de District"): (t("Régional"), t("De District")),
    t("la Région ou le District"): (t("la Région"), t("le District")),
    t("La Région ou le District"): (t("La Région"), t("Le District")),
}


def said(sentence: str, *, is_district: bool) -> str:
    """A sentence of the law where its collectivité is known: « le Maire » for the District, else « le Président »."""
    told = str(sentence)
    for both, own in _read_in(get_language(), is_district):
        told = told.replace(both, own)
    return told


@cache  # every sentence of a page asks for them
def _read_in(language: str | None, is_district: bool) -> tuple[tuple[str, str], ...]:
    """What stands for both in that language, and what stands for the one that is known."""
    return tuple((str(both), str(own[is_district])) for both, own in BOTH.items())


@dataclass(frozen=True)
class Territory:
    """A collectivité, by its name."""

    name: str
    is_district: bool = False

    @property
    def words(self) -> Wording:
        return DISTRICT if self.is_district else REGION

    @property
    def full_name(self) -> str:
        """« Région de Kayes », « District de Bamako »."""
        return f"{self.words.kind} {self.name}"

    @property
    def the_full_name(self) -> str:
        """« la Région de Kayes », « le District de Bamako »."""
        return f"{self.words.the} {self._of}"

    @property
    def of_the_full_name(self) -> str:
        """« de la Région de Kayes », « du District de Bamako »."""
        return f"{self.words.of_the} {self._of}"

    @property
    def governor_title(self) -> str:
        """« Gouverneur de la Région de Kayes »."""
        return _("Gouverneur %s") % self.of_the_full_name

    @property
    def head_title(self) -> str:
        """« Président du Conseil régional de Kayes », « Maire du District de Bamako »."""
        return f"{self.words.head} {self._of}"

    @property
    def council_name(self) -> str:
        """« Conseil régional de Kayes », « Conseil du District de Bamako »."""
        return f"{self.words.council} {self._of}"

    @property
    def _of(self) -> str:
        return of(self.name)
