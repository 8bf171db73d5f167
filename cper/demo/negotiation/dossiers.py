"""The demonstration dossiers: invented, at least one at each of the eight steps."""

from datetime import datetime

from django.db.models import F

from cper.demo.negotiation.player import Player
from negotiation.management.fixtures import document
from negotiation.models import Contract, Notice


def load_dossiers(now: datetime) -> int:
    """Play the stories that have not been played yet; return how many.

    A story is known by its title, even if the dossier has been given another one since.
    """
    played = set(Contract.history.filter(invented=True).values_list("title", flat=True))
    stories = [story for story in document("demo_dossiers.toml")["dossier"] if story["title"] not in played]
    contracts = [Player(story, now).play() for story in stories]
    # What happened in a story has been told to its people long ago: no mail leaves for it.
    Notice.objects.filter(contract__in=contracts).update(mailed_at=F("written_at"))
    return len(stories)
