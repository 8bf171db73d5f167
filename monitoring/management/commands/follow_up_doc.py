"""`manage.py follow_up_doc`: print the page that tells the law of the follow-up, or write it with `--write`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from monitoring.management import follow_up_page

PATH = Path("docs", "follow-up.md")


class Command(BaseCommand):
    help = "Affiche le suivi tel que le dit monitoring/workflow.py ; --write le récrit dans docs/follow-up.md."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit le fichier au lieu d’afficher")

    def handle(self, *args, write: bool, **options) -> None:
        if not write:
            self.stdout.write(follow_up_page.page(), ending="")
            return
        (settings.BASE_DIR / PATH).write_text(follow_up_page.page(), encoding="utf-8")
        self.stdout.write(f"{PATH} est à jour.")
