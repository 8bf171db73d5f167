"""What is typed wrong in the follow-up: each page says what, where and how to mend it, and keeps what was typed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cper.people.roles import Role
from monitoring.models import Fulfilment, Movement, Paper, Tranche
from tests.monitoring import world
from tests.monitoring.acting import MARCH, act, budget, canvas, duty, held, on_contract, pdf, written
from tests.monitoring.quarters import JUDGED
from tests.monitoring.world import MILLION
from tests.negotiation.crafted import EICAR, EXE, HTML
from tests.negotiation.pages import entries, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return world.follow()


# A demand


@pytest.mark.parametrize(
    ("typed", "faults_said"),
    [
        ({"requested": ""}, ["Somme demandée : Indiquez la somme demandée."]),
        ({"requested": "0"}, ["Somme demandée : Demandez au moins un franc."]),
        (
            {"requested": "beaucoup"},
            ["Somme demandée : Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."],
        ),
        (
            {"requested": "90 000 001"},
            ["Somme demandée : Le plan laisse 90 000 000 FCFA à ce projet pour 2019."],
        ),
        ({"requested": "1", "year": "2018"}, ["Exercice : Sélectionnez un choix valide. 2018 n’en fait pas partie."]),
    ],
)
def test_a_demand_typed_wrong_is_mended(contract, office, typed, faults_said):
    world.window()

    response = office.enter(Role.REGION).send(on_contract(contract, "tranche"), **typed)

    assert faults(response) == faults_said
    assert response.context["form"]["requested"].value() == typed["requested"]
    assert Tranche.objects.count() == 0


def test_a_year_whose_plan_is_used_up_leaves_nothing(contract, office):
    world.move(world.tranche(contract, requested=90 * MILLION), "request")

    response = office.enter(Role.REGION).send(on_contract(contract, "tranche"), requested="1")

    assert faults(response) == ["Exercice : Le plan ne laisse rien à ce projet pour 2019."]


def test_a_closed_window_is_not_offered(contract, office):
    world.window()
    closed = world.FundingWindow.objects.create(name="Ancien guichet", open=False)

    response = office.enter(Role.REGION).send(on_contract(contract, "tranche"), requested="1", window=str(closed.pk))

    assert len(faults(response)) == 1
    assert Tranche.objects.count() == 0


# A sum, its day, its paper


@pytest.mark.parametrize(
    ("typed", "faults_said"),
    [
        ({"amount": ""}, ["Somme approuvée : Indiquez la somme."]),
        ({"amount": "0"}, ["Somme approuvée : Indiquez au moins un franc."]),
        ({"amount": "60 000 001"}, ["Somme approuvée : 60 000 001 FCFA, c’est trop : au plus 60 000 000 FCFA."]),
        ({"on": "02/03/2019"}, ["Date de la pièce : Cette date est à venir : enregistrez l’acte une fois fait."]),
        ({"on": "01/03/1999"}, ["Date de la pièce : Vérifiez cette date : elle précède les contrats-plans."]),
        ({"on": "01/03/1019"}, ["Date de la pièce : Vérifiez l’année : elle est comprise entre 1990 et 2100."]),
        (
            {"on": "31/02/2019"},
            ["Date de la pièce : Ce jour n’existe pas au calendrier. Vérifiez-le : par exemple 31/08/2018."],
        ),
    ],
)
def test_a_sum_or_a_day_typed_wrong_is_mended(contract, office, typed, faults_said):
    complete = world.bring(world.tranche(contract), "request", "accept")

    response = office.enter(Role.ANICT_HEAD).send(act(complete, "approuver"), **typed)

    name, value = next(iter(typed.items()))
    assert faults(response) == faults_said
    assert response.context["form"][name].value() == value
    assert Tranche.objects.get().state == "complete"


def test_expenses_are_not_justified_without_their_papers(contract, office):
    paid = world.bring(world.tranche(contract), *world.TO_PAID)

    response = office.enter(Role.REGION).send(act(paid, "justifier"), amount="1")

    assert faults(response) == [
        "Pièces justificatives des dépenses : Joignez la pièce : Pièces justificatives des dépenses."
    ]


def test_a_return_is_motivated(contract, office):
    asked = world.move(world.tranche(contract), "request")

    response = office.enter(Role.ANICT).send(act(asked, "retourner"), comment="  ", concerns=[])

    assert faults(response) == [
        "Ce que le retour concerne : Cochez au moins une pièce ou un point.",
        "Ce qui manque : Écrivez quelques mots : cet acte est toujours motivé.",
    ]


def test_a_file_is_chosen_once(contract, office):
    complete = world.bring(world.tranche(contract), "request", "accept")
    desk, url = office.enter(Role.ANICT_HEAD), act(complete, "approuver")

    refused = desk.send(url, amount="", file=pdf())
    done = desk.client.post(url, entries(refused) | {"amount": "60 000 000"})

    assert faults(refused) == ["Somme approuvée : Indiquez la somme."]
    assert done.status_code == 302
    assert Paper.objects.filter(name="piece.pdf", tranche=complete).exists()


@pytest.mark.parametrize(
    ("name", "content"), [("page.pdf", HTML), ("facture.exe", EXE), ("virus.pdf", EICAR), ("vide.pdf", b"")]
)
def test_a_hostile_file_is_refused_and_nothing_is_kept(contract, office, name, content):
    desk = office.enter(Role.REGION)
    urls = [duty(contract, "equipe"), budget(contract, "inscrire", 2019)]

    responses = [desk.send(url, file=SimpleUploadedFile(name, content)) for url in urls]

    assert [len(faults(response)) for response in responses] == [1, 1]
    assert Paper.objects.count() == 0


# Movements


def test_no_more_is_paid_than_what_was_mobilised(contract, office):
    typed = {"kind": "paid", "source": "region", "amount": "5"}

    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed, file=pdf())

    assert faults(response)[0] == ("Montant : Au plus 0 FCFA : ce qui est mobilisé pour 2019 et reste disponible.")
    assert Movement.objects.count() == 0


def test_since_the_signature_the_state_s_money_is_no_movement(contract, office):
    typed = {"kind": "mobilised", "source": "state", "amount": "5"}

    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed, file=pdf())

    assert faults(response)[0] == (
        "Source : Depuis la signature, le 31 août 2018, la part de l’État passe par les tranches de l’ANICT."
    )


# Duties


@pytest.mark.parametrize(
    ("typed", "faults_said"),
    [
        ({"outcome": ""}, ["La réunion : Dites si la réunion s’est tenue."]),
        ({"outcome": "held"}, ["Procès-verbal : Joignez la pièce : procès-verbal."]),
        (
            {"outcome": "lapsed"},
            ["Suites données, ou motif de la carence : Dites pourquoi : une carence est toujours motivée."],
        ),
    ],
)
def test_a_meeting_has_its_minutes_and_a_lapse_its_reason(contract, office, typed, faults_said):
    response = office.enter(Role.ADR).send(duty(contract, "comite-regional", "R1"), **typed)

    assert faults(response) == faults_said
    assert Fulfilment.objects.count() == 0


# The quarter


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Donnez le jour prévu de la session."),
        (
            "09/01/2019",
            "La session ne peut pas précéder son canevas, du 10 janvier 2019 : corrigez l’une ou l’autre date.",
        ),
        ("20/01/2091", "Vérifiez cette date : elle est trop lointaine."),
    ],
)
def test_a_session_is_planned_from_its_canvas_on(contract, office, typed, sentence):
    desk = office.enter(Role.DRPSIAP, date(2019, 1, 10))

    response = desk.send(on_contract(contract, "canevas"), session_on=typed)

    assert faults(response) == [f"Date prévue de la session : {sentence}"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (
            {"on": "30/09/2018"},
            "Date de la session : La session ne peut pas précéder le trimestre qu’elle examine, ouvert le "
            "1er octobre 2018.",
        ),
        ({"on": "02/03/2019"}, "Date de la session : Cette date est à venir : enregistrez l’acte une fois fait."),
        ({"attendance": "0"}, "Nombre de participants : Une session compte au moins un participant."),
        ({"attendance": "beaucoup"}, "Nombre de participants : Écrivez un nombre entier, par exemple 42."),
        ({"place": ""}, "Lieu : Dites où la session s’est tenue."),
    ],
)
def test_a_session_typed_wrong_is_mended(contract, office, typed, fault):
    rest = {"kind": "ordinary", "attendance": "42", "chaired_by": "Awa Traoré"}

    response = office.enter(Role.DRPSIAP).send(act(canvas(contract), "tenir"), **rest | typed)

    assert faults(response) == [fault]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Indiquez le taux, zéro si les travaux n’ont pas commencé."),
        ("101", "Un taux va de 0 à 100 %."),
        ("moitié", "Écrivez un taux en pour cent, avec deux décimales au plus, par exemple 45 ou 45,5."),
    ],
)
def test_a_physical_rate_typed_wrong_is_mended(contract, office, typed, sentence):
    report, project = canvas(contract), contract.projects.get()

    response = office.enter(Role.REGION).send(act(report, "part-region"), **{f"physical-{project.pk}": typed})

    assert faults(response) == [f"Taux d’exécution physique du projet 1 : {sentence}"]
    assert response.context["form"][f"physical-{project.pk}"].value() == typed


def test_a_recommendation_says_what_and_to_whom(contract, office):
    typed = {"difficulties": "Crue.", "text-0": "Ouvrir la piste.", "responsible-1": "Le conseil"}
    judged = {f"verdict-{one.party}": one.verdict for one in JUDGED}
    judged |= {f"sentence-{one.party}": one.sentence for one in JUDGED}

    response = office.enter(Role.DRPSIAP).send(act(held(contract), "synthese"), **typed, **judged)

    assert faults(response) == [
        "Responsable de la recommandation 1 : Dites à qui s’adresse cette recommandation.",
        "Recommandation 2 : Écrivez la recommandation, ou videz toute la ligne.",
    ]


def test_the_letter_does_not_precede_the_adoption(contract, office):
    report = written(contract)
    desk = office.enter(Role.GOVERNOR)
    desk.send(act(report, "adopter"))

    response = desk.send(act(report, "transmettre"), reference="1", on="28/02/2019", file=pdf())

    assert faults(response)[0] == (
        "Date de la lettre : La transmission ne peut pas précéder l’adoption du rapport, le 1er mars 2019."
    )


@pytest.mark.parametrize("rows", ["", "-1", "999999", "٣", "trois"])
def test_a_forged_number_of_rows_breaks_nothing(contract, office, rows):
    report = held(contract)

    response = office.enter(Role.DRPSIAP).send(act(report, "synthese"), rows=rows, difficulties="Crue.")

    assert response.status_code in (200, 302)


def test_a_forged_version_is_told_as_stale(contract, office):
    tranche = world.tranche(contract)
    desk = office.enter(Role.PRESIDENT, MARCH)

    responses = [desk.client.post(act(tranche, "demander"), {"seen": seen}) for seen in ("", "x", "99")]

    assert [response.status_code for response in responses] == [409] * 3
    assert reverse("tranche", args=[contract.reference, 1]) in responses[0].content.decode()
