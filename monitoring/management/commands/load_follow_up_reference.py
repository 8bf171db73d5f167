"""`manage.py load_follow_up_reference`: what sources tell of the follow-up of the contracts of 2015 to 2018."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cper.words.clock import day_of
from monitoring.management.follow_up_reference import load_follow_up


class Command(BaseCommand):
    help = "Ajoute ce que les sources disent du suivi des contrats-plans de 2015 à 2018, avec l’arrêté des données."

    @transaction.atomic
    def handle(self, *args, verbosity: int, **options) -> None:
        added = load_follow_up(day_of(timezone.now()))
        if verbosity:
            self.stdout.write(f"contrats-plans arrêtés à leur source : {added} de plus")
