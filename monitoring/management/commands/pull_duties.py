"""`manage.py pull_duties`: works out the duties, findings and figures of every contract again; to be run every day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cper.words.clock import day_of
from monitoring import renewal
from monitoring.models import Duty, Finding


class Command(BaseCommand):
    help = "Recalcule les obligations, les constats et les chiffres de chaque contrat-plan ; à lancer chaque jour."

    def handle(self, *args, verbosity: int, **options) -> None:
        today = day_of(timezone.now())
        contracts, duties = renewal.pull(today)
        if verbosity:
            self.stdout.write(f"contrats-plans suivis : {contracts}")
            self.stdout.write(f"obligations : {duties}, dont {Duty.objects.late(today).count()} en retard")
            self.stdout.write(f"constats : {Finding.objects.count()}")
