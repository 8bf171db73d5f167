"""`manage.py load_demo`: the demonstration accounts and dossiers, in demo mode only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cper.demo.negotiation.dossiers import load_dossiers
from cper.demo.negotiation.people import load_people
from cper.people.models import Institution
from cper.words import clock


class Command(BaseCommand):
    help = "Ajoute les comptes et les dossiers de démonstration qui manquent."

    @transaction.atomic
    def handle(self, *args, verbosity: int, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Les données de démonstration se chargent en mode démonstration seulement (CPER_DEMO=1)."
            )
        if not Institution.objects.exists():
            raise CommandError("Chargez d’abord les données de référence : manage.py load_reference")
        now = timezone.now()
        accounts = load_people(clock.day_of(now))
        dossiers = load_dossiers(now)
        if verbosity:
            self.stdout.write(f"comptes : {accounts} de plus\ndossiers : {dossiers} de plus")
