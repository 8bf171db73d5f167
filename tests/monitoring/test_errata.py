"""An erratum to an adopted report: proposed, adopted, frozen; the report never changes."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from monitoring import operations
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
    line = operations.Corrected("P1-paid", 5_000_000)
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
    assert "Projet 1, payé 0 FCFA 5 000 000 FCFA" in page
    response = office.client.get(f"{adopted.get_absolute_url()}erratum-1.pdf")
    assert b"".join(response.streaming_content) == content(Erratum.objects.get().file)
