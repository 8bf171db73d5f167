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


def frozen_with_its_report(name: str, operation: pgtrigger.Operation, beside: str = "") -> pgtrigger.Trigger:
    """What an adopted report says is what its printed text says; an erratum writes the field `beside`, alone."""
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        func="""
            IF TG_OP = 'UPDATE' AND 'FIELD' <> ''
               AND to_jsonb(OLD) - 'FIELD' = to_jsonb(NEW) - 'FIELD' THEN
                RETURN NEW;
            END IF;
            IF EXISTS (
                SELECT 1 FROM monitoring_quarterreport
                WHERE id = OLD.report_id AND state IN ('adopted', 'transmitted')
            ) THEN
                RAISE EXCEPTION '% : report % is adopted', TG_NAME, OLD.report_id;
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """.replace("FIELD", beside),
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


# The money of a source follows its order: never more paid than mobilised, nor more justified than paid, in one year.
MOVEMENTS_IN_ORDER = pgtrigger.Trigger(
    name="movements_in_order",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    declare=[("mobilised", "numeric"), ("paid", "numeric"), ("justified", "numeric")],
    func="""
        PERFORM 1 FROM negotiation_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
        SELECT COALESCE(SUM(counted) FILTER (WHERE kind = 'mobilised'), 0),
               COALESCE(SUM(counted) FILTER (WHERE kind = 'paid'), 0),
               COALESCE(SUM(counted) FILTER (WHERE kind = 'justified'), 0)
        INTO mobilised, paid, justified FROM (
            SELECT kind, CASE WHEN reverses_id IS NULL THEN amount ELSE -amount END AS counted
            FROM monitoring_movement
            WHERE project_id = NEW.project_id AND source = NEW.source AND year = NEW.year
        ) moved;
        IF mobilised < paid OR paid < justified THEN
            RAISE EXCEPTION 'movements_in_order: mobilised %, paid %, justified %', mobilised, paid, justified
                USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_in_order';
        END IF;
        RETURN NULL;
    """,
)

# A reversal is the same movement the other way: only its reason, and who wrote it, are its own.
REVERSAL_OF_THE_SAME = pgtrigger.Trigger(
    name="reversal_of_the_same_movement",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__reverses__isnull=False),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM monitoring_movement
            WHERE id = NEW.reverses_id AND reverses_id IS NULL
              AND (contract_id, source, year, kind, "on") = (NEW.contract_id, NEW.source, NEW.year, NEW.kind, NEW."on")
              AND project_id IS NOT DISTINCT FROM NEW.project_id AND amount IS NOT DISTINCT FROM NEW.amount
        ) THEN
            RAISE EXCEPTION 'reversal_of_the_same_movement: movement % is another', NEW.reverses_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_of_the_same_movement';
        END IF;
        RETURN NEW;
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


# Sessions follow one another as their quarters do, each on the day that its last erratum says, within its own bounds.
SESSIONS_IN_ORDER = pgtrigger.Trigger(
    name="report_sessions_in_order",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("held_on", "session_corrected"),
    when=pgtrigger.After,
    condition=pgtrigger.Q(new__held_on__isnull=False),
    declare=[("told", "date")],
    func="""
        told := (NEW.session_corrected #>> '{held_on,value}')::date;
        IF told < GREATEST(NEW.starts_on, NEW.canvas_on) OR told > NEW.adopted_on THEN
            RAISE EXCEPTION 'report_session_corrected_within_bounds: % held on %', NEW.quarter, told
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_session_corrected_within_bounds';
        END IF;
        told := COALESCE(told, NEW.held_on);
        IF EXISTS (
            SELECT FROM monitoring_quarterreport, COALESCE((session_corrected #>> '{held_on,value}')::date, held_on) d
            WHERE contract_id = NEW.contract_id AND d <> told AND (d > told) = (quarter < NEW.quarter)
        ) THEN
            RAISE EXCEPTION 'report_sessions_in_order: % held on %', NEW.quarter, told
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_sessions_in_order';
        END IF;
        RETURN NULL;
    """,
)

# What a session asks is not due before the session.
DUE_AFTER_ITS_SESSION = pgtrigger.Trigger(
    name="recommendation_due_after_its_session",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__due_on__isnull=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM monitoring_quarterreport WHERE id = NEW.report_id AND held_on > NEW.due_on
        ) THEN
            RAISE EXCEPTION 'recommendation_due_after_its_session: due on %', NEW.due_on
                USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendation_due_after_its_session';
        END IF;
        RETURN NEW;
    """,
)

# The meetings of a committee follow one another as their periods do; of each period the last entry counts.
MEETINGS_IN_ORDER = pgtrigger.Trigger(
    name="meetings_in_order",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    condition=pgtrigger.Q(new__code__in=["O10", "O12"], new__lapsed=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT ON (key) key, "on", lapsed, lpad(ltrim(key, 'R'), 8, '0') AS period
                FROM monitoring_fulfilment
                WHERE contract_id IS NOT DISTINCT FROM NEW.contract_id AND code = NEW.code ORDER BY key, id DESC
            ) held
            WHERE NOT lapsed AND (
                (period < lpad(ltrim(NEW.key, 'R'), 8, '0') AND "on" > NEW."on")
                OR (period > lpad(ltrim(NEW.key, 'R'), 8, '0') AND "on" < NEW."on")
            )
        ) THEN
            RAISE EXCEPTION 'meetings_in_order: % of % on %', NEW.key, NEW.code, NEW."on"
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_in_order';
        END IF;
        RETURN NULL;
    """,
)


def justified_as_accepted(tranche: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """What a tranche counts as justified is what the ANICT accepted, and what it shows under review is what was
    declared and not yet examined: compared at commit. `tranche` is the column that names the tranche."""
    return pgtrigger.Trigger(
        name="justified_as_accepted",
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func="""
            IF EXISTS (
                SELECT 1 FROM monitoring_tranche tranche, LATERAL (
                    SELECT COALESCE(SUM(accepted), 0) AS justified,
                           COALESCE(SUM(declared) FILTER (WHERE accepted IS NULL), 0) AS under_review
                    FROM monitoring_justification WHERE tranche_id = tranche.id
                ) told
                WHERE tranche.id = NEW.{tranche}
                  AND (tranche.justified <> told.justified OR tranche.under_review <> told.under_review)
            ) THEN
                RAISE EXCEPTION 'justified_as_accepted: tranche % differs from its justifications', NEW.{tranche};
            END IF;
            RETURN NULL;
        """.replace("{tranche}", tranche),
    )
