"""The written demand of a tranche asks for what the tranche asks for: once its figures change, it is filed again."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import Tranche
from monitoring.models.requirements import checklist
from monitoring.views.buttons import offered
from monitoring.vocabulary import PaperKind
from tests.monitoring.world import MILLION, at, bring, file, follow, move, on, tranche

pytestmark = pytest.mark.django_db
DAY = date(2019, 3, 1)
OTHER = "Déposée pour une autre somme, un autre projet ou un autre exercice."


def edit(held: Tranche, requested: int) -> Tranche:
    facts = {"project": held.project, "window": held.window, "year": held.year, "requested": requested}
    operations.edit_tranche(held, **facts, by=on(DAY, Role.REGION, held.contract.region), at=at(DAY))
    return Tranche.objects.get()


def demand(held: Tranche) -> tuple[bool, str]:
    return next((met.done, met.note) for met in checklist(held) if met.paper == PaperKind.DEMAND)


def test_a_changed_sum_asks_for_a_new_written_demand():
    held = tranche(follow())
    before = demand(held)

    changed = edit(held, 50 * MILLION)

    assert (before, demand(changed)) == ((True, ""), (False, OTHER))
    assert str(PaperKind.DEMAND.label) in changed.lacks_papers
    with pytest.raises(operations.Refused):
        move(changed, "request")
    file(changed, PaperKind.DEMAND, DAY)
    assert demand(Tranche.objects.get()) == (True, "")
    assert move(Tranche.objects.get(), "request").state == "requested"


def test_the_same_figures_ask_for_nothing_more():
    held = tranche(follow())

    assert demand(edit(held, held.requested)) == (True, "")


def test_a_return_that_is_mended_is_not_answered_once_more():
    returned = move(bring(tranche(follow()), "request"), "send_back", concerns=("paper-plan",))
    agent = on(DAY, Role.REGION, returned.contract.region)
    before = [button["label"] for button in offered(Tranche.objects.get(), agent)]

    file(returned, PaperKind.PLAN, DAY)

    assert "Répondre au retour de l’ANICT" in before
    assert "Répondre au retour de l’ANICT" not in [button["label"] for button in offered(Tranche.objects.get(), agent)]
