"""What the database enforces by triggers, whoever writes and however: the arcs of the law, rows that only grow."""

import pgtrigger

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
]


def append_only(table: str) -> list[pgtrigger.Trigger]:
    """These rows are never rewritten nor erased."""
    return [
        pgtrigger.Protect(name=f"{table}_never_changes", operation=pgtrigger.Update),
        pgtrigger.Protect(name=f"{table}_is_never_deleted", operation=pgtrigger.Delete),
    ]
