"""What the database enforces by triggers, whoever writes and however: the arcs of the law, rows that only grow."""

import pgtrigger

from cper.people.models import Mandate
from negotiation import workflow

STEP_TRIGGERS = [
    pgtrigger.FSM(
        name="contract_step_follows_the_law",
        field="step",
        transitions=[
            (source.value, target.value)
            for name in workflow.MOVE_NAMES
            for source, target in workflow.arcs(name)
            if source != target
        ],
    ),
    # Checked at commit: no step changes without the act that changed it.
    pgtrigger.Trigger(
        name="contract_step_has_its_passage",
        operation=pgtrigger.UpdateOf("step"),
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(old__step__df=pgtrigger.F("new__step")),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM negotiation_passage
                WHERE contract_id = NEW.id AND version = NEW.version AND target = NEW.step AND source = OLD.step
            ) THEN
                RAISE EXCEPTION 'contract_step_has_its_passage: step % of contract % has no passage',
                    NEW.step, NEW.id;
            END IF;
            RETURN NULL;
        """,
    ),
    pgtrigger.Protect(name="contract_is_never_deleted", operation=pgtrigger.Delete),
    # The contract is dated by the last of the two signatures.
    pgtrigger.Trigger(
        name="contract_is_dated_by_its_last_signature",
        operation=pgtrigger.UpdateOf("step"),
        when=pgtrigger.After,
        condition=pgtrigger.Q(old__step__df=pgtrigger.F("new__step"), new__step="signed"),
        func="""
            IF NEW.signed_on IS DISTINCT FROM (
                SELECT max(signed_on) FROM negotiation_assent
                WHERE contract_id = NEW.id AND action = 'sign' AND NOT voided
            ) THEN
                RAISE EXCEPTION 'contract_is_dated_by_its_last_signature: contract %', NEW.id;
            END IF;
            RETURN NULL;
        """,
    ),
]

# Who is printed is who signs, and nobody signs before the text was approved.
SIGNATURE_TRIGGERS = [
    pgtrigger.Trigger(
        name="assent_signs_what_was_approved",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__action="sign"),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM negotiation_conventiondraft text
                JOIN {Mandate._meta.db_table} named ON named.id = CASE NEW.role
                    WHEN 'governor' THEN text.governor_mandate_id ELSE text.council_mandate_id END
                WHERE text.contract_id = NEW.contract_id AND NOT text.returned
                AND named.person_id = NEW.by_id
                AND (text.approved_at AT TIME ZONE 'Africa/Bamako')::date <= NEW.signed_on
            ) THEN
                RAISE EXCEPTION 'assent_signs_what_was_approved: role % of contract %', NEW.role, NEW.contract_id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 -- the name of a table of ours
    ),
]


def append_only(table: str) -> list[pgtrigger.Trigger]:
    """These rows are never rewritten nor erased."""
    return [
        pgtrigger.Protect(name=f"{table}_never_changes", operation=pgtrigger.Update),
        pgtrigger.Protect(name=f"{table}_is_never_deleted", operation=pgtrigger.Delete),
    ]
