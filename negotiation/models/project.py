"""Projects of a contract: what, where, how long, and who pays what in which year."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cper.people.models import Institution
from cper.people.roles import Body
from cper.places import points
from cper.places.models import Cercle, Region
from cper.places.points import Point
from cper.words.clock import Term
from negotiation.models.contract import Contract
from negotiation.models.contract_queries import ProjectQuerySet
from negotiation.models.selected import LINE_TRIGGERS, PROJECT_TRIGGERS, SITE_TRIGGERS


class Source(models.TextChoices):
    """Who pays a share (the four families of resources of the source document, the State apart)."""

    REGION = "region", _("Collectivité (ressources propres)")
    STATE = "state", _("État")
    PARTNER = "partner", _("Partenaire technique et financier")
    OTHER_COUNCIL = "other-council", _("Autre collectivité")
    OTHER = "other", _("Autre ressource")


class Domain(models.TextChoices):
    LIVESTOCK = "livestock", _("élevage")
    AGRICULTURE = "agriculture", _("agriculture")
    INFRASTRUCTURE = "infrastructure", _("infrastructures")
    SOCIAL = "social", _("services sociaux de base")
    CULTURE = "culture", _("culture")
    INDUSTRY = "industry", _("industrie et transformation")
    WATER = "water", _("eau et hydraulique")


class Project(models.Model):
    """A structuring project; `cost` is the cost declared by the region, in FCFA, never corrected by the system."""

    class Nature(models.TextChoices):
        ECONOMIC = "economic", _("économique")
        INFRASTRUCTURE = "infrastructure", _("infrastructure")
        SOCIAL = "social", _("social")

    class Scale(models.TextChoices):
        INTERREGIONAL = "interregional", _("interrégional")
        REGIONAL = "regional", _("régional ou de District")
        LOCAL = "local", _("communal ou local (volet territorial)")

    class Owner(models.TextChoices):
        """Who has the works done; which may, for a project of which scale, stands in `OWNERS`."""

        COUNCIL = "council", _("la Région ou le District")
        STATE = "state", _("l’État")
        COUNCILS = "councils", _("des inter-collectivités régionales")
        DELEGATE = "delegate", _("un délégataire, par convention spécifique")

    # The methodological grid: an interregional project is the State's or several collectivités'; that of the region is
    # its own; a communal or local one may be delegated by a specific convention.
    OWNERS = {
        "": (Owner.COUNCIL, Owner.STATE, Owner.COUNCILS, Owner.DELEGATE),
        Scale.INTERREGIONAL: (Owner.STATE, Owner.COUNCILS),
        Scale.REGIONAL: (Owner.COUNCIL,),
        Scale.LOCAL: (Owner.COUNCIL, Owner.DELEGATE),
    }

    contract = models.ForeignKey(Contract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="projects")
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("intitulé"), max_length=300)
    purpose = models.TextField(_("objet et résultats attendus"), max_length=4000, blank=True)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature, blank=True)
    scale = models.CharField(_("échelle"), max_length=20, choices=Scale, blank=True)
    domain = models.CharField(_("domaine"), max_length=20, choices=Domain, blank=True)
    ministry = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("ministère concerné"),
        null=True,
        blank=True,
        limit_choices_to={"body": Body.SECTOR},
        related_name="+",
    )
    owner = models.CharField(_("maître d’ouvrage"), max_length=10, choices=Owner, default=Owner.COUNCIL)
    owner_name = models.CharField(_("nom du maître d’ouvrage"), max_length=160, blank=True)
    owner_act = models.CharField(_("convention spécifique"), max_length=160, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("durée d’exécution, en mois"), null=True, blank=True)
    cost = models.BigIntegerField(_("coût total déclaré"))
    listed = models.BooleanField(_("inscrit sur la liste"), default=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        ordering = ("contract_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="project_number_once_per_contract",
                fields=("contract", "number"),
                violation_error_message=_("Ce numéro de projet existe déjà dans le contrat-plan."),
            ),
            models.CheckConstraint(
                name="project_cost_not_negative",
                condition=Q(cost__gte=0),
                violation_error_message=_("Un coût ne peut pas être négatif."),
            ),
            models.CheckConstraint(
                name="project_duration_positive",
                condition=Q(duration_months=None) | Q(duration_months__gt=0),
                violation_error_message=_("La durée se compte en mois, un au moins."),
            ),
            models.CheckConstraint(
                name="project_owner_fits_its_scale",
                condition=Q(scale="")
                | Q(scale="interregional", owner__in=["state", "councils"])
                | Q(scale="regional", owner="council")
                | Q(scale="local", owner__in=["council", "delegate"]),
                violation_error_message=_("Ce maître d’ouvrage ne convient pas à l’échelle du projet."),
            ),
            models.CheckConstraint(
                name="project_owner_named_when_another",
                condition=~Q(owner="council", owner_name__gt="") & (Q(owner="delegate") | Q(owner_act="")),
                violation_error_message=_("Seul un délégataire a une convention spécifique."),
            ),
        ]
        triggers = PROJECT_TRIGGERS

    def __str__(self) -> str:
        return self.title

    @cached_property
    def lines(self) -> list["FinancingLine"]:
        return list(self.financing.all())

    @property
    def shares(self) -> dict[str, int]:
        """The sum of the shares of each source, in FCFA, in the order of `Source`."""
        totals = {}
        for source in Source.values:
            amounts = [line.amount for line in self.lines if line.source == source]
            if amounts:
                totals[source] = sum(amounts)
        return totals

    @property
    def gap(self) -> int | None:
        """Shares minus cost, in FCFA: 0 where they add up, None where no share is known."""
        return sum(line.amount for line in self.lines) - self.cost if self.lines else None

    def out_of(self, term: Term | None) -> list["FinancingLine"]:
        """The lines that give money in a year that the term does not touch; none where no term is known."""
        return [line for line in self.lines if term and line.amount and line.year and line.year not in term.years]

    @property
    def has_partner(self) -> bool:
        return any(line.source == Source.PARTNER and line.amount for line in self.lines)


class Site(models.Model):
    """A place of a project, under a number that it keeps for life: the cercle as declared at signature, and the one it
    lies in today if that has changed; the words of the source it was read in, where there is one."""

    class Kind(models.TextChoices):
        UNKNOWN = "", _("non précisée")
        PASTORAL_AREA = "pastoral-area", _("espace pastoral")
        WELL = "well", _("puits pastoral")
        UNIT = "unit", _("unité de transformation")
        PERIMETER = "perimeter", _("périmètre aménagé")
        MARKET = "market", _("marché")
        BUILDING = "building", _("bâtiment")
        ROAD = "road", _("route ou piste")
        SECTION = "section", _("tronçon")
        STUDY = "study", _("étude")
        OTHER = "other", _("autre")

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("projet"), related_name="sites")
    number = models.PositiveSmallIntegerField(_("numéro"), editable=False)
    name = models.CharField(_("lieu"), max_length=120)
    kind = models.CharField(_("nature du site"), max_length=20, choices=Kind, blank=True, default="")
    alias = models.CharField(_("autre graphie"), max_length=120, blank=True)
    cercle = models.ForeignKey(
        Cercle, models.PROTECT, verbose_name=_("cercle"), null=True, blank=True, related_name="+"
    )
    current_cercle = models.ForeignKey(
        Cercle, models.PROTECT, verbose_name=_("cercle d’aujourd’hui"), null=True, blank=True, related_name="+"
    )
    # In the District a commune stands in the place of the cercle.
    commune = models.CharField(_("commune"), max_length=120, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    source_words = models.CharField(_("libellé de la source"), max_length=300, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("project_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="site_number_once_per_project",
                fields=("project", "number"),
                violation_error_message=_("Ce numéro de site existe déjà dans le projet."),
            ),
            models.CheckConstraint(
                name="site_point_is_whole_and_in_the_country",
                # Unknown is no answer to a range: both are asked for.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(points.SOUTH, points.NORTH),
                    longitude__range=(points.WEST, points.EAST),
                ),
                violation_error_message=_("Un site a une latitude et une longitude, au Mali, ou aucune des deux."),
            ),
        ]
        triggers = SITE_TRIGGERS

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it stands, when that is known."""
        return None if self.latitude is None else Point(self.latitude, self.longitude)

    def has_moved(self, then: date, today: date) -> bool:
        """Whether the place has changed cercle or its cercle region between those days, as the placements tell."""
        if self.current_cercle_id not in (None, self.cercle_id):
            return True
        before = self.cercle.region_on(then) if self.cercle else None
        now = self.region_on(today)
        return None not in (before, now) and before != now

    def region_on(self, day: date) -> Region | None:
        """The region the site lies in on that day: that of today's cercle, else of the declared one, which alone
        existed before the reform of 2023."""
        cercles = (cercle for cercle in (self.current_cercle, self.cercle) if cercle)
        return next((region for cercle in cercles if (region := cercle.region_on(day))), None)


class FinancingLine(models.Model):
    """What one source pays to one project in one year; no year where the source document gives none."""

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("projet"), related_name="financing")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    payer = models.CharField(_("nom du financeur"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    amount = models.BigIntegerField(_("montant"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("ligne de financement")
        verbose_name_plural = _("lignes de financement")
        ordering = ("project_id", "source", "payer", "year")
        constraints = [
            models.UniqueConstraint(
                name="financing_line_once",
                fields=("project", "source", "payer", "year"),
                nulls_distinct=False,
                violation_error_message=_("Cette source a déjà un montant pour cette année."),
            ),
            models.CheckConstraint(
                name="financing_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("Un montant ne peut pas être négatif."),
            ),
        ]
        triggers = LINE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.year or ''} : {self.amount}"
