"""What a page of the region's work reads instead of asking it, once the CROCSAD has selected the projects (E8)."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import long_date
from negotiation import snapshots
from negotiation.differences import said, site_words
from negotiation.models import Contract, Project

READ = ("title", "nature", "scale", "domain", "ministry", "duration_months", "cost")


def settled_project(project: Project) -> list[dict]:
    """The project as it was selected, as label and value; nothing before E8."""
    if not project.contract.is_selected:
        return []
    facts = snapshots.project_facts(project)
    rows = [{"label": _label(Project, name), "value": said(facts, name)} for name in READ]
    shares = [{"label": _("Sites"), "value": " ; ".join(site_words(site) for site in facts.sites)}]
    return [row for row in (*rows, *shares) if row["value"]]


def settled_contract(contract: Contract) -> list[dict]:
    """The term and the PDESC as they were judged; nothing before E8."""
    if not contract.is_selected:
        return []
    rows = [(_label(Contract, "duration_months"), _("%s mois") % contract.duration_months)]
    rows += [(_label(Contract, name), _day(contract, name)) for name in ("pdesc_from", "pdesc_to")]
    return [{"label": label, "value": value} for label, value in rows if value]


def _day(contract: Contract, name: str) -> str:
    day = getattr(contract, name)
    return long_date(day) if day else ""


def _label(model: type, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))
