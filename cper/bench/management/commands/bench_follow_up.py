"""`manage.py bench_follow_up`: measures the pages of the follow-up over more and more contracts of twenty quarters."""

from cper.bench.command import MeasuringCommand
from cper.bench.follow_up.goals import GOALS
from cper.bench.follow_up.runs import FollowUpRun


class Command(MeasuringCommand):
    help = "Mesure le suivi sur 100, 1 000 puis 10 000 contrats-plans (BENCH_SIZES=100,1000 pour d’autres tailles)."
    run = FollowUpRun
    goals = GOALS
