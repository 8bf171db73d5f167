"""Where two could sign: who is chosen, before the text is approved; and how long a delegation (P.O.) lasts."""

from datetime import timedelta

import pytest

from cper.people.models import Mandate
from cper.people.roles import Body, Role
from negotiation import access, operations
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    actor,
    all_seats,
    institution,
    region,
    user_as,
)
from tests.interruptions import fields
from tests.negotiation.pages import text
from tests.negotiation.test_who_signs import approve, delegate, standing_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    all_seats()
    return ContractFactory(step=Step.SIGNATURE, ready=True)


# Who is chosen, before the text is approved


def test_the_holder_signs_unless_the_delegate_is_chosen(contract):
    delegated, holder = delegate(covers_signing=True), actor(Role.PRESIDENT).mandates[0]

    assert Mandate.objects.may_sign(Body.COUNCIL, region(), TODAY) == [holder, delegated]
    assert approve(contract).drafts.get().council_mandate == holder


def test_who_may_not_sign_that_day_is_not_chosen(contract):
    delegated = delegate(covers_signing=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)
    contract.refresh_from_db()
    later = {"ceremony_on": delegated.valid_to + timedelta(days=1), "ceremony_place": "Kayes", "chosen": [delegated]}

    with pytest.raises(Refused, match=r"n’a pas qualité pour signer le 30.novembre 2026"):
        operations.approve_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, **later)


def test_the_page_of_the_approval_shows_who_signs_and_asks_where_two_could(contract, client):
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)
    client.force_login(user_as(Role.GOVERNOR))
    page = f"{contract.get_absolute_url()}approuver-la-convention/"
    holder = actor(Role.PRESIDENT).mandates[0]

    alone = text(client.get(page).content.decode())
    delegated = delegate(covers_signing=True)
    both = fields(client.get(page))
    typed = both.held | {"ceremony_on": "20/11/2026", "ceremony_place": "Kayes", "council": str(delegated.pk)}
    client.post(page, typed)

    assert f"Signera pour la Région de Kayes {holder.person}, {holder.label}" in alone
    assert both.held["council"] == str(holder.pk)
    assert Contract.objects.get().drafts.get().council_mandate == delegated


# A delegation lasts as long as who gave it is in office


def asleep(mandate: Mandate, day=TODAY) -> bool:
    return Mandate.objects.on(day).get(pk=mandate.pk).suspended


def test_a_delegation_sleeps_while_somebody_stands_in_for_who_gave_it():
    all_seats()
    delegated = delegate(covers_signing=True)
    MandateFactory(
        institution=institution(Body.COUNCIL),
        basis="2-interim",
        act="Décision n°13/CRK",
        function="signatory",
        valid_from=TODAY,
        valid_to=TODAY,
    )
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    verdict = access.decide(delegated.person.on(TODAY), "submit", contract)

    assert (asleep(delegated), asleep(delegated, TODAY + timedelta(days=1))) == (True, False)
    assert (verdict.allowed, verdict.forbidden) == (False, True)
    assert verdict.reason.startswith("Votre délégation est sans effet aujourd’hui")


@pytest.mark.parametrize("same", [False, True])
def test_a_delegation_falls_with_the_mandate_of_who_gave_it_unless_it_is_given_anew(same):
    delegated = delegate()
    former = MandateFactory(function="signatory", valid_to=TODAY - timedelta(days=1))
    assert asleep(delegated)

    MandateFactory(function="signatory", valid_from=TODAY, person=former.person if same else user_as(Role.GOVERNOR))

    assert asleep(delegated) is not same
    assert not asleep(delegated, TODAY - timedelta(days=1))


def test_a_delegation_given_by_who_stands_in_lasts_as_long_as_he_does():
    all_seats()
    standing = standing_in("2-interim", "Président P.I.", Body.COUNCIL)
    given = delegate(valid_from=TODAY)
    Mandate.objects.filter(pk=standing.pk).update(valid_from=TODAY, valid_to=TODAY)

    assert (asleep(given), asleep(given, TODAY + timedelta(days=1))) == (False, True)
