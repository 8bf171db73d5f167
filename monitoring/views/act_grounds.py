"""Why an act that the law allows has nothing to lean on, in a sentence; empty when it has."""

from django.utils.translation import gettext as _

from cper.words.french import ended, long_date
from monitoring import bsi, ledger, plan
from monitoring.forms.acts import Case
from monitoring.models.report import OPEN
from monitoring.operations.budget import AFTER
from monitoring.views import act_facts as facts


def no_tranche(case: Case) -> str:
    if not case.contract.retained:
        return _("Ce contrat-plan n’a aucun projet à financer.")
    if not case.windows:
        return _("Aucun guichet n’est ouvert : l’ANICT ouvre et ferme les guichets.")
    return ""


def no_waiver(case: Case) -> str:
    if case.met.waiver:
        return _("Cette règle est déjà écartée pour cette tranche.")
    if not case.met.waivable:
        return _("Cette pièce est exigée par les textes : elle ne se déroge pas.")
    if case.met.done:
        return _("Cette règle est respectée : il n’y a rien à écarter.")
    return ""


def no_budget(case: Case) -> str:
    """Nothing planned that year, or the fact before is wanting."""
    if not ledger.gives(case.contract, case.source, case.year):
        return _("Le plan de financement ne prévoit rien de cette source en %s.") % case.year
    before, sentence = AFTER.get(case.action.name, (None, ""))
    line = facts.line_of(case)
    done = {"asked": line.asked, "registered": line.registered}
    if not before:
        return ""
    if not done[before]:
        return str(sentence)
    demand = bsi.demand(case.contract, case.year)
    return _("%s Le Président fait d’abord une nouvelle demande.") % ended(demand.said) if demand.answer else ""


def no_movement(case: Case) -> str:
    return "" if case.contract.retained else _("Ce contrat-plan n’a aucun projet à financer.")


def no_erratum(case: Case) -> str:
    return "" if case.subject.erratum_proposed_on else _("Aucun erratum n’est proposé pour ce rapport.")


def no_reversal(case: Case) -> str:
    return plan.not_reversible(case.contract, case.movement)


def no_canvas(case: Case) -> str:
    """A quarter stands open, or the next has not begun, or all are settled."""
    if case.quarter:
        return ""
    opened = next((report for report in case.contract.reports.all() if report.state in OPEN), None)
    if opened:
        words = {"quarter": opened.when.label, "state": opened.get_state_display()}
        return (
            _("Le trimestre %(quarter)s est encore ouvert (« %(state)s ») : terminez-le avant d’en ouvrir un autre.")
            % words
        )
    if case.quarters:
        words = {"quarter": case.quarters[0].label, "start": long_date(case.quarters[0].start)}
        return _("Le prochain trimestre à examiner, %(quarter)s, commence le %(start)s.") % words
    return _("Tous les trimestres de ce contrat-plan ont leur rapport ou leur carence.")


def no_lapse(case: Case) -> str:
    if case.quarters:
        return ""
    if any(report.state in OPEN for report in case.contract.reports.all()):
        return _("Un trimestre est encore ouvert : constatez sa carence depuis sa page, ou terminez-le.")
    return _("Aucun trimestre terminé n’attend de constat de carence.")


def too_early_to_lapse(case: Case) -> str:
    """Until its quarter ends, a session can still be held."""
    quarter = case.subject.when
    if quarter.end < case.day:
        return ""
    words = {"quarter": quarter.label, "day": long_date(quarter.end)}
    return _("Le trimestre %(quarter)s se termine le %(day)s : jusque-là, la session peut encore se tenir.") % words


def no_duty(case: Case) -> str:
    """One that has not opened; one that is settled is corrected."""
    duty = case.duty
    if duty.settled_on is None and duty.opens_on > case.day:
        return _("Cette obligation ne s’ouvre que le %(day)s.") % {"day": long_date(duty.opens_on)}
    return ""


def no_declaration(case: Case) -> str:
    return "" if case.most else _("Tout ce qui est payé est justifié ou en examen à l’ANICT.")


def no_examination(case: Case) -> str:
    return "" if case.declared else _("Aucune justification n’attend d’examen.")


def no_request(case: Case) -> str:
    """Why nobody may ask for the waiver, or need not."""
    asked = case.met.code in case.subject.waivers_asked
    return (
        _("Cette dérogation est déjà demandée : le Directeur général de l’ANICT y répond.")
        if asked
        else no_waiver(case)
    )


def no_answer(case: Case) -> str:
    mended = _("Ce que le retour nomme est déjà corrigé : le Président peut redemander la tranche.")
    return "" if case.subject.to_mend else mended


def no_demand(case: Case) -> str:
    """Why the DNPD has nothing to answer that year."""
    demand = bsi.demand(case.contract, case.year)
    if demand is None:
        return str(AFTER["register"][1])
    if demand.inscribed:
        return _("Cette part est déjà inscrite au BSI %s.") % case.year
    if demand.has_lapsed(case.day.year):
        return _("La demande est sans suite : l’exercice %s est passé.") % case.year
    return ended(demand.said) if demand.answer else ""


def no_session(case: Case) -> str:
    """A quarter whose session is held is still open, or the next has not begun."""
    return "" if case.quarter else no_canvas(case)


def too_early_to_end(case: Case) -> str:
    """Until the year is over, the resources may still come."""
    if case.duty.settled_on:
        return no_duty(case)
    late = case.duty.due_on and case.duty.due_on < case.day
    return "" if late else _("L’exercice n’est pas terminé : ces ressources peuvent encore venir.")


def nothing_to_return(case: Case) -> str:
    """Why the Governor has no synthesis to send back."""
    if not case.subject.difficulties.strip():
        return _("La synthèse n’est pas encore écrite : il n’y a rien à renvoyer.")
    return _("Vos remarques sont déjà à la DRPSIAP : elle reprend la synthèse.") if case.subject.remarks else ""
