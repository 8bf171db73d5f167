"""`manage.py sources_doc`: print the page of the texts and of what they give, or write it with `--write`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from monitoring.management import sources_page

PATH = Path("docs", "sources.md")


class Command(BaseCommand):
    help = "Affiche les sources et les valeurs datées ; --write le récrit dans docs/sources.md."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit le fichier au lieu d’afficher")

    def handle(self, *args, write: bool, **options) -> None:
        if not write:
            self.stdout.write(sources_page.page(), ending="")
            return
        (settings.BASE_DIR / PATH).write_text(sources_page.page(), encoding="utf-8")
        self.stdout.write(f"{PATH} est à jour.")
