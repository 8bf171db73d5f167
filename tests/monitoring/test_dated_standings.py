"""What was found keeps when it began and when it was lifted; where a contract stood is kept, and read, by its day."""

import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import DatedStanding, Finding, FollowedContract, Standing
from tests.factories import region, stamp
from tests.monitoring import rows
from tests.monitoring.acting import plain
from tests.monitoring.pages import opened
from tests.monitoring.world import MILLION, SIGNED, TO_PAID, bring, follow, tranche

pytestmark = pytest.mark.django_db

APRIL, MAY, JUNE = date(2019, 4, 15), date(2019, 5, 2), date(2019, 6, 1)


@pytest.fixture
def contract() -> FollowedContract:
    return follow()


def paid(contract: FollowedContract) -> None:
    """Sixty millions of a tranche, on 1 March 2019."""
    bring(tranche(contract), *TO_PAID)


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_what_is_lifted_keeps_both_its_days_and_begins_again_if_found_again(contract):
    renewal.pull(APRIL)
    met = contract.fulfilments.create(code="O10", key="R1", on=APRIL, **stamp())
    renewal.pull(MAY)
    lapse = {"lapsed": True, "note": "Non tenue.", "corrects": met, "reason": "Relu."}
    contract.fulfilments.create(code="O10", key="R1", on=APRIL, **lapse, **stamp())
    renewal.pull(JUNE)

    rows = Finding.every.filter(rule="committee").order_by("pk").values_list("found_on", "lifted_on")
    assert list(rows) == [(APRIL, MAY), (JUNE, None)]
    assert Finding.objects.get(rule="committee").found_on == JUNE


def test_what_was_found_is_never_erased_nor_what_was_lifted_rewritten(contract):
    renewal.pull(APRIL)
    Finding.objects.filter(rule="committee").update(lifted_on=MAY)
    lifted = Finding.every.filter(rule="committee")

    assert refused(lifted.delete)
    assert refused(lambda: lifted.update(lifted_on=None))
    assert Finding.every.filter(rule="committee", lifted_on=MAY).exists()


def test_each_change_of_the_figures_leaves_a_row_of_its_day_and_days_that_pass_leave_none(contract):
    paid(contract)
    rows = DatedStanding.objects.filter(contract=contract).order_by("pk")
    before = rows.count()
    for day in (date(2019, 3, 2), date(2019, 3, 3)):
        renewal.pull(day)

    assert Standing.objects.get().worked_out_on == date(2019, 3, 3)
    assert rows.count() == before
    assert [rows.first().on, rows.first().paid] == [SIGNED, 0]
    assert [rows.last().on, rows.last().paid, rows.last().in_force] == [date(2019, 3, 1), 60 * MILLION, True]


def test_a_dated_row_is_refused_to_be_rewritten_or_erased(contract):
    rows = DatedStanding.objects.filter(contract=contract)

    assert refused(lambda: rows.update(paid=1))
    assert refused(rows.delete)


def test_the_last_row_by_a_day_is_that_of_the_day(contract):
    paid(contract)

    def of(day: date) -> list[int]:
        return list(DatedStanding.objects.at(day).values_list("paid", flat=True))

    assert [of(date(2018, 8, 30)), of(SIGNED), of(date(2019, 2, 28)), of(MAY)] == [[], [0], [0], [60 * MILLION]]


def test_the_national_list_is_read_at_a_past_day_and_says_it(client, contract):
    paid(contract)
    renewal.pull(JUNE)

    page = opened(client, Role.ANICT, "nation", au="2019-02-28")

    said = plain(page)
    assert "situation au 28 février 2019" in said
    assert "Telle que le site l’avait établie ce jour-là" in said
    row = page.context["table"].rows[0]
    assert (row["paid"], row["url"]) == (0, f"/suivi/{contract.reference}/?au=2019-02-28&su=2019-02-28")
    assert row["elapsed_rate"] == renewal.elapsed(contract, date(2019, 2, 28))
    assert [alarm["url"] for group in page.context["groups"] for alarm in group["alarms"]] == ["", "", ""]
    assert page.context["filters"]["hidden"] == [{"name": "au", "value": "2019-02-28"}]


def test_the_list_of_a_past_day_is_narrowed_as_today_s(client, contract):
    gao = follow(region=region("gao"))
    paid(gao)

    page = opened(client, Role.ANICT, "nation", au="2019-03-15", region="gao")

    assert [row["reference"] for row in page.context["table"].rows] == [gao.reference]


def test_a_contract_signed_since_is_not_in_the_list_of_that_day(client):
    follow(signed=date(2019, 3, 1))

    assert opened(client, Role.ANICT, "nation", au="2019-02-28").context["table"].rows == []


def test_a_contract_that_the_site_did_not_follow_yet_is_said_to_be_absent(client, contract):
    rows.signed()

    then = plain(opened(client, Role.ANICT, "nation", au="2019-02-28"))
    before = plain(opened(client, Role.ANICT, "nation", au="2018-08-30"))

    assert "1 contrat-plan déjà signé n’y était pas encore suivi : il n’y figure pas." in then
    assert "déjà signé" not in before


def test_a_day_to_come_is_refused_with_how_to_mend(client, contract):
    page = opened(client, Role.ANICT, "nation", au="2030-01-01")

    assert page.status_code == 400
    assert "est à venir : rien n’en est encore connu. Choisissez un jour jusqu’au" in plain(page)


def test_the_file_of_the_list_carries_its_day(client, contract):
    found = opened(client, Role.ANICT, "nation", au="2019-02-28", fichier="contrats-plans.xlsx")

    assert "contrats-plans-au-2019-02-28" in found["Content-Disposition"]
    told = load_workbook(io.BytesIO(b"".join(found.streaming_content)))["Provenance"]
    rows = {row[0].value: row[1].value.replace("\u00a0", " ") for row in told.iter_rows()}
    assert rows["Situation au"].startswith("28 février 2019, telle que le site l’avait établie (lue le ")


def test_the_list_of_a_past_day_costs_no_more(client, django_assert_max_num_queries, contract):
    paid(contract)
    opened(client, Role.ANICT, "nation")

    with django_assert_max_num_queries(8):
        client.get("/suivi/?au=2019-02-28")


def test_the_contract_s_page_says_since_when_each_thing_is_found_and_what_was_lifted(client, contract):
    renewal.pull(APRIL)
    contract.fulfilments.create(code="O10", key="R1", on=APRIL, **stamp())
    renewal.pull(MAY)

    said = plain(opened(client, Role.ANICT, "execution", contract.reference))
    assert "Constaté depuis le 15 avril 2019." in said
    assert "constaté le 15 avril 2019, levé le 2 mai 2019" in said
    then = plain(opened(client, Role.ANICT, "execution", contract.reference, au="2019-04-20", su="2019-04-20"))
    assert "levé le 2 mai 2019" not in then
    assert "Constaté depuis le 15 avril 2019." in then
