"""A signature is given on paper: its day, its place, when it was recorded; the last one dates the contract."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from cper.people.roles import Role
from negotiation import access, operations
from negotiation.documents import record_of
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, actor, all_seats, judged, stamp, user_as
from tests.negotiation.pages import faults, send, text
from tests.situations import approved, proposed

pytestmark = pytest.mark.django_db

CEREMONY = TODAY
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """A dossier whose convention is approved, its ceremony being today in Kayes."""
    all_seats()
    made = ContractFactory(step=Step.SIGNATURE, ready=True)
    approved(made)
    return made


def sign(contract, role, at: datetime = NOW, **wet):
    facts = {"signed_on": TODAY, "signed_place": "Kayes"} | wet
    by = user_as(role).on(at.date())
    return operations.sign(Contract.objects.get(pk=contract.pk), by=by, at=at, **facts)


def test_nothing_is_signed_before_the_day_of_the_ceremony(contract):
    yesterday = user_as(Role.GOVERNOR).on(TODAY - timedelta(days=1))

    verdict = access.decide(yesterday, "sign", contract)

    assert [words.replace("\u00a0", " ") for words in verdict.missing] == [
        "La cérémonie est convoquée le 20 novembre 2026, Kayes : la signature s’enregistre dès ce jour."
    ]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "La convention n’était pas approuvée ce jour-là"), (4, "Ce jour est à venir")],
)
def test_a_signature_is_neither_before_the_approval_nor_to_come(contract, days, sentence):
    with pytest.raises(Refused, match=sentence):
        sign(contract, Role.GOVERNOR, at=LATER, signed_on=TODAY + timedelta(days=days))


def test_the_contract_is_dated_by_the_last_of_the_two_signatures(contract):
    sign(contract, Role.PRESIDENT, at=LATER, signed_on=TODAY + timedelta(days=2))

    signed = sign(contract, Role.GOVERNOR, at=LATER)

    assert signed.signed_on == TODAY + timedelta(days=2)


def test_what_is_recorded_after_its_day_says_so(contract):
    sign(contract, Role.PRESIDENT, at=LATER)
    sign(contract, Role.GOVERNOR, at=LATER)

    detail = contract.passages.filter(action="sign").first().detail
    record = record_of(Contract.objects.get(), contract.drafts.get(), on=LATER.date())

    assert detail.replace("\u00a0", " ") == "Signé le 20 novembre 2026, Kayes ; enregistré le 23 novembre 2026"
    assert [one.recorded_label.replace("\u00a0", " ") for one in record.signatures] == ["23 novembre 2026"] * 2


def test_the_minutes_tell_a_ceremony_only_where_both_signed_on_its_day_and_at_its_place(contract):
    sign(contract, Role.PRESIDENT)
    sign(contract, Role.GOVERNOR, signed_place=" kayes ")
    record = record_of(Contract.objects.get(), contract.drafts.get(), on=TODAY)
    one, other = record.signatures

    elsewhere = replace(record, signatures=(one, replace(other, place="Bamako")))
    another_day = replace(record, signatures=(one, replace(other, signed_on=TODAY + timedelta(days=1))))

    assert [told.is_ceremony for told in (record, elsewhere, another_day)] == [True, False, False]


def test_the_page_proposes_the_ceremony_and_says_a_day_to_come(contract, client):
    client.force_login(user_as(Role.GOVERNOR))
    address = f"{contract.get_absolute_url()}signer/"

    form = client.get(address).context["form"]
    response = send(client, address, signed_on="21/11/2026")

    assert (form["signed_on"].value(), form["signed_place"].value()) == (CEREMONY, "Kayes")
    assert [fault.partition(" : ")[2] for fault in faults(response)] == [
        "Ce jour est à venir : une signature s’enregistre une fois donnée."
    ]


def test_what_is_signed_is_shown_project_by_project_and_year_by_year_the_print_behind_details(contract, client):
    client.force_login(user_as(Role.GOVERNOR))

    response = client.get(f"{contract.get_absolute_url()}signer/")

    assert response.context["state_by_year"] == [{"year": 2027, "amount": 90_000_000}]
    assert response.context["sums"] == {"cost": 100_000_000, "state": 90_000_000, "count": 1}
    before, details, _after = response.content.decode().partition("<details")
    assert (response.context["fingerprint"] in before, bool(details)) == (False, True)


# The database


def test_the_database_lets_nobody_sign_for_who_is_printed(contract):
    given = {"action": "sign", "role": Role.GOVERNOR, "given_at": NOW, "signed_on": TODAY, "signed_place": "Kayes"}

    with pytest.raises(DatabaseError, match="assent_signs_what_was_approved"), transaction.atomic():
        contract.assents.create(judged=judged(contract), **given, **stamp(Role.PRESIDENT))


def test_the_database_dates_a_contract_by_its_last_signature(contract):
    dated = "UPDATE negotiation_contract SET step = 'signed', signed_on = %s WHERE id = %s"
    refused = pytest.raises(DatabaseError, match="contract_is_dated_by_its_last_signature")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(dated, [TODAY, contract.pk])


def test_the_database_takes_no_signed_text_back(contract):
    sign(contract, Role.PRESIDENT)
    sign(contract, Role.GOVERNOR)

    with pytest.raises(DatabaseError, match="convention_signed_is_not_returned"), transaction.atomic():
        contract.drafts.update(returned=True)


def test_an_approved_text_is_taken_back_and_nothing_else_in_it_changes(contract):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        contract.drafts.update(returned=True, disputes="autre")

    assert contract.drafts.update(returned=True) == 1


# No hole in a signed act


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_convention_is_not_proposed_with_an_empty_clause(clause, client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    client.force_login(user_as(Role.PRESIDENT))
    sent = CLAUSES | {clause: " \n"}

    with pytest.raises(Refused, match="aucune clause vide"):
        operations.propose_convention(contract, sent, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    response = send(client, f"{contract.get_absolute_url()}proposer-la-convention/", **sent)

    assert [fault.partition(" : ")[2] for fault in faults(response)] == [
        "Écrivez cette clause : la convention ne se propose pas avec un blanc."
    ]


def test_a_member_of_the_team_without_a_name_is_told_line_by_line(client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    client.force_login(user_as(Role.PRESIDENT))
    sent = CLAUSES | {"team": "Chef de projet : Awa Traoré\nComptable"}

    response = send(client, f"{contract.get_absolute_url()}proposer-la-convention/", **sent)

    assert "« Comptable » : écrivez la fonction, deux points, puis le nom de la personne." in faults(response)[0]


def test_the_clauses_of_a_text_sent_back_are_what_the_region_writes_again(client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    proposed(contract)
    contract.drafts.update(returned=True)
    client.force_login(user_as(Role.PRESIDENT))

    form = client.get(f"{contract.get_absolute_url()}proposer-la-convention/").context["form"]

    assert {name: form[name].value() for name in CLAUSES} == CLAUSES


# Who was present

PRESENT = "Préfet du cercle de Diéma : Moussa Traoré\nDirectrice de l’ADR : Awa Ba"


def minutes(contract) -> str:
    """The frozen record as it reads."""
    pages = pypdf.PdfReader(io.BytesIO(bytes(Contract.objects.get().signature_record.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_members_of_the_crocsad_who_were_present_are_named_wherever_the_signature_is_told(contract, client):
    sign(contract, Role.GOVERNOR, attended=PRESENT)
    sign(contract, Role.PRESIDENT, attended=PRESENT)
    client.force_login(user_as(Role.GOVERNOR))

    page = text(client.get(f"{contract.get_absolute_url()}convention/").content.decode())
    journal = text(client.get(f"{contract.get_absolute_url()}journal/").content.decode())

    for told in (minutes(contract), page):
        assert told.count("Membres du CROCSAD présents") == 1
        assert "Préfet du cercle de Diéma : Moussa Traoré" in told
        assert "Directrice de l’ADR : Awa Ba" in told
    assert "En présence de membres du CROCSAD : Moussa Traoré, Préfet du cercle de Diéma ; Awa Ba" in journal


def test_of_who_was_present_each_party_is_told_in_its_own_words_with_the_gap(contract, client):
    sign(contract, Role.GOVERNOR, attended=PRESENT)
    sign(contract, Role.PRESIDENT, attended="Directrice de l’ADR : Awa Ba")
    client.force_login(user_as(Role.GOVERNOR))

    page = text(client.get(f"{contract.get_absolute_url()}convention/").content.decode())

    by = "Membres du CROCSAD présents, d’après qui a signé %s (20 novembre 2026, Kayes)"
    for told in (minutes(contract), page):
        assert by % "pour l’État" in told
        assert by % "pour la Région de Kayes" in told
        assert told.count("L’autre liste ne nomme pas : Moussa Traoré.") == 1


def test_the_same_people_in_another_order_are_one_list(contract):
    sign(contract, Role.GOVERNOR, attended=PRESENT)
    sign(contract, Role.PRESIDENT, attended="\n".join(reversed(PRESENT.splitlines())))

    assert minutes(contract).count("Membres du CROCSAD présents") == 1


@pytest.mark.parametrize(("attended", "gap"), [(PRESENT, 0), ("", 1)])
def test_a_list_says_at_which_signature_where_the_two_are_apart(contract, attended, gap):
    sign(contract, Role.GOVERNOR, attended=PRESENT)
    sign(contract, Role.PRESIDENT, attended=attended, signed_place="Bamako")

    told = minutes(contract)

    assert "d’après qui a signé pour l’État (20 novembre 2026, Kayes)" in told
    assert told.count("d’après qui a signé pour la Région de Kayes (20 novembre 2026, Bamako)") == 1 - gap
    assert told.count("n’indique pas qui était présent") == gap


def test_nobody_is_said_to_have_been_present_where_nobody_says_so(contract, client):
    sign(contract, Role.GOVERNOR)
    sign(contract, Role.PRESIDENT)
    client.force_login(user_as(Role.GOVERNOR))

    page = text(client.get(f"{contract.get_absolute_url()}convention/").content.decode())

    for told in (minutes(contract), page):
        assert "Les membres du CROCSAD présents ne sont pas indiqués." in told


def test_who_signs_next_finds_what_was_told_of_the_presence_and_each_line_has_a_function_and_a_name(contract, client):
    sign(contract, Role.GOVERNOR, attended=PRESENT)
    client.force_login(user_as(Role.PRESIDENT))
    address = f"{contract.get_absolute_url()}signer/"

    form = client.get(address).context["form"]
    response = send(client, address, attended="Préfet du cercle de Diéma : Moussa Traoré\n\nAwa Ba")

    assert form["attended"].value() == PRESENT
    assert form["attended"].help_text.startswith("Liste donnée avec l’autre signature :")
    assert [fault.partition(" : ")[2] for fault in faults(response)] == [
        "« Awa Ba » : écrivez la fonction, deux points, puis le nom de la personne."
    ]


def test_the_database_keeps_no_presence_without_a_function_nor_at_what_is_no_signature(contract):
    given = {"role": Role.GOVERNOR, "given_at": NOW, "judged": judged(contract), **stamp(Role.GOVERNOR)}
    wet = {"action": "sign", "signed_on": TODAY, "signed_place": "Kayes", "attended": "Awa Ba"}

    for facts in (wet, {"action": "approve_list", "attended": PRESENT}):
        with pytest.raises(DatabaseError, match="assent_signature_alone_is_attended"), transaction.atomic():
            contract.assents.create(**given, **facts)
