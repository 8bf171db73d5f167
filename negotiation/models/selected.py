"""What the CROCSAD selected stays as it selected it: what still changes at E8, and the triggers that hold the rest.

At E8 the text may be worded otherwise, the contract's title with it, and amounts moved from one year to another; a
project's title, classification, sites, duration, cost and the total of each payer are those of the session adopted at
E7. From the proposal of a text on, the title stays the one it prints, unless the text is sent back. Once both have
signed, what they agreed changes with a new version of the terms alone. Contracts older than the site have no session
here, and terms all the same.
"""

from datetime import date
from typing import Any

import pgtrigger
from django.utils.translation import gettext as _

from negotiation.snapshots import TERM

# The wording of a project, and the count of its revisions.
PROJECT_FREE = ("purpose", "revision")
# What the finances and the DGCT judged of the contract itself.
CONTRACT_HELD = ("duration_months", "pdesc_from", "pdesc_to")


def start_fault(contract: Any, starts_on: date | None) -> str:
    """Why the planned start cannot become that day at E8: it was judged with the plan of its year, and moves
    within it; empty when it can."""
    if not contract.is_selected or contract.starts_on is None:
        return ""
    if starts_on is not None and starts_on.year == contract.starts_on.year:
        return ""
    words = _(
        "Le début prévu a été jugé avec le plan de financement, pour l’année %s : il change de jour, pas d’année."
    )
    return words % contract.starts_on.year


SELECTED = """EXISTS (
    SELECT 1 FROM negotiation_contract c JOIN negotiation_session s ON s.contract_id = c.id AND NOT s.superseded
    WHERE c.id = held AND c.step = 'signature'
)"""
# The planned start was judged with the plan of its year.
START_MOVED = "extract(year FROM OLD.starts_on) <> coalesce(extract(year FROM NEW.starts_on), 0)"
# What has been agreed changes with a new version of the terms alone (`models.terms`).
SIGNED = """(
    EXISTS (SELECT 1 FROM negotiation_terms t WHERE t.contract_id = held)
    AND NOT EXISTS (SELECT 1 FROM negotiation_terms t WHERE t.contract_id = held AND t.open)
)"""
# A text is with the Governor, or approved: its title is read there.
PROPOSED = """(
    EXISTS (SELECT 1 FROM negotiation_conventiondraft d WHERE d.contract_id = held AND NOT d.returned)
    AND NOT EXISTS (SELECT 1 FROM negotiation_terms t WHERE t.contract_id = held)
)"""
# The totals of each payer, project by project: as they stand, and as the session in force found them.
TOTALS_MOVED = """EXISTS (
    WITH standing AS (
        SELECT p.number::int, l.source::text, l.payer::text, sum(l.amount)
        FROM negotiation_financingline l JOIN negotiation_project p ON p.id = l.project_id
        WHERE p.contract_id = held GROUP BY 1, 2, 3
    ), selected AS (
        SELECT (p ->> 'number')::int, l ->> 'source', l ->> 'payer', sum((l ->> 'amount')::bigint)
        FROM negotiation_session s JOIN negotiation_snapshot n ON n.id = s.judged_id,
            jsonb_array_elements(n.facts -> 'projects') p, jsonb_array_elements(p -> 'lines') l
        WHERE s.contract_id = held AND NOT s.superseded GROUP BY 1, 2, 3
    )
    (TABLE standing EXCEPT TABLE selected) UNION ALL (TABLE selected EXCEPT TABLE standing)
)"""


def _refuse(name: str, key: str, condition: str) -> str:
    """The body of a trigger that refuses the write where the condition holds of the contract that `key` finds."""
    return f"""
        {key}
        IF {condition} THEN
            RAISE EXCEPTION '{name}: contract % was selected, proposed or signed as it stands', held;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


OF_A_PROJECT = "held := coalesce(NEW.contract_id, OLD.contract_id);"
# A row that hangs on a project; when the project itself goes, its own trigger has spoken.
OF_A_PART = """SELECT p.contract_id INTO held FROM negotiation_project p
        WHERE p.id = coalesce(NEW.project_id, OLD.project_id);"""
HELD = [("held", "bigint")]
COME_OR_GO = pgtrigger.Insert | pgtrigger.Delete
ANY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

CONTRACT_TRIGGERS = [
    pgtrigger.Trigger(
        name="contract_stays_as_judged",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(*CONTRACT_HELD),
        declare=HELD,
        func=_refuse("contract_stays_as_judged", "held := NEW.id;", SELECTED),
    ),
    pgtrigger.Trigger(
        name="contract_title_stays_as_proposed",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange("title"),
        declare=HELD,
        func=_refuse("contract_title_stays_as_proposed", "held := NEW.id;", PROPOSED),
    ),
    pgtrigger.Trigger(
        name="contract_stays_as_signed",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(*TERM, "signed_on", "signed_precision"),
        declare=HELD,
        func=_refuse("contract_stays_as_signed", "held := NEW.id;", SIGNED),
    ),
    pgtrigger.Trigger(
        name="contract_start_stays_in_its_year",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange("starts_on"),
        declare=HELD,
        func=_refuse("contract_start_stays_in_its_year", "held := NEW.id;", f"{SELECTED} AND {START_MOVED}"),
    ),
]
PROJECT_TRIGGERS = [
    pgtrigger.Trigger(
        name="project_stays_as_selected",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(exclude=list(PROJECT_FREE)),
        declare=HELD,
        func=_refuse("project_stays_as_selected", OF_A_PROJECT, SELECTED),
    ),
    pgtrigger.Trigger(
        name="project_stays_in_the_selection",
        operation=COME_OR_GO,
        when=pgtrigger.Before,
        declare=HELD,
        func=_refuse("project_stays_in_the_selection", OF_A_PROJECT, f"{SELECTED} OR {SIGNED}"),
    ),
    pgtrigger.Trigger(
        name="project_stays_as_signed",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        declare=HELD,
        func=_refuse("project_stays_as_signed", OF_A_PROJECT, SIGNED),
    ),
]
SITE_TRIGGERS = [
    # Whatever is told of a place is told of its number: papers, reports and versions go on speaking of the same one.
    pgtrigger.ReadOnly(name="site_keeps_its_number", fields=["project", "number"]),
    pgtrigger.Trigger(
        name="site_stays_as_selected",
        operation=ANY_WRITE,
        when=pgtrigger.Before,
        declare=HELD,
        func=_refuse("site_stays_as_selected", OF_A_PART, f"{SELECTED} OR {SIGNED}"),
    ),
]
LINE_TRIGGERS = [
    pgtrigger.Trigger(
        name="line_stays_as_signed",
        operation=ANY_WRITE,
        when=pgtrigger.Before,
        declare=HELD,
        func=_refuse("line_stays_as_signed", OF_A_PART, SIGNED),
    ),
    # Checked at commit: a year is emptied and another one filled in the same act.
    pgtrigger.Trigger(
        name="line_totals_stay_as_selected",
        operation=ANY_WRITE,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=HELD,
        func=_refuse("line_totals_stay_as_selected", OF_A_PART, f"{SELECTED} AND {TOTALS_MOVED}"),
    ),
]
