"""`manage.py bench`: measures the pages of the negotiation over more and more dossiers."""

from cper.bench.command import MeasuringCommand
from cper.bench.negotiation.goals import GOALS
from cper.bench.negotiation.runs import Run


class Command(MeasuringCommand):
    help = "Mesure les pages sur 100, 1 000 puis 10 000 dossiers (BENCH_SIZES=100,1000 pour d’autres tailles)."
    run = Run
    goals = GOALS
