"""The mandates from which every right follows: a person in an institution with a function from a day to a day.

An *intérim* (P.I.) or a *délégation de signature* (P.O.) rests on an act and ends by itself on its last day.
"""

from datetime import date

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cper.people.models.people import Institution, User
from cper.people.roles import Function
from cper.people.signatory import capacity
from cper.places.models import DateRange, NoOverlap, Region, SameKey
from cper.words.titles import styled


class MandateQuerySet(models.QuerySet):
    def on(self, day: date):
        """The mandates valid that day; their last day is included, and they end by themselves.

        Each tells whether it is `suspended`, there as elsewhere the one rule that `rights.fills` reads. The holder is
        while somebody stands in for him (P.I.). A delegation of signature is given by whoever holds the office, in
        person: it sleeps whenever somebody else holds the office in fact than on its first day (docs/decisions/0041).
        """
        that_day = Q(valid_to=None) | Q(valid_to__gte=day), Q(valid_from__lte=day)
        first_day = models.OuterRef("valid_from")
        then = Q(valid_to=None) | Q(valid_to__gte=first_day), Q(valid_from__lte=first_day)
        held, delegated = (
            Q(function=Function.SIGNATORY, basis=basis) for basis in (Mandate.Basis.HOLDER, Mandate.Basis.DELEGATION)
        )
        interim = in_office(*that_day).filter(basis=Mandate.Basis.INTERIM)
        same = Q(in_office_now=models.F("in_office_then"))
        return (
            self.filter(*that_day)
            .alias(in_office_now=person_of(in_office(*that_day)), in_office_then=person_of(in_office(*then)))
            .annotate(
                suspended=models.Case(
                    models.When(held & models.Exists(interim), then=True),
                    models.When(delegated & same, then=False),
                    models.When(delegated, then=True),
                    default=False,
                    output_field=models.BooleanField(),
                )
            )
        )

    def may_sign(self, body: str, region: Region, day: date) -> list["Mandate"]:
        """Who may sign the contract for that body on that day: whoever holds the office in fact (its holder, or who
        stands in for him), then whom a delegation of his names for it."""
        return list(self.on(day).signing(body, region).exclude(suspended=True))

    def ever_may_sign(self, body: str, region: Region, day: date) -> list["Mandate"]:
        """The same on that day or later: between them one chooses for a day to come."""
        return list(self.filter(Q(valid_to=None) | Q(valid_to__gte=day)).signing(body, region))

    def signing(self, body: str, region: Region):
        """The mandates that cover signing the contract for that body, those of whoever is in office first."""
        own = self.filter(institution__body=body, institution__region=region, function=Function.SIGNATORY)
        covering = own.exclude(basis=Mandate.Basis.DELEGATION, covers_signing=False)
        return covering.select_related("person", "institution__region").order_by("basis", "pk")

    def heading(self, day: date):
        """The mandates of whoever holds the office of an institution in fact that day."""
        held = self.on(day).filter(function=Function.SIGNATORY)
        return held.exclude(basis=Mandate.Basis.DELEGATION).exclude(suspended=True)

    def who_signs(self, body: str, region: Region, day: date) -> "Mandate | None":
        """Who signs unless a delegate is chosen: whoever holds the office in fact; None where nobody does."""
        return next(iter(self.may_sign(body, region, day)), None)


def in_office(*days: Q) -> models.QuerySet:
    """For use inside a query on mandates: who holds the office of the signatory in fact on these days, whoever stands
    in for the holder first."""
    office = Mandate.objects.filter(*days, institution=models.OuterRef("institution"), function=Function.SIGNATORY)
    return office.exclude(basis=Mandate.Basis.DELEGATION).order_by("-basis")


def person_of(mandates: models.QuerySet) -> models.Subquery:
    return models.Subquery(mandates.values("person")[:1])


# Two mandates of one institution that share a day.
IN_ONE_HOUSE = [
    (SameKey("institution"), RangeOperators.OVERLAPS),
    (DateRange("valid_from", "valid_to", models.Value("[]")), RangeOperators.OVERLAPS),
]


