"""The figures the follow-up is held to, as patterns over their names; the first that matches is the one asked.

Dashboards are held to 150 ms; the rest to ratios inside one run, as for the negotiation. `pull_100` is a hundred
contracts of the nightly pull: ten thousand then take ten minutes.
"""

from cper.bench.negotiation.goals import Goal

GOALS: tuple[Goal, ...] = (
    ("migrate.seconds", 10),
    ("seed.*.seconds", 120),
    ("pull_100.*.seconds", 6),
    ("*.queries_growth", 0),
    ("*_deep.growth_*", None),
    ("*.growth_*", 1.3),
    ("nation.*.p50_ms", 150),
    ("region.*.p50_ms", 150),
    ("late*.ratio_floor", 10),
    ("waiting*.ratio_floor", 10),
    ("findings*.ratio_floor", 10),
    ("inbox*.ratio_floor", 10),
    ("execution.*.ratio_floor", 15),
    ("quarter.*.ratio_floor", 15),
    ("move.*.ratio_floor", 11.5),
    ("nation.*.queries", 15),
    ("region.*.queries", 15),
    ("late*.queries", 10),
    ("waiting*.queries", 10),
    ("findings*.queries", 10),
    ("inbox*.queries", 10),
    ("execution.*.queries", 15),
    ("quarter.*.queries", 15),
    ("move.*.queries", 15),
    ("floor.*", None),
    ("move.*", None),
    ("*.p95_over_p50", 2),
    ("*.nodes", 1000),
    ("*.gzip_bytes", 10_000),
)
