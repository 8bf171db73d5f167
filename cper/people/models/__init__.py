"""Institutions, people, and the mandates from which every right follows."""

from cper.people.models.mandate import Mandate, SignedAct
from cper.people.models.people import Actor, Institution, User
from cper.people.models.sign_in import REMEMBERED, KnownPlace, SignInTry

__all__ = ["REMEMBERED", "Actor", "Institution", "KnownPlace", "Mandate", "SignInTry", "SignedAct", "User"]
