"""The acts on a quarter's review through their pages: canvas, parts, session or lapse, synthesis, adoption, letter."""

from datetime import date

import pytest
from django.urls import reverse

from cper.papers import rendering
from cper.people.roles import Function, Role
from monitoring.models import QuarterReport, Recommendation
from tests.factories import region
from tests.monitoring import world
from tests.monitoring.acting import MARCH, act, canvas, held, on_contract, pdf, plain, said, written
from tests.negotiation.pages import notices

pytestmark = pytest.mark.django_db
TWENTIETH = date(2019, 1, 20)
JUDGED = {f"verdict-{party}": "kept" for party in ("state", "region")} | {
    f"sentence-{party}": "La part est mobilisée." for party in ("state", "region")
}


@pytest.fixture
def contract():
    return world.follow()


def as_it_is(report):
    return QuarterReport.objects.get(pk=report.pk)


# Opening a quarter, or letting it lapse


def test_the_canvas_of_the_next_quarter_is_proposed_and_the_parts_are_awaited(contract, office):
    desk = office.enter(Role.DRPSIAP, date(2019, 1, 10))

    response = desk.send(on_contract(contract, "canevas"), session_on="20/01/2019")

    report = contract.reports.get()
    assert (report.quarter, report.session_planned_on, report.state) == ("2018-T4", TWENTIETH, "canvas")
    assert response.headers["Location"] == report.get_absolute_url()
    assert said(response) == (
        "Canevas du trimestre T4 2018 proposé. La session dépasse la fin du trimestre, le 31 décembre 2018 : elle "
        "sera dite hors délai. C’est encore à vous : « Enregistrer la session »."
    )


def test_a_canvas_less_than_five_days_before_is_admitted_and_said(contract, office):
    desk = office.enter(Role.DRPSIAP, date(2019, 1, 10))

    response = desk.send(on_contract(contract, "canevas"), session_on="14/01/2019")

    assert contract.reports.get().canvas_came_late is True
    assert "le canevas devait être proposé cinq jours avant la session" in said(response)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2018, 9, 15), "Le prochain trimestre à examiner, T4 2018, commence le 1er octobre 2018."),
        (
            date(2019, 1, 15),
            "Le trimestre T4 2018 est encore ouvert (« Canevas proposé ») : terminez-le avant d’en ouvrir un autre.",
        ),
    ],
)
def test_where_no_quarter_can_be_opened_the_page_says_why(contract, office, day, sentence):
    if day.year == 2019:
        canvas(contract)
    desk = office.enter(Role.DRPSIAP, day)

    page = desk.client.get(on_contract(contract, "canevas"))
    sent = desk.client.post(on_contract(contract, "canevas"), {"session_on": "20/06/2019"})

    assert notices(page) == [sentence]
    assert (sent.status_code, notices(sent)) == (409, [f"{sentence} Rien n’a été enregistré."])
    assert "Vous pouvez le copier. Date prévue de la session 20/06/2019" in plain(sent)


def test_quarters_without_a_session_lapse_together_up_to_the_one_chosen(contract, office):
    desk = office.enter(Role.GOVERNOR, date(2019, 7, 10))
    form = desk.client.get(on_contract(contract, "carence")).context["form"]

    response = desk.send(on_contract(contract, "carence"), until="2019-T1", comment="Session reportée.")

    assert [label for _code, label in form.fields["until"].choices] == ["T4 2018", "T1 2019", "T2 2019"]
    assert list(contract.reports.values_list("quarter", "state")) == [("2018-T4", "lapsed"), ("2019-T1", "lapsed")]
    assert said(response) == "Carence constatée : T4 2018 et T1 2019."


def test_no_quarter_ended_is_none_to_lapse(contract, office):
    response = office.enter(Role.DRPSIAP, date(2018, 12, 31)).client.get(on_contract(contract, "carence"))

    assert notices(response) == ["Aucun trimestre terminé n’attend de constat de carence."]


def test_a_quarter_that_has_not_ended_offers_no_lapse(contract, office):
    report = canvas(contract, date(2018, 12, 1))

    response = office.enter(Role.DRPSIAP, date(2018, 12, 31)).client.get(act(report, "carence"))

    assert notices(response) == [
        "Le trimestre T4 2018 se termine le 31 décembre 2018 : jusque-là, la session peut encore se tenir."
    ]


def test_the_lapse_of_an_open_quarter_is_written_with_its_reason(contract, office):
    report = canvas(contract)

    response = office.enter(Role.GOVERNOR).send(act(report, "carence"), comment="Crue du fleuve.")

    assert (as_it_is(report).state, as_it_is(report).lapse_reason) == ("lapsed", "Crue du fleuve.")
    assert said(response) == "Carence constatée."


# The parts


def test_the_region_fills_its_part_project_by_project(contract, office):
    report, project = canvas(contract), contract.projects.get()
    typed = {f"physical-{project.pk}": "45,5", f"works-{project.pk}": "Marché signé", "note": "Pistes coupées."}

    response = office.enter(Role.REGION, function=Function.AGENT).send(act(report, "part-region"), **typed)

    line = report.lines.get()
    assert (line.physical, line.works, as_it_is(report).region_note) == (4550, "Marché signé", "Pistes coupées.")
    assert as_it_is(report).region_done_on == MARCH
    assert said(response) == (
        "Part de la collectivité enregistrée. Prochains à agir : la DRPSIAP (secrétariat du CROCSAD) et l’ANICT."
    )


