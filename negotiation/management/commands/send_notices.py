"""`manage.py send_notices`: try again to mail the notices whose mail could not leave with the act."""

from django.core.management.base import BaseCommand, CommandError

from cper.words.french import ngettext
from negotiation import notifications
from negotiation.models import Notice


class Command(BaseCommand):
    help = "Envoie les avis d’attente dont le courriel n’est pas parti (à lancer toutes les dix minutes)."

    def handle(self, *args, verbosity: int, **options) -> None:
        waiting = list(Notice.objects.filter(mailed_at=None).select_related("institution"))
        sent = notifications.mail(waiting)
        if sent < len(waiting):
            left = len(waiting) - sent
            kept = ngettext("%s n’a pas pu partir", "%s n’ont pas pu partir", left) % left
            raise CommandError(f"{_sent(sent)} ; {kept} (voir le journal).")
        if verbosity:
            self.stdout.write(f"{_sent(sent)}.")


def _sent(count: int) -> str:
    return ngettext("%s avis envoyé", "%s avis envoyés", count) % count
