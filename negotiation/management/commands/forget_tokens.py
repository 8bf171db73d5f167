"""`manage.py forget_tokens`: forget the forms sent more than two days ago."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from negotiation.models import SentForm


class Command(BaseCommand):
    help = "Oublie les jetons des formulaires envoyés il y a plus de deux jours (à lancer chaque nuit)."

    def handle(self, *args, verbosity: int, **options) -> None:
        forgotten, _models = SentForm.objects.forgettable(timezone.now()).delete()
        if verbosity:
            self.stdout.write(f"{forgotten} jeton(s) oublié(s).")
