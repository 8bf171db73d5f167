"""A rate carried over bears its day, an excess stands beside the gap, two sums of one thing say what parts them."""

from datetime import date

import pytest

from cper.people.models import Mandate
from cper.people.roles import Role
from monitoring import renewal
from monitoring.figures import Reading
from monitoring.models import FollowedContract, Standing
from monitoring.values import Delays
from monitoring.views.rows import done
from tests.factories import stamp
from tests.monitoring.acting import written
from tests.monitoring.pages import DAY, opened
from tests.monitoring.scene import adopt
from tests.monitoring.world import LONG_AGO, MILLION, TO_PAID, bring, follow, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


def page(client, name: str, *args, role: Role = Role.FINANCE) -> str:
    return text(opened(client, role, name, *args).content.decode())


def own(contract: FollowedContract, kind: str, amount: int, year: int = 2019) -> None:
    facts = {"project": contract.projects.first(), "source": "region", "on": date(2019, 3, 1), **stamp()}
    contract.movements.create(year=year, kind=kind, amount=amount * MILLION, **facts)


def renewed(contract: FollowedContract) -> None:
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)


def test_a_rate_in_a_list_bears_the_day_of_its_report(client):
    contract = follow()
    adopt(written(contract), date(2019, 2, 1))
    renewed(contract)

    standing = Standing.objects.get()
    assert text(done(standing)) == "25,00 % réalisés au 31 décembre 2018"
    assert "réalisés au 31 décembre 2018" in page(client, "nation")


def test_what_one_year_has_beyond_its_plan_stands_beside_the_gap(client):
    contract = follow()
    own(contract, "mobilised", 40)  # thirty beyond the ten of 2019
    renewed(contract)

    reading = Reading.of(FollowedContract.objects.get().load(), DAY, Delays())
    gap, excess = reading.gap("to_mobilise").whole, reading.excess("to_mobilise")
    assert (gap, excess) == (390 * MILLION, 30 * MILLION)
    assert reading.sum("engaged") == reading.sum("mobilised") + gap - excess
    said = "dont 30 000 000 FCFA au-delà de ce que le plan donne à leur année"
    assert said in page(client, "execution", contract.reference)
    assert said in page(client, "nation")


def test_the_funds_say_what_other_sources_have_to_justify_too(client):
    contract = follow()
    bring(tranche(contract), *TO_PAID)
    own(contract, "mobilised", 8)
    own(contract, "paid", 5)
    renewed(contract)

    said = page(client, "waiting")

    assert "60 000 000 FCFA payés par les tranches ne sont pas encore justifiés." in said
    assert "S’y ajoutent 5 000 000 FCFA payés hors tranches : 65 000 000 FCFA à justifier en tout." in said
    assert "65 000 000 FCFA à justifier" in page(client, "nation")


def test_a_term_that_begins_after_the_signature_is_written(client):
    contract = follow(signed=date(2018, 8, 31), starts_on=date(2019, 1, 1))

    assert "Signé le 31 août 2018, pour la durée du 1er janvier 2019 au 31 décembre 2023." in page(
        client, "execution", contract.reference
    )


def test_during_an_interim_the_holder_reads_that_one_is_under_way(client):
    contract = follow()
    holder = on(DAY, Role.PRESIDENT, contract.region).mandates[0]
    person = on(DAY, Role.DNPD).user
    Mandate.objects.create(
        person=person,
        institution=holder.institution,
        function=holder.function,
        title=holder.title,
        basis=Mandate.Basis.INTERIM,
        valid_from=LONG_AGO,
        valid_to=date(2099, 12, 31),
        act="Décision n°7",
    )

    assert "Un intérim de votre charge est en cours" in page(client, "follow-up-inbox", role=Role.PRESIDENT)
