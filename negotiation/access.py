"""The one question (`people.rights`), asked of the law of the negotiation."""

from typing import Any

from cper.people import rights
from negotiation.workflow import example


def decide(actor: Any, name: str, subject: Any) -> rights.Verdict:
    """Answer whether `actor` may do the negotiation's action `name` to `subject`, and if not, why."""
    return rights.ask(actor, example(name).roles, name, subject)