def test_the_anict_reads_the_sums_of_each_project_and_writes_beside_them(contract, office):
    world.bring(world.tranche(contract), "request", "accept", "approve")
    report, project = canvas(contract), contract.projects.get()
    desk = office.enter(Role.ANICT)
    page = desk.read(act(report, "part-anict"))

    desk.send(act(report, "part-anict"), **{f"anict_note-{project.pk}": "Déblocage en cours."})

    assert "Demandé 60 000 000 FCFA Approuvé 60 000 000 FCFA Débloqué 0 FCFA" in page
    assert report.lines.get().anict_note == "Déblocage en cours."
    assert as_it_is(report).anict_done_on == MARCH


# The session, the synthesis, the report


def test_the_session_is_recorded_with_who_was_there(contract, office):
    report = canvas(contract)
    typed = {
        "on": "20/01/2019",
        "kind": "ordinary",
        "attendance": "42",
        "attendees": "DRPSIAP",
        "chaired_by": "Awa Traoré",
    }

    response = office.enter(Role.DRPSIAP).send(act(report, "tenir"), **typed, file=pdf())

    session = as_it_is(report)
    assert (session.held_on, session.place, session.attendance, session.state) == (TWENTIETH, "Kayes", 42, "held")
    assert contract.papers.get().kind == "minutes"
    assert said(response) == ("Session enregistrée. C’est encore à vous : « Rédiger la synthèse ».")


def test_the_synthesis_keeps_the_recommendations_typed_and_leaves_out_the_empty_rows(contract, office):
    report = held(contract)
    typed = {"text-1": "Ouvrir la piste.", "responsible-1": "Conseil", "due_on-1": "30/04/2019"}

    response = office.enter(Role.DRPSIAP).send(act(report, "synthese"), difficulties="Crue.", **JUDGED, **typed)

    row = Recommendation.objects.get()
    assert (row.number, row.text, row.responsible, row.due_on) == (1, "Ouvrir la piste.", "Conseil", date(2019, 4, 30))
    assert as_it_is(report).difficulties == "Crue."
    assert said(response).startswith(
        "Synthèse enregistrée. Prochains à agir : le conseil de la collectivité et l’ANICT"
    )


def test_more_rows_are_offered_without_losing_nor_writing_anything(contract, office):
    report = held(contract)

    response = office.enter(Role.DRPSIAP).send(
        act(report, "synthese"), **{"text-0": "Piste.", "more": "recommendations"}
    )

    form = response.context["form"]
    assert (response.status_code, form["text-0"].value(), "text-5" in form.fields) == (200, "Piste.", True)
    assert "error-summary" not in response.content.decode()
    assert Recommendation.objects.count() == 0


def test_an_earlier_recommendation_is_followed_in_the_next_synthesis(contract, office):
    office.enter(Role.GOVERNOR).send(act(written(contract), "adopter"))
    asked = Recommendation.objects.get()
    desk = office.enter(Role.DRPSIAP, date(2019, 4, 20))
    desk.send(on_contract(contract, "canevas"), session_on="20/04/2019")
    report = contract.reports.get(quarter="2019-T1")
    desk.send(act(report, "tenir"), kind="ordinary", attendance="9", chaired_by="Awa Traoré")

    typed = {f"state-{asked.pk}": "done", f"note-{asked.pk}": "Piste ouverte.", "difficulties": "Néant"} | JUDGED
    desk.send(act(report, "synthese"), **typed)

    asked.refresh_from_db()
    assert (asked.state, asked.note) == ("done", "Piste ouverte.")


def test_the_report_is_not_adopted_while_a_part_is_missing(contract, office):
    report = held(contract)
    desk = office.enter(Role.GOVERNOR)

    page = desk.client.get(act(report, "adopter"))
    sent = desk.client.post(act(report, "adopter"), {"seen": report.version})

    assert "Manque : la part de l’ANICT : observations sur la mobilisation" in plain(page)
    assert (sent.status_code, as_it_is(report).state) == (409, "held")


def test_the_governor_adopts_then_transmits_the_report(contract, office):
    report = written(contract)
    desk = office.enter(Role.GOVERNOR)

    adopted = desk.send(act(report, "adopter"))
    sent = desk.send(act(report, "transmettre"), reference="0123/GRK", on="01/03/2019", file=pdf())

    last = as_it_is(report)
    assert (last.state, last.letter_reference, last.transmitted_on) == ("transmitted", "0123/GRK", MARCH)
    assert said(adopted) == ("Rapport adopté et figé. C’est encore à vous : « Transmettre le rapport au ministre ».")
    assert said(sent) == "Rapport transmis au ministre chargé des finances. Le trimestre est terminé."


def test_a_report_that_cannot_be_laid_out_is_not_adopted_and_can_be_tried_again(contract, office, monkeypatch):
    report = written(contract)
    monkeypatch.setattr(rendering, "CHILD", rendering.CHILD.with_name("absent.py"))

    response = office.enter(Role.GOVERNOR).send(act(report, "adopter"))

    assert (response.status_code, as_it_is(report).state) == (503, "held")
    assert notices(response) == [
        "Le document n’a pas pu être mis en page. L’administrateur en est informé. "
        "Rien n’a été enregistré. Relisez, puis validez à nouveau si vous le voulez toujours."
    ]


def test_the_second_governor_s_desk_reads_that_the_report_is_adopted(contract, office):
    report = written(contract)
    desk = office.enter(Role.GOVERNOR)
    desk.send(act(report, "adopter"))

    response = desk.client.post(act(report, "adopter"), {"seen": report.version})

    assert response.status_code == 409
    assert "« Rapport adopté »" in notices(response)[-1]


def test_another_region_finds_no_quarter(contract, office):
    report = canvas(contract)
    elsewhere = office.enter(Role.DRPSIAP, where=region("gao"))

    assert elsewhere.client.get(act(report, "tenir")).status_code == 404
    assert elsewhere.client.get(reverse("report-pdf", args=[contract.reference, report.quarter])).status_code == 404
