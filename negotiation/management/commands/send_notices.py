"""`manage.py send_notices`: try again to mail the notices whose mail could not leave with the act."""

from django.core.management.base import BaseCommand, CommandError

from negotiation import notifications
from negotiation.models import Notice


class Command(BaseCommand):
    help = "Envoie les avis d’attente dont le courriel n’est pas parti (à lancer toutes les dix minutes)."

    def handle(self, *args, verbosity: int, **options) -> None:
        waiting = list(Notice.objects.filter(mailed_at=None).select_related("institution"))
        sent = notifications.mail(waiting)
        if sent < len(waiting):
            raise CommandError(f"{sent} avis envoyé(s) ; {len(waiting) - sent} n’ont pas pu partir (voir le journal).")
        if verbosity:
            self.stdout.write(f"{sent} avis envoyé(s).")
