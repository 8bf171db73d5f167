"""`manage.py load_follow_up_demo`: invented contracts in force and their follow-up, in demo mode only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cper.demo.follow_up.follow_up import load_follow_up
from cper.people.models import User
from cper.words.clock import day_of


class Command(BaseCommand):
    help = "Ajoute les contrats-plans de démonstration en exécution qui manquent, avec leur suivi."

    @transaction.atomic
    def handle(self, *args, verbosity: int, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Les données de démonstration se chargent en mode démonstration seulement (CPER_DEMO=1)."
            )
        if not User.objects.filter(is_demo=True).exists():
            raise CommandError("Chargez d’abord les comptes de démonstration : manage.py load_demo")
        added = load_follow_up(day_of(timezone.now()))
        if verbosity:
            self.stdout.write(f"contrats-plans suivis : {added} de plus")
