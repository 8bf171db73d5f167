"""`manage.py load_reference`: territory, institutions, legal texts and the contracts signed from 2015 to 2018."""

from django.core.management.base import BaseCommand
from django.db import transaction

from negotiation.management import reference_data, signed_contracts

PARTS = (
    ("régions", reference_data.load_regions),
    ("cercles", reference_data.load_cercles),
    ("communes", reference_data.load_communes),
    ("institutions", reference_data.load_institutions),
    ("textes de référence", reference_data.load_legal_texts),
    ("contrats-plans signés", signed_contracts.load_signed_contracts),
)


class Command(BaseCommand):
    help = "Ajoute les données de référence qui manquent ; ce qui est déjà là n’est pas modifié."

    @transaction.atomic
    def handle(self, *args, verbosity: int, **options) -> None:
        for name, load in PARTS:
            added = load()
            if verbosity:
                self.stdout.write(f"{name} : {added} de plus")
