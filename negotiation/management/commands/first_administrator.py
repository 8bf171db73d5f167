"""Give a new platform its first administrator; the others are made in the site."""

import getpass

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cper.people.models import Institution, Mandate, User
from cper.people.roles import Body, Function
from cper.words.clock import day_of


class Command(BaseCommand):
    help = "Ouvre le compte du premier administrateur, avec son mandat ; le mot de passe est demandé."

    def add_arguments(self, parser):
        parser.add_argument("username", help="l’identifiant")
        parser.add_argument("name", help="le prénom et le nom, entre guillemets")

    @transaction.atomic
    def handle(self, *, username: str, name: str, **_options) -> None:
        """Refuse when somebody is administrator already: a right comes from a mandate that an administrator gives."""
        today = day_of(timezone.now())
        platform = Institution.objects.filter(body=Body.PLATFORM).first()
        if platform is None:
            raise CommandError("Chargez d’abord les données de référence : manage.py load_reference.")
        if Mandate.objects.on(today).filter(institution=platform, person__is_active=True).exists():
            raise CommandError("La plateforme a déjà un administrateur : les comptes s’ouvrent dans le site.")
        person = User(username=username, name=name)
        person.set_password(self.password_for(person))
        try:
            person.full_clean()
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        person.save()
        Mandate.objects.create(
            person=person,
            institution=platform,
            function=Function.AGENT,
            title="Administrateur de la plateforme",
            valid_from=today,
        )
        self.stdout.write(f"Compte ouvert : {person.username}, administrateur de la plateforme.")

    def password_for(self, person: User) -> str:
        password = getpass.getpass("Mot de passe : ")
        try:
            password_validation.validate_password(password, person)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        return password