class Mandate(models.Model):
    """Person × institution × function × from–to, on which basis."""

    class Basis(models.TextChoices):
        # The codes sort so that a person acts as holder first, then ad interim, then by delegation.
        HOLDER = "1-holder", _("titulaire")
        INTERIM = "2-interim", _("intérim (P.I.)")
        DELEGATION = "3-delegation", _("délégation de signature (P.O.)")

    MENTIONS = {Basis.HOLDER: "", Basis.INTERIM: "P.I.", Basis.DELEGATION: "P.O."}

    person = models.ForeignKey(User, models.PROTECT, verbose_name=_("personne"), related_name="mandates")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="mandates"
    )
    function = models.CharField(_("fonction"), max_length=20, choices=Function)
    title = models.CharField(
        _("titre"),
        max_length=120,
        help_text=_("Tel qu’il s’imprime sous la signature : « Gouverneur de la Région de Kayes »."),
    )
    basis = models.CharField(_("à quel titre"), max_length=20, choices=Basis, default=Basis.HOLDER)
    act = models.CharField(
        _("acte"), max_length=200, blank=True, help_text=_("Décret, arrêté ou décision, avec son numéro et sa date.")
    )
    valid_from = models.DateField(_("du"))
    valid_to = models.DateField(_("au (inclus)"), null=True, blank=True)
    covers_signing = models.BooleanField(_("couvre la signature du contrat-plan"), default=False)
    suspended = False  # told by `on` for its day

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        app_label = "negotiation"
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ("-valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                name="mandate_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("La fin du mandat précède son début."),
            ),
            models.CheckConstraint(
                name="mandate_interim_has_act_and_end",
                condition=Q(basis="1-holder") | (Q(valid_to__isnull=False) & ~Q(act="")),
                violation_error_message=_("Un intérim ou une délégation porte un acte et une date de fin."),
            ),
            *(
                NoOverlap(
                    name=f"mandate_no_identical_overlap_{function.value}",
                    expressions=[(SameKey("person"), RangeOperators.OVERLAPS), *IN_ONE_HOUSE],
                    condition=Q(function=function.value),
                    violation_error_message=_("Cette personne a déjà ce mandat à ces dates."),
                )
                for function in Function
            ),
            NoOverlap(
                name="mandate_one_holder_signs",
                expressions=IN_ONE_HOUSE,
                condition=Q(function="signatory", basis="1-holder"),
                violation_error_message=_(
                    "Cette institution a déjà un signataire titulaire à ces dates : mettez d’abord fin à son mandat."
                ),
            ),
            NoOverlap(
                name="mandate_one_interim_signs",
                expressions=IN_ONE_HOUSE,
                condition=Q(function="signatory", basis="2-interim"),
                violation_error_message=_(
                    "Cette institution a déjà un intérimaire à ces dates : mettez d’abord fin à son intérim."
                ),
            ),
            NoOverlap(
                name="mandate_one_delegate_signs_the_contract",
                expressions=IN_ONE_HOUSE,
                condition=Q(covers_signing=True),
                violation_error_message=_(
                    "Une délégation couvre déjà la signature du contrat-plan à ces dates : mettez-y d’abord fin."
                ),
            ),
            models.CheckConstraint(
                name="mandate_signing_is_covered_by_a_delegation",
                condition=Q(covers_signing=False) | Q(function="signatory", basis="3-delegation"),
                violation_error_message=_(
                    "Seule une délégation de signature d’un signataire couvre la signature du contrat-plan : les "
                    "autres mandats de signataire la donnent d’eux-mêmes."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.label}"

    @property
    def introduced(self) -> str:
        """« Awa Traoré, Gouverneure de la Région de Kayes »."""
        return f"{self.person}, {self.label}"

    @property
    def body(self) -> str:
        return self.institution.body

    @property
    def region_id(self) -> int | None:
        return self.institution.region_id

    @property
    def mention(self) -> str:
        """What is printed before the signature: nothing, P.I. or P.O."""
        return self.MENTIONS[self.basis]

    @property
    def label(self) -> str:
        """In which capacity the person acts: « Gouverneur de la Région de Kayes P.I. »."""
        return capacity(self.stated, self.mention, self.office)

    @property
    def why_suspended(self) -> str:
        """What makes such a mandate sleep, in two words: « intérim en cours »."""
        if self.basis == self.Basis.DELEGATION:
            return _("sans effet : qui l’a donnée n’exerce pas sa charge")
        return _("intérim en cours")

    @property
    def stated(self) -> str:
        """The title as the person has it written: « Gouverneure de la Région de Kayes »."""
        return styled(self.title, self.person.styled)

    @property
    def office(self) -> str:
        """The office that the person stands in for; empty for a holder, and for whoever is no signatory (an agent ad
        interim stands in for an agent, not for the President)."""
        return self.institution.office if self.mention and self.function == Function.SIGNATORY else ""

    @property
    def commits_the_contract(self) -> bool:
        """Whether it lets its person approve and sign the contract: the council authorises its President (or the
        Mayor), so a delegate does only where the act of his delegation says so."""
        return self.basis != self.Basis.DELEGATION or self.covers_signing

    @property
    def stamp(self) -> dict:
        """The facts copied beside an act, so that it reads the same when people and institutions have changed."""
        return {
            "by": self.person,
            "by_name": self.person.name,
            "by_title": self.stated,
            "by_institution": self.institution.name,
            "by_mention": self.mention,
            "by_act": self.act if self.mention else "",
            "by_office": self.office,
        }


class SignedAct(models.Model):
    """Who did it: the account, and their name, function, institution and mention copied as they were."""

    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("par"), related_name="+")
    by_name = models.CharField(_("nom"), max_length=120)
    by_title = models.CharField(_("fonction"), max_length=120)
    by_institution = models.CharField(_("institution"), max_length=160)
    by_mention = models.CharField(_("mention"), max_length=4, blank=True)
    by_act = models.CharField(_("acte"), max_length=200, blank=True)
    by_office = models.CharField(_("charge suppléée"), max_length=160, blank=True)

    class Meta:
        abstract = True

    @property
    def capacity(self) -> str:
        """In which capacity it was done: « Gouverneur de la Région de Kayes P.I. »."""
        return capacity(self.by_title, self.by_mention, self.by_office)

    @property
    def signatory(self) -> str:
        """« Awa Traoré, Gouverneur de la Région de Kayes P.I. »."""
        return f"{self.by_name}, {self.capacity}"
