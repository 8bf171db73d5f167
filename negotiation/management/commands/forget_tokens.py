"""`manage.py forget_tokens`: forget the forms sent more than two days ago, what is kept unsent for a week (its
files a day), and the places not seen for a season."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cper.people.models import KnownPlace
from cper.words.french import ngettext
from negotiation import kept
from negotiation.models import KeptFile, KeptForm, SentForm


class Command(BaseCommand):
    help = "Oublie les jetons des formulaires envoyés il y a plus de deux jours (à lancer chaque nuit)."

    def handle(self, *args, verbosity: int, **options) -> None:
        now = timezone.now()
        forgotten, _models = SentForm.objects.forgettable(now).delete()
        KeptFile.objects.forgettable(now).drop()
        kept.let_go(KeptForm.objects.forgettable(now))
        KnownPlace.objects.forgettable(now).delete()
        if verbosity:
            self.stdout.write(ngettext("%s jeton oublié.", "%s jetons oubliés.", forgotten) % forgotten)
