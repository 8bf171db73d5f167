"""`manage.py workflow_doc`: print the page that tells the law, or write it with `--write`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from negotiation.management import workflow_page

PATH = Path("docs", "workflow.md")


class Command(BaseCommand):
    help = "Affiche la procédure telle que la dit negotiation/workflow.py ; --write la récrit dans docs/workflow.md."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--write", action="store_true", help="écrit le fichier au lieu d’afficher")

    def handle(self, *args, write: bool, **options) -> None:
        if not write:
            self.stdout.write(workflow_page.page(), ending="")
            return
        (settings.BASE_DIR / PATH).write_text(workflow_page.page(), encoding="utf-8")
        self.stdout.write(f"{PATH} est à jour.")
