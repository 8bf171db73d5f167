"""The stage of the journeys: Mali as the reference data tells it, and the accounts of the demonstration."""

from datetime import date

from django.core.management import call_command

from cper.demo.negotiation.people import load_people


def load_mali() -> None:
    call_command("load_reference", verbosity=0)
    load_people(date.today())
