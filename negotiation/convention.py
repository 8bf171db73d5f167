"""The convention of a contrat-plan, as frozen facts ready to be printed.

A document is a dataclass, then a template, then bytes (`cper.papers.rendering`). Nothing here asks the database or
the clock: whoever builds a document hands over every fact, and the day it is drawn up (`on`). Figures are those
declared: what does not agree is said in `remarks`, never corrected. No signed convention is public; the articles
follow what the sources attest (décret n°2014-0644/P-RM, grid on Kayes) and are marked as a model to be validated.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.law.budget_years import last_of_bsi, too_late
from cper.law.sessions import SESSION_NOTICE
from cper.people.offices import Offices
from cper.people.roles import Body
from cper.people.signatory import Signatory
from cper.places.wording import Territory
from cper.words import search
from cper.words.clock import Term
from cper.words.french import digits, long_date, money, ngettext, sequence
from cper.words.in_words import difference, in_figures_and_words, months, words
from negotiation import ownership
from negotiation.act_parts import Piece, PlannedAction, Project, TeamMember, between
from negotiation.financing_plan import Payer, Share, Table, gap, tables, total

MODEL_NOTE = gettext_lazy("Modèle à valider par la DGCT")


@dataclass(frozen=True, kw_only=True)
class Convention:
    """Contrat-plan entre l’État et la Région (ou le District): every fact of the act (methodological grid, step 8)."""

    template_name: ClassVar[str] = "pdf/convention.html"

    reference: str
    territory: Territory
    title: str
    ministry: str
    visas: tuple[str, ...]
    governor: Signatory
    head: Signatory
    months: int
    projects: tuple[Project, ...]
    originals: tuple[str, ...]
    copies: tuple[str, ...]
    on: date
    draft: bool
    starts_on: date | None = None
    generation: str = ""
    pdesc: str = ""
    actions: tuple[PlannedAction, ...] = ()
    team: tuple[TeamMember, ...] = ()
    tranches: str = ""
    suspension: str = ""
    disputes: str = ""
    pieces: tuple[Piece, ...] = ()
    place: str = ""
    signed_on: date | None = None
    figures_source: str = ""
    offices: Offices = field(default_factory=Offices)
    ceremony_on: date | None = None
    model_note: str = ""  # `MODEL_NOTE` on a draft whose model the DGCT has not validated; never on what is approved

    @property
    def heading(self) -> str:
        return " ".join(self.heading_lines)

    @property
    def heading_lines(self) -> tuple[str, str]:
        return _("Contrat-plan"), _("entre l’État et %s") % self.territory.the_full_name

    @property
    def subtitle(self) -> str:
        """The title, where the heading does not say it already."""
        return "" if search.key(self.title) == search.key(between(self.territory)) else self.title

    @property
    def cost(self) -> int:
        return sum(project.cost for project in self.projects)

    @property
    def cost_label(self) -> str:
        return money(self.cost)

    @property
    def cost_digits(self) -> str:
        return digits(self.cost)

    @property
    def cost_sentence(self) -> str:
        return in_figures_and_words(self.cost)

    @property
    def shares_sentence(self) -> str:
        return in_figures_and_words(total(share for project in self.projects for share in project.shares))

    @property
    def state_sentence(self) -> str:
        """What the State commits, empty when it commits nothing."""
        return self._committed(Payer.STATE)

    @property
    def region_sentence(self) -> str:
        return self._committed(Payer.REGION)

    @property
    def others_sentence(self) -> str:
        return self._committed(Payer.OTHER)

    @property
    def others_sources(self) -> str:
        """Who pays besides the parties, by name, how much in all, by which papers (a letter of intent may stand for an
        agreement: grid, step 2)."""
        names = list(dict.fromkeys(share.source for share in self._paid_by(Payer.OTHER)))
        words = {"n": len(names), "who": sequence(names), "amount": self.others_sentence}
        said = ngettext(
            "la contribution d’une autre source (%(who)s), pour %(amount)s, selon l’accord de financement de cette "
            "source ou, à défaut, sa lettre d’intention",
            "les contributions de %(n)s autres sources (%(who)s), pour %(amount)s, selon l’accord de financement de "
            "chacune ou, à défaut, sa lettre d’intention",
            len(names),
        )
        return said % words

    @property
    def bsi_missed(self) -> str:
        """Of the promise to ask for the BSI, the exercices for which its last day was past when the text was drawn up;
        empty where it was for none."""
        years = too_late((share.year for share in self._paid_by(Payer.STATE) if share.year), self.on)
        if not years:
            return ""
        words = {"day": long_date(self.on), "years": sequence(map(str, years))}
        said = ngettext(
            "cette date est passée, au %(day)s, pour l’exercice %(years)s",
            "cette date est passée, au %(day)s, pour les exercices %(years)s",
            len(years),
        )
        return f" ({said % words})"

    @property
    def last_of_bsi(self) -> str:
        """« 30 juin », the day of the year by which the text promises to ask for the BSI."""
        return last_of_bsi(self.on)

    @property
    def canvas_notice(self) -> str:
        """« cinq », the days before a session of follow-up by which the text has its canvas proposed."""
        return words(SESSION_NOTICE.value_on(self.on))

    @property
    def governor_office(self) -> str:
        """« la Gouverneure »."""
        return self.offices.named(Body.GOVERNORATE, _("Gouverneur"))

    @property
    def head_office(self) -> str:
        """« la Présidente du Conseil régional de Dioïla », « la Maire du District de Bamako »."""
        return self.offices.named(Body.COUNCIL, self.territory.head_title)

    @property
    def director_office(self) -> str:
        """« la Directrice générale des collectivités territoriales »."""
        return self.offices.named(Body.DGCT, _("Directeur général des collectivités territoriales"))

    @property
    def ceremony_label(self) -> str:
        return long_date(self.ceremony_on) if self.ceremony_on else ""

    @property
    def duration(self) -> str:
        return months(self.months)

    @property
    def term(self) -> str:
        """« du 31 août 2018 au 30 août 2023 »; it starts on the day of signature when no day is set."""
        if self.starts_on is None:
            return _("à compter de la date de sa signature")
        term = Term.of(self.starts_on, self.months)
        return _("du %(start)s au %(end)s") % {"start": long_date(term.start), "end": long_date(term.end)}

    @property
    def in_force(self) -> str:
        """From when it binds: the signature dates it (grid, step 8); where a first day is set, the term
        runs from that day."""
        if self.starts_on is None:
            return _("La convention entre en vigueur à la date de sa signature par les deux parties.")
        return _(
            "La convention engage les parties dès sa signature par toutes deux ; ses exercices et sa durée se "
            "comptent du premier jour ainsi fixé."
        )

    @property
    def financing(self) -> tuple[Table, ...]:
        return tables(self.projects)

    @property
    def project_count(self) -> str:
        """« deux (2) projets »."""
        noun = ngettext("projet", "projets", len(self.projects))
        return f"{words(len(self.projects))} ({len(self.projects)}) {noun}"

    @property
    def originals_count(self) -> str:
        """« cinq (5) »."""
        return f"{words(len(self.originals))} ({len(self.originals)})"

    @property
    def signed_label(self) -> str:
        return long_date(self.signed_on) if self.signed_on else ""

    @property
    def on_label(self) -> str:
        return long_date(self.on)

    @property
    def subject(self) -> str:
        """What the contract is about, as article 2 of the decree divides it: structuring projects of the whole region
        or district, and a territorial part of communal, local or interregional interest."""
        structuring = [project for project in self.projects if not project.interest]
        territorial = [project for project in self.projects if project.interest]
        interests = list(dict.fromkeys(project.interest for project in territorial))
        words = {"scope": self.territory.words.scope, "interest": sequence(interests) if interests else ""}
        main = ngettext("d’un projet structurant %(scope)s", "de projets structurants %(scope)s", len(structuring))
        part = ngettext("d’un projet %(interest)s", "de projets %(interest)s", len(territorial))
        both = _("%(main)s ainsi que, au titre du volet territorial, %(part)s")
        alone = _("%(part)s, au titre du volet territorial du contrat-plan")
        said = (both if structuring else alone) if territorial else "%(main)s"
        return said % {"main": main % words, "part": part % words}

    @property
    def of_projects(self) -> str:
        """« du projet », « des projets »."""
        return ngettext("du projet", "des projets", len(self.projects))

    @property
    def numbers_note(self) -> str:
        """Why the numbers of the projects leave gaps, where they do."""
        if [project.number for project in self.projects] == list(range(1, len(self.projects) + 1)):
            return ""
        return _(
            "Chaque projet garde le numéro qu’il porte au dossier ; ceux qui n’ont pas été retenus n’y figurent pas."
        )

    @property
    def ownership(self) -> list[str]:
        """Who has which project done (article 8)."""
        return ownership.sentences(self.projects, self.territory)

    @property
    def owned(self) -> str:
        """« des projets », « du projet n° 2 »: those the collectivité has done itself; empty when none."""
        mine = ownership.own(self.projects)
        return ownership.numbered(mine, of=len(self.projects)) if mine else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the declared facts hold against each other, openly."""
        found = [remark for project in self.projects for remark in self._remarks_on(project)]
        if found and self.figures_source:
            found.append(_("Source des données déclarées : %s. Aucune n’a été corrigée.") % self.figures_source)
        return tuple(found)

    def _remarks_on(self, project: Project) -> list[str]:
        found = []
        if project.shares and gap(project):
            found.append(
                _("Projet n° %(number)s : parts déclarées %(shares)s, coût déclaré %(cost)s, écart %(gap)s.")
                % {
                    "number": project.number,
                    "shares": money(total(project.shares)),
                    "cost": money(project.cost),
                    "gap": difference(gap(project)),
                }
            )
        if project.months > self.months:
            found.append(
                _("Projet n° %(number)s : sa durée (%(own)s mois) dépasse celle du contrat-plan (%(contract)s mois).")
                % {"number": project.number, "own": project.months, "contract": self.months}
            )
        return found

    def _paid_by(self, payer: Payer) -> list[Share]:
        shares = (share for project in self.projects for share in project.shares)
        return [share for share in shares if share.payer is payer and share.amount]

    def _committed(self, payer: Payer) -> str:
        amount = total(self._paid_by(payer))
        return in_figures_and_words(amount) if amount else ""
