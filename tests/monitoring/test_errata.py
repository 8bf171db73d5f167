"""An erratum to an adopted report: proposed, adopted, frozen; the report never changes."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from cper.people.roles import Role
from monitoring import documents, operations
from monitoring.models import Erratum, QuarterReport
from tests.monitoring.acting import act, plain, said, written
from tests.monitoring.correcting import again, by
from tests.monitoring.scene import adopt
from tests.monitoring.world import follow, on, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return follow()


# An erratum


@pytest.fixture
def adopted(contract):
    return again(adopt(written(contract), date(2019, 2, 1)))


def content(file) -> bytes:
    with file.open() as held:
        return held.read()


def propose(adopted: QuarterReport, day: date = date(2019, 2, 3)) -> Erratum:
    line = operations.Corrected("P1-mobilised", 5_000_000)
    told = {"reason": "Mandat oublié.", **by(Role.DRPSIAP, day, adopted.contract)}
    return operations.propose_erratum(again(adopted), [line], **told)


def test_an_erratum_is_proposed_then_adopted_and_frozen_and_the_report_does_not_change(adopted):
    before = content(adopted.file)
    propose(adopted)

    operations.adopt_erratum(again(adopted), **by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract))

    erratum = Erratum.objects.get()
    assert (erratum.number, erratum.adopted_on) == (1, date(2019, 2, 4))
    assert sha256(content(erratum.file)).hexdigest() == erratum.sha256
    assert (content(again(adopted).file), again(adopted).sha256) == (before, adopted.sha256)


def test_a_proposal_waits_in_the_inbox_of_the_governor(adopted, office):
    actor = on(date(2019, 2, 3), Role.GOVERNOR, adopted.contract.region)
    propose(adopted)

    assert list(QuarterReport.objects.awaiting(actor)) == [adopted]
    assert again(adopted).awaits(again(adopted).at("adopt_erratum"))


def test_without_a_proposal_nothing_is_adopted(adopted):
    who = by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract)

    assert refusal(operations.adopt_erratum, adopted, **who) == "Aucun erratum n’est proposé pour ce rapport."


def test_a_proposal_is_written_again_until_it_is_adopted(adopted):
    propose(adopted)
    propose(adopted, date(2019, 2, 4))

    assert Erratum.objects.get().number == 1


def test_the_form_takes_what_the_report_says_from_the_report(adopted, office):
    typed = {"what-0": "P1-engaged", "is-0": "401 000 000 FCFA", "comment": "Erreur de saisie."}

    response = office.enter(Role.DRPSIAP, date(2019, 2, 3)).send(act(adopted, "erratum"), **typed)

    assert said(response).startswith("Erratum n° 1 proposé.")
    line = Erratum.objects.get().lines[0]
    assert (line["what"], line["was"].replace("\u00a0", " ")) == ("Projet 1, engagé", "400 000 000 FCFA")


def test_a_correction_without_what_must_be_read_is_refused(adopted, office):
    typed = {"what-0": "P1-paid", "comment": "x"}

    page = plain(office.enter(Role.DRPSIAP, date(2019, 2, 3)).send(act(adopted, "erratum"), **typed))

    assert "Dites ce qu’il faut lire." in page
    assert Erratum.objects.count() == 0


def test_the_database_never_changes_an_adopted_erratum(adopted):
    propose(adopted)
    operations.adopt_erratum(again(adopted), **by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract))

    with pytest.raises(DatabaseError, match="erratum_adopted_never_changes"), transaction.atomic():
        Erratum.objects.update(reason="Autre.")


def test_the_page_of_the_quarter_lists_the_erratum_with_its_page(adopted, office):
    propose(adopted)
    operations.adopt_erratum(again(adopted), **by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract))

    page = office.enter(Role.DRPSIAP, date(2019, 2, 5)).read(adopted.get_absolute_url())

    assert "Erratum n° 1 (PDF)" in page
    assert "Projet 1, mobilisé 0 FCFA 5 000 000 FCFA" in page
    response = office.client.get(f"{adopted.get_absolute_url()}erratum-1.pdf")
    assert b"".join(response.streaming_content) == content(Erratum.objects.get().file)


# What it says obeys the bounds of what it corrects


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("held_on", "2019-02-02", "La session ne peut pas suivre l’adoption de son rapport, le 1er février 2019."),
        ("held_on", "2019-01-09", "La session ne peut pas précéder son canevas, proposé le 10 janvier 2019."),
        (
            "held_on",
            "2018-09-30",
            "La session ne peut pas précéder le trimestre qu’elle examine, ouvert le 1er octobre",
        ),
        ("held_on", "bientôt", "Session tenue le : la valeur juste n’est pas de la même nature"),
        ("attendance", 0, "Nombre de participants : la valeur juste n’est pas de la même nature que « 42 »."),
        ("attendance", 5_001, "Nombre de participants : la valeur juste n’est pas de la même nature que « 42 »."),
        ("place", "K" * 81, "Lieu : la valeur juste n’est pas de la même nature que « Kayes »."),
        ("P1-engaged", 10**15, "Projet 1, engagé : la valeur juste n’est pas de la même nature"),
        ("P1-paid", 5_000_000, "Projet 1, payé (5 000 000 FCFA) : cela ne peut pas dépasser mobilisé (0 FCFA)."),
    ],
)
def test_an_erratum_says_nothing_that_the_fact_it_corrects_could_not_be(adopted, key, value, sentence):
    who = by(Role.DRPSIAP, date(2019, 2, 3), adopted.contract)

    told = refusal(operations.propose_erratum, adopted, [operations.Corrected(key, value)], reason="Relu.", **who)

    assert told.replace("\u00a0", " ").startswith(sentence)
    assert Erratum.objects.count() == 0


def test_the_form_says_it_where_it_was_typed(adopted, office):
    typed = {"what-0": "held_on", "is-0": "02/02/2019", "comment": "Relu."}

    page = plain(office.enter(Role.DRPSIAP, date(2019, 2, 3)).send(act(adopted, "erratum"), **typed))

    assert "La session ne peut pas suivre l’adoption de son rapport, le 1er février 2019." in page
    assert Erratum.objects.count() == 0


def corrected(adopted: QuarterReport, key: str, value: int | str) -> QuarterReport:
    who = by(Role.DRPSIAP, date(2019, 2, 3), adopted.contract)
    operations.propose_erratum(again(adopted), [operations.Corrected(key, value)], reason="Relu.", **who)
    operations.adopt_erratum(again(adopted), **by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract))
    return again(adopted)


def test_the_day_an_erratum_gives_is_the_one_that_is_judged(adopted):
    report = corrected(adopted, "held_on", "2019-01-25")

    duty = report.contract.duties.get(code="O7", key="2018-T4")
    assert (report.held_on, report.session_day, duty.settled_on) == (
        date(2019, 1, 20),
        date(2019, 1, 25),
        date(2019, 1, 25),
    )
    finding = report.contract.findings.get(rule="sessions")
    assert "Session tenue hors délai, le 25\u00a0janvier 2019, pour T4 2018." in finding.evidence


def test_a_session_fact_that_an_erratum_corrects_stands_beside_wherever_it_is_read(adopted, office):
    corrected(adopted, "attendance", 43)

    reader = office.enter(Role.DRPSIAP, date(2019, 2, 5))
    page = reader.read(adopted.get_absolute_url())
    assert "42 participants" in page
    assert page.count("Erratum n° 1, nombre de participants : 43") == 1
    listed = reader.read(f"/suivi/{adopted.contract.reference}/trimestres/")
    assert "Tenue le 20 janvier 2019, 42 participants. Erratum n° 1, nombre de participants : 43" in listed


def test_the_database_refuses_a_session_corrected_to_a_day_after_the_adoption(adopted):
    impossible = {"held_on": {"value": "2019-02-02", "erratum": 1}}

    with pytest.raises(DatabaseError, match="report_session_corrected_within_bounds"), transaction.atomic():
        QuarterReport.objects.update(session_corrected=impossible)


def test_the_page_of_an_erratum_names_who_adopts_it_once(adopted):
    propose(adopted)
    governor = by(Role.GOVERNOR, date(2019, 2, 4), adopted.contract)["by"].mandates[0]

    document = documents.erratum(
        adopted.contract, adopted, Erratum.objects.get(), on=date(2019, 2, 4), adopted_by=governor
    )
    page = render_to_string(document.template_name, {"document": document})

    block = page[page.index('class="signatures') :]
    assert block.count(document.adopted_by.printed_title) == 1
    assert "Pour le CROCSAD" in block


def test_the_report_is_printed_with_its_errata_in_one_file(adopted, office):
    propose(adopted)
    reader = office.enter(Role.DRPSIAP, date(2019, 2, 5), adopted.contract.region)
    address = reverse("report-and-errata-pdf", args=[adopted.contract.reference, adopted.quarter])
    assert reader.client.get(address).status_code == 404  # proposed, not adopted
    assert address not in reader.client.get(adopted.get_absolute_url()).content.decode()

    operations.adopt_erratum(again(adopted), **by(Role.GOVERNOR, date(2019, 2, 5), adopted.contract))

    assert address in reader.client.get(adopted.get_absolute_url()).content.decode()
    whole = PdfReader(BytesIO(reader.client.get(address).content))
    parts = [PdfReader(BytesIO(content(row.file))) for row in (again(adopted), Erratum.objects.get())]
    assert len(whole.pages) == sum(len(part.pages) for part in parts)
    assert [page.extract_text() for page in whole.pages] == [
        page.extract_text() for part in parts for page in part.pages
    ]
    assert "et ses errata" in whole.metadata.title
