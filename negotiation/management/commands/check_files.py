"""`manage.py check_files`: hold every filed paper against its hash, and take away what killed processes have left."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db.models import FileField, Model
from django.utils import timezone

from cper.words.french import ngettext
from negotiation.models import Incident
from negotiation.serving import Lost, open_as_filed


class Command(BaseCommand):
    help = "Vérifie chaque fichier déposé contre son empreinte et enlève les restes (à lancer chaque nuit)."

    def handle(self, *args, verbosity: int, **options) -> None:
        # What is known is read after what lies there is old: a filing under way is younger than a day.
        gone = default_storage.sweep({name for model, field in holders() for name in names_of(model, field)})
        lost = [name for model, field in holders() for name in check(model, field)]
        if lost:
            words = ngettext("%s fichier manquant ou altéré", "%s fichiers manquants ou altérés", len(lost)) % len(
                lost
            )
            raise CommandError(f"{words} : {', '.join(lost)}")
        if verbosity:
            words = ngettext("%s reste enlevé", "%s restes enlevés", len(gone)) % len(gone)
            self.stdout.write(f"Fichiers conformes à leur empreinte ; {words}.")


def holders() -> Iterator[tuple[type[Model], str]]:
    """Every model with a field that holds a file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield model, field.name


def names_of(model: type[Model], field: str) -> Iterator[str]:
    return model._base_manager.exclude(**{field: ""}).values_list(field, flat=True).iterator()


def check(model: type[Model], field: str) -> Iterator[str]:
    """The files of a model that are missing or altered; each is noted for the administrator."""
    for row in model._base_manager.exclude(**{field: ""}).only(field, "sha256").iterator(chunk_size=500):
        file = getattr(row, field)
        try:
            open_as_filed(file, row.sha256).close()
        except Lost as lost:
            Incident.objects.note(lost.args[0], file.name, at=timezone.now())
            yield file.name
