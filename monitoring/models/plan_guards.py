"""What the database refuses above the plan: tranches, movements and budgets, whoever writes and however."""

import pgtrigger

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

# What the plan in force on the day of a fact gives, project by project: that of the version of the terms of that day,
# of the first for what comes before; the rows' where a contract has no terms.
PLAN_OF_ITS_DAY = """
    WITH agreed AS (
        SELECT kept.facts FROM negotiation_terms terms JOIN negotiation_snapshot kept ON kept.id = terms.snapshot_id
        WHERE terms.contract_id = NEW.contract_id
        ORDER BY terms.since > NEW."on", CASE WHEN terms.since > NEW."on" THEN terms.number ELSE -terms.number END
        LIMIT 1
    ), plan AS (
        SELECT project.id AS project_id, line ->> 'source' AS source, (line ->> 'year')::int AS year
        FROM agreed, jsonb_array_elements(agreed.facts -> 'projects') told JOIN negotiation_project project
            ON project.contract_id = NEW.contract_id AND project.number = (told ->> 'number')::int,
            jsonb_array_elements(told -> 'lines') line
        WHERE (line ->> 'amount')::bigint > 0
        UNION ALL
        SELECT line.project_id, line.source, line.year FROM negotiation_financingline line
        JOIN negotiation_project project ON project.id = line.project_id
        WHERE project.contract_id = NEW.contract_id AND line.amount > 0 AND NOT EXISTS (SELECT 1 FROM agreed)
    )
"""

# Money comes from the sources that the project has in the plan, in the years up to its end; the State's outside the
# tranches before the signature alone.
MOVEMENT_OF_THE_PLAN = pgtrigger.Trigger(
    name="movement_of_the_plan",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__project__isnull=False, new__reverses__isnull=True),
    declare=[("given", "boolean"), ("last", "integer"), ("months", "integer"), ("signed", "date")],
    func=f"""
        {PLAN_OF_ITS_DAY}
        SELECT COALESCE(BOOL_OR(project_id = NEW.project_id AND source = NEW.source), false), MAX(year),
            (SELECT (facts ->> 'duration_months')::int FROM agreed)
        INTO given, last, months FROM plan;
        IF NOT given THEN
            RAISE EXCEPTION 'movement_of_the_plan: project % has no source %', NEW.project_id, NEW.source
                USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_of_the_plan';
        END IF;
        SELECT signed_on, GREATEST(
            EXTRACT(YEAR FROM signed_on + make_interval(months => COALESCE(months, duration_months))), last
        ) INTO signed, last FROM negotiation_contract WHERE id = NEW.contract_id;
        IF NEW.year > last OR (NEW.source = 'state' AND NEW.kind = 'mobilised' AND NEW."on" >= signed) THEN
            RAISE EXCEPTION 'movement_of_the_plan: % of %, year %, after %', NEW.kind, NEW.source, NEW.year, last
                USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_of_the_plan';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 -- tables of ours
)

# A budget inscribes, and the DNPD is asked for, what the plan gives from that source in that year, or without a year.
BUDGET_OF_THE_PLAN = pgtrigger.Trigger(
    name="budget_of_the_plan",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("given", "boolean")],
    func=f"""
        {PLAN_OF_ITS_DAY}
        SELECT EXISTS (SELECT 1 FROM plan WHERE source = NEW.source AND (year = NEW.year OR year IS NULL)) INTO given;
        IF NOT given THEN
            RAISE EXCEPTION 'budget_of_the_plan: nothing of % in % for contract %', NEW.source, NEW.year,
                NEW.contract_id USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_of_the_plan';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 -- tables of ours
)
