"""An adopted report and what is known of its day since: an erratum of a figure, a fact entered later, reversed."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from cper.words.rates import MINUS
from monitoring import ledger, operations
from monitoring.gathering import last_known
from monitoring.models import Erratum, FollowedContract, QuarterReport, ReportLine
from monitoring.since import since
from tests.monitoring.acting import act, plain, said, written
from tests.monitoring.scene import adopt
from tests.monitoring.world import MILLION, at, follow, on, paper, refusal
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db
ADOPTED, AFTER = date(2019, 2, 1), date(2019, 2, 3)


def money(contract: FollowedContract, kind: str, amount: int, *, day: date, dated: date):
    by = on(day, Role.REGION, contract.region)
    facts = {"project": contract.projects.first(), "source": "region", "year": 2018, "file": paper(), "on": dated}
    contract.projects.first().financing.get_or_create(source="region", year=2018, defaults={"amount": 20 * MILLION})
    return operations.record_movement(contract, kind=kind, amount=amount * MILLION, by=by, at=at(day), **facts)


@pytest.fixture
def adopted() -> QuarterReport:
    """T4 2018, adopted on 1 February 2019 with eight millions mobilised of which three paid."""
    contract = follow()
    money(contract, "mobilised", 8, day=date(2018, 12, 1), dated=date(2018, 12, 1))
    money(contract, "paid", 3, day=date(2018, 12, 3), dated=date(2018, 12, 3))
    adopt(written(contract), ADOPTED)
    return again(QuarterReport.objects.get())


def again(report: QuarterReport) -> QuarterReport:
    contract = FollowedContract.objects.get(pk=report.contract_id).load("projects__sites")
    return next(row for row in contract.reports.all() if row.pk == report.pk)


def rows(report: QuarterReport) -> list[tuple]:
    held = again(report)
    contract = FollowedContract.objects.get(pk=report.contract_id).load("projects__sites")
    return [
        tuple(text.replace("\u00a0", " ") for text in (one.label, one.adopted, one.now, one.gap))
        for one in since(contract, held)
    ]


def propose(report: QuarterReport, *lines: operations.Corrected) -> Erratum:
    who = {"by": on(AFTER, Role.DRPSIAP, report.contract.region), "at": at(AFTER)}
    return operations.propose_erratum(again(report), lines, reason="Mandat oublié.", **who)


def correct(report: QuarterReport, key: str, value: int) -> Erratum:
    propose(report, operations.Corrected(key, value))
    who = {"by": on(AFTER, Role.GOVERNOR, report.contract.region), "at": at(AFTER)}
    return operations.adopt_erratum(again(report), **who)


def test_a_report_whose_facts_have_not_moved_says_nothing_more(adopted):
    assert rows(adopted) == []


def test_an_erratum_reads_the_old_value_from_the_report_and_tells_the_gap(adopted):
    erratum = correct(adopted, "P1-paid", 5 * MILLION)

    line = {name: str(value).replace("\u00a0", " ") for name, value in erratum.lines[0].items()}
    assert line == {
        "what": "Projet 1, payé",
        "was": "3 000 000 FCFA",
        "is": "5 000 000 FCFA",
        "gap": "+2 000 000 FCFA",
        "key": "P1-paid",
        "value": "5000000",
    }
    assert rows(adopted) == [("Projet 1, payé", "3 000 000 FCFA", "5 000 000 FCFA", "+2 000 000 FCFA")]


def test_a_proposed_erratum_changes_nothing_yet(adopted):
    propose(adopted, operations.Corrected("P1-paid", 5 * MILLION))

    assert rows(adopted) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("P9-paid", 1), "Ce chiffre n’est pas de ceux du rapport."),
        (
            ("P1-paid", "cinq"),
            "Projet 1, payé : la valeur juste n’est pas de la même nature que « 3 000 000 FCFA ».",
        ),
        (("P1-paid", 3 * MILLION), "Projet 1, payé : le rapport dit déjà « 3 000 000 FCFA »."),
        (
            ("P1-physical", 10_001),
            "Projet 1, taux d’exécution physique : la valeur juste n’est pas de la même nature que « 20 % ».",
        ),
    ],
)
def test_an_erratum_is_of_a_figure_of_the_report_by_a_value_of_its_type(adopted, line, sentence):
    assert refusal(propose, adopted, operations.Corrected(*line)).startswith(sentence.split(" que « ")[0])


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("P1-paid", "beaucoup", "Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."),
        ("P1-physical", "140 %", "Un taux va de 0 à 100 %."),
        ("held_on", "31/02/2019", "Ce jour n’existe pas au calendrier. Vérifiez-le : par exemple 31/08/2018."),
        ("kind", "solennelle", "Écrivez « ordinaire » ou « extraordinaire »."),
        ("P1-paid", "3 000 000", "C’est ce que dit déjà le rapport : 3 000 000 FCFA."),
    ],
)
def test_the_form_reads_each_figure_as_its_type(adopted, office, key, typed, sentence):
    sent = {"what-0": key, "is-0": typed, "comment": "x"}

    page = plain(office.enter(Role.DRPSIAP, AFTER).send(act(adopted, "erratum"), **sent))

    assert sentence in page
    assert Erratum.objects.count() == 0


def test_a_day_is_typed_as_a_day_and_held_as_one(adopted, office):
    sent = {"what-0": "held_on", "is-0": "19 janvier 2019", "comment": "Relu."}

    response = office.enter(Role.DRPSIAP, AFTER).send(act(adopted, "erratum"), **sent)

    assert said(response).startswith("Erratum n° 1 proposé.")
    assert Erratum.objects.get().lines[0]["value"] == "2019-01-19"


def test_what_is_reversed_since_stands_beside_the_frozen_figure_with_its_reason(adopted, office):
    contract = FollowedContract.objects.get()
    wrong = contract.movements.get(kind="paid")
    who = {"by": on(AFTER, Role.REGION, contract.region), "at": at(AFTER)}
    operations.reverse_movement(wrong, reason="Saisi deux fois.", **who)

    page = office.enter(Role.DRPSIAP, date(2019, 2, 5)).read(adopted.get_absolute_url())

    assert ("Projet 1, payé", "3 000 000 FCFA", "0 FCFA", f"{MINUS}3 000 000 FCFA") in rows(adopted)
    assert f"depuis : 0 FCFA (écart {MINUS}3 000 000 FCFA)" in page
    assert "payé, contre-passé daté du 3 décembre 2018, saisi le 3 février 2019 par" in page
    assert "Saisi deux fois." in page


def test_what_is_entered_since_for_a_day_of_the_quarter_stands_beside_it_and_what_is_dated_later_does_not(adopted):
    contract = FollowedContract.objects.get()
    money(contract, "mobilised", 2, day=AFTER, dated=date(2018, 12, 20))
    money(contract, "mobilised", 1, day=AFTER, dated=date(2019, 1, 20))

    assert rows(adopted) == [
        ("Projet 1, mobilisé", "8 000 000 FCFA", "10 000 000 FCFA", "+2 000 000 FCFA"),
        ("Collectivité (ressources propres), 2018, mobilisé", "8 000 000 FCFA", "10 000 000 FCFA", "+2 000 000 FCFA"),
    ]


def reason(report: QuarterReport, label: str) -> str:
    held = again(report)
    contract = FollowedContract.objects.get(pk=report.contract_id).load("projects__sites")
    return text(next(one.why for one in since(contract, held) if text(one.label) == label))


def test_a_figure_is_explained_by_the_entries_of_its_own_kind_the_last_first(adopted):
    contract = FollowedContract.objects.get()
    money(contract, "mobilised", 2, day=AFTER, dated=date(2018, 12, 20))
    money(contract, "mobilised", 1, day=AFTER, dated=date(2018, 12, 21))
    money(contract, "paid", 1, day=AFTER, dated=date(2018, 12, 22))

    told, paid = reason(adopted, "Projet 1, mobilisé"), reason(adopted, "Projet 1, payé")
    assert told.index("21 décembre 2018") < told.index("20 décembre 2018")
    assert "22 décembre 2018" not in told
    assert "22 décembre 2018" in paid
    assert "20 décembre 2018" not in paid


def test_beside_an_erratum_the_facts_that_say_another_value_are_told(adopted):
    correct(adopted, "P1-paid", 5 * MILLION)
    agreed = reason(adopted, "Projet 1, payé")
    money(FollowedContract.objects.get(), "paid", 2, day=AFTER, dated=date(2018, 12, 20))

    assert "Les faits enregistrés disent" in agreed
    assert "Les faits enregistrés disent" not in reason(adopted, "Projet 1, payé")


def test_an_erratum_of_a_fact_of_the_session_is_not_held_against_itself(adopted):
    correct(adopted, "attendance", 33)

    assert reason(adopted, "Nombre de participants") == "Erratum n° 1 : Mandat oublié."


def test_a_rate_that_an_erratum_corrects_is_the_one_that_later_figures_rest_on(adopted):
    correct(adopted, "P1-physical", 1_500)

    contract = FollowedContract.objects.get().load()
    report = contract.reports.all()[0]
    later = QuarterReport(contract=contract, quarter="2019-T1")
    assert ledger.latest_physical(contract) == (1_500, date(2018, 12, 31))
    assert [known.rate for known in last_known(contract, later).values()] == [1_500]
    # What the report printed stays.
    assert report.facts["projects"][0]["physical"] != 1_500
    assert report.lines.get().physical != 1_500


def test_the_database_still_freezes_what_the_report_says(adopted):
    with pytest.raises(DatabaseError, match="is adopted"), transaction.atomic():
        ReportLine.objects.update(corrected=1_500, physical=1_500)
