"""Whatever the plan and whatever the session sets aside: every page, list and act states the same cost and shares.

The sums are made by the test from what it drew; nothing of the site's own sums is asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cper.people.roles import Role
from cper.words.french import digits
from negotiation import documents, operations
from negotiation.models import Contract
from negotiation.models.checklist import slots
from negotiation.workflow import Step
from tests import factories
from tests.factories import (
    NOW,
    TODAY,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    judged,
    stamp,
    user_as,
)
from tests.negotiation.pages import page_of, text
from tests.stated import Page

pytestmark = pytest.mark.django_db

READ = {"region": "Collectivité", "state": "État", "partner": "Partenaires"}
YEARS = (2027, 2028, 2029)


@dataclass(frozen=True)
class Drawn:
    """A project of the list: what each source gives in each year, and whether the session retains it."""

    shares: tuple[tuple[str, int, int], ...]
    retained: bool

    @property
    def cost(self) -> int:
        return sum(amount for _source, _year, amount in self.shares)


SHARE = st.tuples(st.sampled_from(tuple(READ)), st.sampled_from(YEARS), st.integers(1, 9_999_999_999))
SHARES = st.lists(SHARE, min_size=1, max_size=5, unique_by=lambda share: share[:2]).map(tuple)
PROJECTS = st.lists(st.builds(Drawn, SHARES, st.booleans()), min_size=1, max_size=3)


def selected(drawn: Sequence[Drawn]) -> Contract:
    """A contract at E8 of which the session retained what was drawn so, and deferred the rest."""
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    session = contract.sessions.get()
    for number, one in enumerate(drawn, start=2):
        project = ProjectFactory(contract=contract, number=number, cost=one.cost, whole=False)
        project.sites.create(number=2, name="Diéma")
        for source, year, amount in one.shares:
            project.financing.create(
                source=source, year=year, amount=amount, payer=source if source == "partner" else ""
            )
        outcome = (
            {"outcome": "retained", "priority": project.number}
            if one.retained
            else {"outcome": "deferred", "reason": "Étude à refaire."}
        )
        session.decisions.create(project=project, **outcome)
    for slot in slots(Contract.objects.get(pk=contract.pk), up_to=Step.SELECTION):
        if slot.project_id not in (None, contract.projects.first().pk):
            file_piece(contract, slot, stamp())
    contract.sessions.update(judged=judged(Contract.objects.get(pk=contract.pk)))
    operations.make_move(Contract.objects.get(pk=contract.pk), "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)
    return Contract.objects.get(pk=contract.pk)


def told(drawn: Sequence[Drawn]) -> Counter:
    """What each source gives to what is retained; the factory's own project, retained, is of 100 millions."""
    sums = Counter({"region": 10_000_000, "state": 90_000_000})
    for one in drawn:
        for source, _year, amount in one.shares if one.retained else ():
            sums[source] += amount
    return +sums


def percents(page: Page) -> int:
    """The sum of the shares in percent as printed, in hundredths."""
    printed = page.root.xpath('//*[@class="shares__percent"]/text()')
    return sum(int(words.split()[0].replace(",", "")) for words in printed)


def test_every_page_list_and_act_states_the_same_cost_and_shares(client: Client, time_machine, monkeypatch):
    monkeypatch.setitem(factories.ENVELOPE, "envelope", 10**12)
    time_machine.move_to(NOW, tick=False)
    all_seats()
    client.force_login(user_as(Role.PRESIDENT))

    @settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(PROJECTS)
    def holds(drawn):
        with transaction.atomic():
            contract, sums = selected(drawn), told(drawn)
            cost = sum(sums.values())
            overview = Page(client.get(page_of("dossier", contract)))
            assert overview.shares() == {READ[source]: sum_ for source, sum_ in sums.items()} | {"Coût déclaré": cost}
            assert percents(overview) == 10_000
            assert totals(client, contract) == {"financing": cost, "list": cost, "region": cost}
            printed = act(contract)
            assert f"{digits(cost)} FCFA".replace("\u00a0", " ") in printed
            assert f"{digits(sums['state'])} FCFA".replace("\u00a0", " ") in printed
            transaction.set_rollback(True)

    holds()


def totals(client: Client, contract: Contract) -> dict[str, int]:
    """The whole of the contract's money on the pages that tell it in a table."""
    page = Page(client.get(page_of("dossier-financing", contract)))
    whole = page.sum("Ensemble du contrat", "Total") or page.sum("Projet 1 : ", "Total")
    lists = {"list": reverse("dossiers"), "region": reverse("region", args=[contract.region.slug])}
    return {"financing": whole} | {
        name: Page(client.get(url)).sum("Dossiers", "Montant") for name, url in lists.items()
    }


def act(contract: Contract) -> str:
    document = documents.convention_of(contract, on=TODAY, draft=True)
    return text(render_to_string(document.template_name, {"document": document}))
