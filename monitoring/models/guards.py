"""What the database enforces by itself in the follow-up: the machines, the ceiling of the plan, the order of money."""

import pgtrigger

from monitoring import workflow

HAS_ITS_PASSAGE = """
    IF NOT EXISTS (
        SELECT 1 FROM monitoring_passage
        WHERE {column} = NEW.id AND version = NEW.version AND target = NEW.state AND source = OLD.state
    ) THEN
        RAISE EXCEPTION '{model}_state_has_its_passage: {model} % went to % without a passage', NEW.id, NEW.state;
    END IF;
    RETURN NULL;
"""


class FrozenWhen(pgtrigger.ReadOnly):
    """Fields that do not change while a condition holds: `ReadOnly` by itself leaves its condition out."""

    def get_condition(self, model: type) -> pgtrigger.Q:
        return super().get_condition(model) & self.condition


def frozen_with_its_report(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """What an adopted report says is what its printed text says."""
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        func="""
            IF EXISTS (
                SELECT 1 FROM monitoring_quarterreport
                WHERE id = OLD.report_id AND state IN ('adopted', 'transmitted')
            ) THEN
                RAISE EXCEPTION '% : report % is adopted', TG_NAME, OLD.report_id;
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def machine(table: tuple, model: str, column: str) -> list[pgtrigger.Trigger]:
    """The state moves along the table only, and never without its passage (checked at commit)."""
    return [
        pgtrigger.FSM(
            name=f"{model}_state_follows_the_table",
            field="state",
            transitions=list(dict.fromkeys(workflow.steps(table))),
        ),
        pgtrigger.Trigger(
            name=f"{model}_state_has_its_passage",
            operation=pgtrigger.UpdateOf("state"),
            when=pgtrigger.After,
            timing=pgtrigger.Deferred,
            condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
            func=HAS_ITS_PASSAGE.replace("{model}", model).replace("{column}", column),
        ),
        pgtrigger.Protect(name=f"{model}_is_never_deleted", operation=pgtrigger.Delete),
    ]


# The sums that stand in tranches never pass what the plan gives the project from that source: the lines of the year,
# then the lines without a year. The project's row is held meanwhile, so that of two requests for the last franc the
# second sees the first.
CEILING = pgtrigger.Trigger(
    name="tranche_within_the_plan",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    declare=[("excess", "numeric"), ("undated", "numeric")],
    func="""
        IF NEW.held = 0 THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM negotiation_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
        SELECT COALESCE(SUM(GREATEST(0, asked.amount - COALESCE(plan.amount, 0))), 0) INTO excess
        FROM (
            SELECT year, SUM(held) AS amount FROM monitoring_tranche
            WHERE project_id = NEW.project_id AND source = NEW.source GROUP BY year
        ) asked LEFT JOIN (
            SELECT year, SUM(amount) AS amount FROM negotiation_financingline
            WHERE project_id = NEW.project_id AND source = NEW.source AND year IS NOT NULL GROUP BY year
        ) plan ON plan.year = asked.year;
        SELECT COALESCE(SUM(amount), 0) INTO undated FROM negotiation_financingline
        WHERE project_id = NEW.project_id AND source = NEW.source AND year IS NULL;
        IF excess > undated THEN
            RAISE EXCEPTION 'tranche_within_the_plan: % above the plan of project %', excess - undated, NEW.project_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'tranche_within_the_plan';
        END IF;
        RETURN NULL;
    """,
)

# The money of a source follows its order: never more paid than mobilised, nor more justified than paid, in one year.
MOVEMENTS_IN_ORDER = pgtrigger.Trigger(
    name="movements_in_order",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    declare=[("mobilised", "numeric"), ("paid", "numeric"), ("justified", "numeric")],
    func="""
        PERFORM 1 FROM negotiation_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
        SELECT COALESCE(SUM(amount) FILTER (WHERE kind = 'mobilised'), 0),
               COALESCE(SUM(amount) FILTER (WHERE kind = 'paid'), 0),
               COALESCE(SUM(amount) FILTER (WHERE kind = 'justified'), 0)
        INTO mobilised, paid, justified FROM monitoring_movement
        WHERE project_id = NEW.project_id AND source = NEW.source AND year = NEW.year;
        IF mobilised < paid OR paid < justified THEN
            RAISE EXCEPTION 'movements_in_order: mobilised %, paid %, justified %', mobilised, paid, justified
                USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_in_order';
        END IF;
        RETURN NULL;
    """,
)


def own_project(model: str) -> pgtrigger.Trigger:
    """The project a row is about is one of the row's own contract."""
    return pgtrigger.Trigger(
        name=f"{model}_is_of_a_project_of_its_contract",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__project__isnull=False),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM negotiation_project WHERE id = NEW.project_id AND contract_id = NEW.contract_id
            ) THEN
                RAISE EXCEPTION 'project % is not of contract %', NEW.project_id, NEW.contract_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'project_of_its_contract';
            END IF;
            RETURN NEW;
        """,
    )
