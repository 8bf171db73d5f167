"""Who is awaited next, as the law names them, by whom a delay presses and whom none does."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cper.people.roles import Role
from cper.words.french import ngettext, sequence
from negotiation.models import Turn


def without_a_day(turns: Iterable[Turn], timed: Iterable[Turn]) -> str:
    """Who is awaited too, whom no delay presses."""
    pressed = {turn.institution_id for turn in timed}
    others = [turn for turn in turns if turn.institution_id not in pressed and turn.due_on is None]
    if not others:
        return ""
    sentence = ngettext(
        "Attendu aussi, sans échéance fixée : %s.",
        "Attendus aussi, sans échéance fixée : %s.",
        houses(others),
    )
    return sentence % sequence(awaited(others))


def houses(turns: Iterable[Turn]) -> int:
    """How many institutions are awaited."""
    return len({turn.institution_id for turn in turns})


def awaited(turns: Iterable[Turn]) -> list[str]:
    """Who is awaited, as the law names them: for each institution, the role of its first turn; of a role that several
    have, how many."""
    first: dict[int, Turn] = {}
    for turn in turns:
        first.setdefault(turn.institution_id, turn)
    roles = Counter(turn.role for turn in first.values())
    return [
        _("%s ministères sectoriels") % count if role == Role.SECTOR and count > 1 else str(Role(role).label)
        for role, count in roles.items()
    ]
