"""The institutions that meet around a CPER, and the roles in which their people act."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Body(TextChoices):
    """The kinds of institution that meet around a CPER."""

    COUNCIL = "council", _("Conseil régional ou du District")
    GOVERNORATE = "governorate", _("gouvernorat")
    DRPSIAP = "drpsiap", _("direction régionale de la planification (DRPSIAP)")
    ADR = "adr", _("agence de développement régional (ADR)")
    DGCT = "dgct", _("direction générale des collectivités territoriales (DGCT)")
    CT_MINISTRY = "ct-ministry", _("ministère chargé des collectivités territoriales")
    FINANCE = "finance", _("ministère chargé des finances")
    SECTOR = "sector", _("ministère sectoriel")
    ANICT = "anict", _("agence nationale d’investissement des collectivités (ANICT)")
    DNPD = "dnpd", _("direction nationale de la planification du développement (DNPD)")
    DNAT = "dnat", _("direction nationale de l’aménagement du territoire (DNAT)")
    PLATFORM = "platform", _("administration de la plateforme")


class Function(TextChoices):
    """What a person is in an institution; only a signatory commits it."""

    AGENT = "agent", _("agent")
    SECRETARIAT = "secretariat", _("secrétariat")
    SIGNATORY = "signatory", _("signataire")


class Scope(TextChoices):
    """How far a body reaches: its region, the nation, or the dossiers that hold a project of its sector."""

    TERRITORY = "territory"
    NATION = "nation"
    SECTOR = "sector"


class Role(TextChoices):
    """A body and the functions in it that may act; the label is the subject of a sentence."""

    REGION = "region", _("le conseil de la collectivité")
    PRESIDENT = "president", _("le Président du Conseil régional (ou le Maire du District)")
    GOVERNOR = "governor", _("le Gouverneur")
    DRPSIAP = "drpsiap", _("la DRPSIAP (secrétariat du CROCSAD)")
    DGCT = "dgct", _("la DGCT")
    DGCT_HEAD = "dgct-head", _("le Directeur général des collectivités territoriales")
    FINANCE = "finance", _("le ministère chargé des finances")
    SECTOR = "sector", _("le ministère sectoriel concerné")
    ADR = "adr", _("l’ADR (secrétariat du comité régional)")
    ANICT = "anict", _("l’ANICT")
    ANICT_RULES = "anict-rules", _("l’ANICT (signataire ou secrétariat)")
    ANICT_HEAD = "anict-head", _("le Directeur général de l’ANICT")
    DNPD = "dnpd", _("la DNPD")
    ADMIN = "admin", _("l’administrateur de la plateforme")


ANYONE_IN_IT = frozenset(Function)
SIGNATORY_ONLY = frozenset({Function.SIGNATORY})

ROLES = {
    Role.REGION: (Body.COUNCIL, ANYONE_IN_IT),
    Role.PRESIDENT: (Body.COUNCIL, SIGNATORY_ONLY),
    Role.GOVERNOR: (Body.GOVERNORATE, SIGNATORY_ONLY),
    Role.DRPSIAP: (Body.DRPSIAP, ANYONE_IN_IT),
    Role.DGCT: (Body.DGCT, ANYONE_IN_IT),
    Role.DGCT_HEAD: (Body.DGCT, SIGNATORY_ONLY),
    Role.FINANCE: (Body.FINANCE, SIGNATORY_ONLY),
    Role.SECTOR: (Body.SECTOR, SIGNATORY_ONLY),
    Role.ADR: (Body.ADR, ANYONE_IN_IT),
    Role.ANICT: (Body.ANICT, ANYONE_IN_IT),
    Role.ANICT_RULES: (Body.ANICT, frozenset({Function.SECRETARIAT, Function.SIGNATORY})),
    Role.ANICT_HEAD: (Body.ANICT, SIGNATORY_ONLY),
    Role.DNPD: (Body.DNPD, ANYONE_IN_IT),
    Role.ADMIN: (Body.PLATFORM, ANYONE_IN_IT),
}

# How far each body reaches; the administration of the platform reaches no dossier.
REACH = {
    Body.COUNCIL: Scope.TERRITORY,
    Body.GOVERNORATE: Scope.TERRITORY,
    Body.DRPSIAP: Scope.TERRITORY,
    Body.ADR: Scope.TERRITORY,
    Body.DGCT: Scope.NATION,
    Body.CT_MINISTRY: Scope.NATION,
    Body.FINANCE: Scope.NATION,
    Body.SECTOR: Scope.SECTOR,
    Body.ANICT: Scope.NATION,
    Body.DNPD: Scope.NATION,
    Body.DNAT: Scope.NATION,
}
REGIONAL_BODIES = tuple(body for body, scope in REACH.items() if scope == Scope.TERRITORY)
