"""What each follower sees: the contracts of the own region, or of the nation, and what waits there."""

from datetime import date

import pytest

from cper.people.roles import Function, Role
from monitoring.models import Duty, Finding, FollowedContract, QuarterReport, Standing, Tranche
from negotiation.models import ContractSector
from tests.factories import livestock, region
from tests.monitoring import rows
from tests.monitoring.world import SIGNED, follow, on

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.REGION, Role.GOVERNOR, Role.DRPSIAP, Role.ADR])
def test_the_contract_of_another_region_does_not_exist(role):
    contract, elsewhere = follow(), follow(where="gao")
    for own in (contract, elsewhere):
        rows.tranche("requested", contract=own)
        Finding.objects.create(contract=own, rule="x", title="x", evidence="x", found_on=SIGNED)
    person = on(DAY, role, region("gao"))

    seen = [model.objects.visible_to(person) for model in (FollowedContract, Standing, Finding)]
    duties = Duty.objects.visible_to(person).exclude(contract=None).values_list("contract", flat=True)

    assert [{row.pk if isinstance(row, FollowedContract) else row.contract_id for row in found} for found in seen] == [
        {elsewhere.pk}
    ] * 3
    assert set(duties) == {elsewhere.pk}


def test_what_is_awaited_in_another_region_is_not_shown_nor_what_falls_to_another_role():
    for where in ("kayes", "gao"):
        contract = follow(where=where)
        rows.tranche("draft", contract=contract)
        rows.tranche("requested", contract=contract)
        rows.report(contract=contract)

    def waiting(role: Role, function: Function | None = None) -> tuple[list, list]:
        person = on(DAY, role, region("gao"), function)
        found = (Tranche.objects.awaiting(person), QuarterReport.objects.awaiting(person))
        return tuple([(row.contract.region.slug, row.state) for row in rows] for rows in found)

    assert waiting(Role.PRESIDENT) == ([("gao", "draft")], [("gao", "canvas")])
    assert waiting(Role.REGION, Function.AGENT) == ([], [("gao", "canvas")])
    assert waiting(Role.ANICT) == (
        [("kayes", "requested"), ("gao", "requested")],
        [("kayes", "canvas"), ("gao", "canvas")],
    )
    assert waiting(Role.DNPD) == ([], [])


def test_a_sector_ministry_sees_the_contracts_that_hold_a_project_of_its_own():
    follow()
    contract = follow()
    ContractSector.objects.create(contract=contract, institution=livestock())

    assert list(FollowedContract.objects.visible_to(on(DAY, Role.SECTOR))) == [contract]
