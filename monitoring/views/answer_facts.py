"""What is shown before one side of the ANICT and the region answers the other: a declaration, a plea, a return."""

from django.utils.translation import gettext as _

from cper.words.french import long_date
from cper.words.templatetags.french import money
from monitoring.forms.acts import ActForm, Case
from monitoring.models.requirements import mending
from monitoring.views import act_facts as facts
from monitoring.views import told


def declared_facts(case: Case, form: ActForm) -> dict:
    """The declaration to examine, with its papers, and what it would leave of the payment."""
    declared = case.declared
    by = _("le %(day)s, par %(who)s") % {"day": long_date(declared.on), "who": declared.signatory}
    rows = [{"label": _("Somme déclarée"), "value": money(declared.declared), "note": by}]
    return {"rows": [*rows, *facts.tranche_rows(case.subject)], "filed": [facts.card(case.contract, declared.paper)]}


def waiver_facts(case: Case, form: ActForm) -> dict:
    """The rule, and how far the tranche is from it."""
    met = case.met
    rule = {"label": _("Règle"), "value": met.label, "note": met.note}
    asked = [
        {"label": _("La collectivité demande"), "value": f"«\u00a0{one.plea}\u00a0»", "note": one.signatory}
        for one in case.subject.waiver_requests.all()
        if one.code == met.code and one.waits
    ]
    return {"rows": [rule, *asked, *facts.tranche_rows(case.subject)]}


def return_facts(case: Case, form: ActForm) -> dict:
    """What the return says and names, each point still to mend with where it is."""
    tranche = case.subject
    notices = [{"tone": "warning", "title": one.title, "lines": [one.text]} for one in told.of(tranche)]
    lines = [{"label": met.label, "done": False, **facts.where(tranche, met)} for met in mending(tranche)]
    return {"notices": notices, "conditions": lines, "conditions_label": _("Les points à corriger ou à expliquer")}
