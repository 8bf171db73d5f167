"""Every fact of the BSI's chain is mailed to those it concerns; a mail of the follow-up says who did which act."""

from datetime import date

import pytest
from django.core import mail

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import QuarterReport
from negotiation.models import Notice
from tests.monitoring.acting import written
from tests.monitoring.quarters import transmit
from tests.monitoring.scene import adopt
from tests.monitoring.world import MILLION, at, bring, follow, move, on, paper, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db
DAY = date(2019, 5, 2)


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """What an act mails, by the body told."""

    def told(act) -> dict[str, str]:
        Notice.objects.all().delete()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert len(mail.outbox) >= Notice.objects.count()
        return {row.institution.body: text(row.body) for row in Notice.objects.select_related("institution")}

    return told


def write(contract, name: str, role: Role, **facts):
    act = operations.answer_bsi if "reason" in facts else operations.record_budget
    return act(contract, name, year=2020, by=on(DAY, role, contract.region), at=at(DAY), **facts)


def test_each_fact_of_the_chain_is_mailed_to_those_concerned(told):
    contract = follow()
    ask = {"amount": 90 * MILLION, "reference": "n°12", "file": paper()}

    asked = told(lambda: write(contract, "ask_bsi", Role.PRESIDENT, **ask))
    back = told(lambda: write(contract, "ask_complement", Role.DNPD, reason="La fiche manque."))
    write(contract, "ask_bsi", Role.PRESIDENT, **(ask | {"file": paper()}), **{})
    listed = told(lambda: write(contract, "register", Role.DNPD))
    done = told(lambda: write(contract, "inscribe_bsi", Role.DNPD, amount=90 * MILLION))

    assert list(asked) == ["dnpd"]
    assert "BSI 2020 : demandée à la DNPD, 90 000 000 FCFA, n°12" in asked["dnpd"]
    assert "Attendu de vous : – Inscrire au répertoire national des projets" in asked["dnpd"]
    assert list(back) == ["council"]
    assert "« La fiche manque. »" in back["council"]
    assert "Attendu de vous : – Demander l’inscription au répertoire national" in back["council"]
    assert "BSI 2020 : au répertoire national" in listed["council"]
    assert "BSI 2020 : inscrite, 90 000 000 FCFA" in done["council"]
    assert "Attendu de vous" not in listed["council"] + done["council"]


def test_a_refusal_is_mailed_with_its_reason(told):
    contract = follow()
    write(contract, "ask_bsi", Role.PRESIDENT, amount=90 * MILLION, reference="n°12", file=paper())

    found = told(lambda: write(contract, "refuse_bsi", Role.DNPD, reason="Hors enveloppe."))

    assert "Inscription refusée, par " in found["council"]
    assert "« Hors enveloppe. »" in found["council"]


def test_a_returned_tranche_is_mailed_with_who_returned_it(told):
    asked = bring(tranche(follow()), "request")
    by = on(date(2019, 3, 1), Role.ANICT).mandates[0]

    found = told(lambda: move(asked, "send_back", comment="Le plan est illisible."))

    assert "Dossier retourné pour complément, Le dossier dans son ensemble, par " in found["council"]
    assert f"par {by.person.name}, {by.label}" in found["council"]


def test_the_mail_of_a_transmission_gives_the_letter(told):
    adopted = adopt(written(follow()), date(2019, 2, 1))

    found = told(lambda: transmit(adopted, day=date(2019, 2, 4), reference="Lettre n°7/GRK"))

    assert "Rapport transmis au ministre, Lettre n°7/GRK, par " in found["finance"]


def test_an_erratum_proposed_again_is_mailed_again_with_its_new_reason(told):
    adopted = adopt(written(follow()), date(2019, 2, 1))

    def propose(reason: str) -> None:
        by = on(date(2019, 2, 3), Role.DRPSIAP, adopted.contract.region)
        lines = [operations.Corrected("attendance", 43)]
        held = QuarterReport.objects.get()
        operations.propose_erratum(held, lines, reason=reason, by=by, at=at(date(2019, 2, 3)))

    propose("Oubli.")
    found = told(lambda: propose("Relu sur la liste de présence."))

    assert list(found) == ["governorate"]
    assert "« Relu sur la liste de présence. »" in found["governorate"]
    assert "Attendu de vous : – Adopter l’erratum" in found["governorate"]
