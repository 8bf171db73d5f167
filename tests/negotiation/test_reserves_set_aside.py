"""A reserve on a project that the session has deferred does not stand as if the contract counted that project."""

import pytest
from django.urls import reverse

from cper.people.roles import Body, Role
from negotiation import operations
from negotiation.models import Contract, Opinion
from negotiation.workflow import Step, example
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, all_seats, institution, judged, stamp, user_as
from tests.negotiation.pages import page_of, text
from tests.situations import approved, proposed

pytestmark = pytest.mark.django_db

DEFERRED = "Projet 2, « Abattoir » : différé par la session du 20 novembre 2026."
ALONE = f"Ne porte que sur ce que le contrat ne compte pas. {DEFERRED}"
ALSO = f"Porte aussi sur ce que le contrat ne compte pas. {DEFERRED}"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """At E8: livestock reserves on the project retained, health on the one deferred, finance on both."""
    all_seats()
    contract, health = ContractFactory(step=Step.SELECTION, ready=True), institution(Body.SECTOR, slug="sante")
    other = ProjectFactory(contract=contract, title="Abattoir", ministry=health)
    for former in contract.opinions.all():
        with_reserves(former)
    given = {"verdict": "reserves", "given_at": NOW, "judged": judged(contract), **stamp(Role.SECTOR)}
    contract.opinions.create(institution=health, asked_on=NOW.date(), text="Prévoir un vétérinaire.", **given)
    contract.sessions.update(judged=judged(contract))
    contract.sessions.get().decisions.create(project=other, outcome="deferred", reason="Étude à refaire.")
    operations.make_move(contract, "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)
    return Contract.objects.get()


def with_reserves(former: Opinion) -> None:
    """Have the institution speak again: its former opinion gives way to one with reserves."""
    Opinion.objects.filter(pk=former.pk).update(superseded=True)
    kept = {field.name: getattr(former, field.name) for field in Opinion._meta.fields if field.name != "id"}
    Opinion.objects.create(**kept | {"round": 2, "superseded": False, "verdict": "reserves", "text": "À suivre."})


def cards(client, role: Role, url: str) -> dict[str, str]:
    """Each opinion that counts, by its institution, in the order of the page; those replaced come after."""
    client.force_login(user_as(role))
    _head, *found = client.get(url).content.decode().split('<article class="card opinion">')
    named = [(card.split("</h3>")[0].lower(), text(card.split("</article>")[0])) for card in found]
    told: dict[str, str] = {}
    for title, card in named:
        told.setdefault(next(name for name in ("elevage", "sante", "finance") if name in title), card)
    return told


@pytest.mark.parametrize(
    ("role", "act", "text_is"),
    [
        (Role.PRESIDENT, "propose_convention", None),
        (Role.GOVERNOR, "approve_convention", proposed),
        (Role.GOVERNOR, "sign", approved),
    ],
)
def test_a_reserve_says_which_of_its_projects_the_contract_does_not_count(client, contract, role, act, text_is):
    if text_is:
        text_is(contract)

    told = cards(client, role, reverse("act", args=[contract.reference, example(act)]))

    assert (ALONE in told["sante"], ALSO in told["finance"], "ne compte pas" in told["elevage"]) == (True, True, False)
    assert list(told)[-1] == "sante"


def test_the_opinions_of_the_dossier_say_it_too(client, contract):
    told = cards(client, Role.PRESIDENT, page_of("dossier-opinions", contract))

    assert (ALONE in told["sante"], ALSO in told["finance"]) == (True, True)
