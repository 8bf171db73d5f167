"""The acts on tranches, budgets and duties through their pages: the effect, the words that follow, the refusals."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from monitoring import renewal
from monitoring.models import BudgetEntry, Fulfilment, Movement, Passage, Tranche
from monitoring.views.act_screens import SCREENS
from monitoring.views.wording import WORDS
from negotiation.vocabulary import Function, Role
from tests.factories import region
from tests.monitoring import world
from tests.monitoring.acting import MARCH, Office, act, budget, duty, on_contract, pdf, plain, said
from tests.monitoring.world import MILLION
from tests.negotiation.pages import entries, notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, time_machine):
    return Office(client, time_machine)


@pytest.fixture
def contract():
    return world.follow()


@pytest.fixture
def tranche(contract):
    return world.tranche(contract)


def state_of(tranche):
    return Tranche.objects.get(pk=tranche.pk).state


def test_every_act_has_its_words():
    assert set(WORDS) == set(SCREENS)


# A tranche


def test_a_tranche_is_prepared_and_the_page_says_what_remains_to_gather(contract, office):
    world.window()

    agent = office.enter(Role.REGION, function=Function.AGENT)
    response = agent.send(on_contract(contract, "tranche"), requested="60 000 000")

    tranche = contract.tranches.get()
    assert (tranche.requested, tranche.year, tranche.state) == (60 * MILLION, 2019, "draft")
    assert response.headers["Location"] == tranche.get_absolute_url()
    assert said(response) == (
        "Demande préparée : 60 000 000 FCFA pour 2019. Il reste 4 points à remplir avant de demander la tranche."
    )


def test_without_an_open_window_the_page_says_who_opens_them(contract, office):
    response = office.enter(Role.REGION).client.get(on_contract(contract, "tranche"))

    assert response.status_code == 200
    assert notices(response) == ["Aucun guichet n’est ouvert : l’ANICT ouvre et ferme les guichets."]


def test_the_page_of_a_demand_says_what_the_plan_leaves_each_year(tranche, office):
    world.move(tranche, "request")

    page = office.enter(Role.REGION).read(on_contract(tranche.contract, "tranche"))

    assert "2019 30 000 000 FCFA 2020 90 000 000 FCFA" in page


def test_a_demand_is_changed_before_it_is_made(tranche, office):
    response = office.enter(Role.REGION).send(act(tranche, "modifier"), requested="70 000 000", year="2020")

    changed = Tranche.objects.get(pk=tranche.pk)
    assert (changed.requested, changed.year) == (70 * MILLION, 2020)
    assert said(response).startswith("Demande modifiée : 70 000 000 FCFA pour 2020.")


def test_a_paper_is_filed_and_the_next_version_replaces_it(tranche, office):
    url = reverse("tranche-file", args=[tranche.contract.reference, tranche.number, "demand"])

    response = office.enter(Role.REGION).send(url, file=pdf("lettre.pdf"))

    assert tranche.papers.get(kind="demand", current=True).version == 2
    assert said(response) == (
        "Pièce déposée : Demande écrite adressée à l’ANICT, version 2. "
        "C’est encore à vous : « Demander la tranche à l’ANICT »."
    )


def test_the_president_asks_and_the_anict_is_next(tranche, office):
    response = office.enter(Role.PRESIDENT).send(act(tranche, "demander"))

    assert state_of(tranche) == "requested"
    assert said(response) == "Tranche demandée à l’ANICT. Prochain à agir : l’ANICT."


def test_a_demand_that_lacks_papers_says_which(contract, office):
    world.window()
    office.enter(Role.PRESIDENT).send(on_contract(contract, "tranche"), requested="1")
    url = act(contract.tranches.get(), "demander")

    page, sent = office.client.get(url), office.client.post(url, {"seen": 1})

    assert (page.status_code, sent.status_code) == (200, 409)
    assert "Manque : Délibération du conseil sur le projet Déposer" in plain(page)
    assert notices(sent) == [
        "Cet acte n’est pas encore possible : il y manque quelque chose. Rien n’a été enregistré."
    ]


def test_a_file_found_complete_waits_for_the_director(tranche, office):
    asked = world.move(tranche, "request")

    response = office.enter(Role.ANICT, function=Function.AGENT).send(act(asked, "complet"))

    assert state_of(tranche) == "complete"
    assert said(response) == "Dossier déclaré complet. Prochain à agir : le Directeur général de l’ANICT."


def test_a_file_is_returned_with_what_is_missing(tranche, office):
    asked = world.move(tranche, "request")

    response = office.enter(Role.ANICT).send(
        act(asked, "retourner"), concerns=["paper-plan"], comment="Le plan est illisible."
    )

    assert state_of(tranche) == "returned"
    last = tranche.passages.first()
    assert (last.comment, last.detail) == (
        "Le plan est illisible.",
        "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité",
    )
    assert said(response).startswith(
        "Dossier retourné à la collectivité. Prochain à agir : le conseil de la collectivité"
    )


def test_the_most_possible_is_written_in_advance_and_less_may_be_approved(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    head = office.enter(Role.ANICT_HEAD, date(2019, 3, 4))
    form = head.client.get(act(complete, "approuver")).context["form"]

    response = head.send(act(complete, "approuver"), amount="50 000 000", on="02/03/2019", file=pdf())

    tranche.refresh_from_db()
    last = tranche.passages.first()
    assert (form["amount"].value(), tranche.approved) == (60 * MILLION, 50 * MILLION)
    assert (last.on, last.amount, last.paper.kind) == (date(2019, 3, 2), 50 * MILLION, "decision")
    assert said(response) == "Tranche approuvée : 50 000 000 FCFA. C’est encore à vous : « Débloquer la somme »."


def test_a_sum_is_released_paid_then_justified_in_two_times(tranche, office):
    approved = world.bring(tranche, "request", "accept", "approve")
    office.enter(Role.ANICT_HEAD).send(act(approved, "debloquer"))
    paid = office.enter(Role.ANICT).send(act(approved, "payer"))
    region_desk = office.enter(Role.REGION)

    first = region_desk.send(act(approved, "justifier"), amount="20 000 000", file=pdf())
    last = region_desk.send(act(approved, "justifier"), file=pdf("suite.pdf"))

    assert said(paid).startswith("Paiement constaté : 60 000 000 FCFA. Prochain à agir : le conseil")
    assert said(first).endswith("C’est encore à vous : « Justifier des dépenses ».")
    assert said(last) == "Dépenses déclarées : 40 000 000 FCFA. Prochain à agir : l’ANICT."
    assert state_of(tranche) == "paid"  # until the ANICT has examined what is declared


def test_an_annulment_asks_once_with_the_name_of_the_tranche_and_its_reason(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    head = office.enter(Role.ANICT_HEAD)
    page = head.read(act(complete, "annuler"))

    response = head.send(act(complete, "annuler"), comment="Crédits gelés.")

    assert "Tranche 1, exercice 2019 : 60 000 000 FCFA" in page
    assert state_of(tranche) == "cancelled"
    assert said(response) == "Tranche annulée."


def test_a_rule_is_waived_with_a_reason_that_stays_on_the_checklist(contract, office):
    window = world.window()
    window.rules.create(rank=1, papers=["progress"])
    tranche = world.tranche(contract, window=window)
    url = reverse("tranche-waive", args=[contract.reference, tranche.number, "paper-progress"])

    response = office.enter(Role.ANICT_HEAD).send(url, comment="Travaux non commencés.")
    page = office.enter(Role.PRESIDENT).read(act(tranche, "demander"))

    assert said(response).startswith("Dérogation accordée.")
    assert ": Travaux non commencés. La somme" not in page
    assert "Travaux non commencés." in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("paper-demand", "Cette pièce est exigée par les textes : elle ne se déroge pas."),
        ("share", "Cette règle est respectée : il n’y a rien à écarter."),
    ],
)
def test_what_needs_no_waiver_has_none(contract, office, code, sentence):
    window = world.window()
    window.rules.create(rank=1, share=10_000)
    tranche = world.tranche(contract, window=window)
    url = reverse("tranche-waive", args=[contract.reference, tranche.number, code])

    response = office.enter(Role.ANICT_HEAD).client.post(url, {"seen": tranche.version, "comment": "Motif."})

    assert response.status_code == 409
    assert notices(response) == [f"{sentence} Rien n’a été enregistré."]


# Who came second, who may not, what does not exist


def test_who_comes_second_reads_what_happened_keeps_what_was_typed_and_may_send_again(tranche, office):
    url = act(tranche, "modifier")
    desk = office.enter(Role.REGION)
    made_before = {"seen": tranche.version, "project": tranche.project_id, "window": tranche.window_id}
    desk.send(url, requested="70 000 000")

    response = desk.client.post(url, made_before | {"year": 2019, "requested": "80 000 000"})
    again = desk.client.post(
        url, made_before | {"seen": response.context["form"]["seen"].value(), "year": 2019, "requested": "80 000 000"}
    )

    assert response.status_code == 409
    assert "Quelqu’un a agi depuis que cette page s’est ouverte" in notices(response)[-1]
    assert response.context["form"]["requested"].value() == "80 000 000"
    assert (again.status_code, Tranche.objects.get(pk=tranche.pk).requested) == (302, 80 * MILLION)


def test_who_comes_after_the_state_has_changed_reads_who_did_it_and_what_he_had_typed(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    world.move(complete, "approve", 60 * MILLION)

    response = office.enter(Role.ANICT_HEAD).client.post(
        act(complete, "approuver"), {"seen": complete.version, "amount": "50 000 000", "on": "01/03/2019"}
    )

    assert response.status_code == 409
    assert "« Tranche approuvée »" in notices(response)[0]
    assert "Vous pouvez le copier. Somme approuvée 50 000 000" in plain(response)


def test_an_act_of_another_state_explains_itself(tranche, office):
    response = office.enter(Role.ANICT_HEAD).client.get(act(tranche, "approuver"))

    assert response.status_code == 200
    assert notices(response) == ["À l’état « En préparation », cet acte ne se fait pas."]


def test_an_act_without_the_mandate_is_forbidden_with_who_may(tranche, office):
    url = act(tranche, "demander")
    agent = office.enter(Role.REGION, function=Function.AGENT)

    page, sent = agent.client.get(url), agent.client.post(url, {"seen": tranche.version})

    assert (page.status_code, sent.status_code) == (403, 403)
    sentence = "Seul le Président du Conseil régional peut faire cet acte."
    assert sentence in plain(page)
    assert sentence in plain(sent)


def test_another_region_finds_neither_the_act_nor_the_contract(tranche, office):
    elsewhere = office.enter(Role.PRESIDENT, where=region("gao"))
    contract = tranche.contract
    urls = [act(tranche, "demander"), on_contract(contract, "tranche"), budget(contract, "inscrire", 2019)]
    urls += [duty(contract, "equipe"), reverse("tranche-file", args=[contract.reference, 1, "demand"])]

    assert [elsewhere.client.get(url).status_code for url in urls] == [404] * 5
    assert [elsewhere.client.post(url).status_code for url in urls] == [404] * 5


@pytest.mark.parametrize(
    "path",
    [
        "tranches/1/inconnu/",
        "tranches/1/tenir/",
        "tranches/1/deposer/",
        "tranches/9/demander/",
        "tranches/1/deposer/letter/",
        "tranches/1/deposer/inconnue/",
        "tranches/1/deroger/inconnue/",
        "actes/inconnu/",
        "actes/inscrire/",
        "actes/tranche/2019/",
        "actes/inscrire/1999/",
        "actes/inscrire/99999/",
        "obligations/equipe/R1/",
        "obligations/equipe/%00/",
        "obligations/comite-national/2019-T1/",
        "trimestres/2018-T4/tenir/",
    ],
)
def test_what_the_law_does_not_know_does_not_exist(tranche, office, path):
    response = office.enter(Role.REGION).client.get(f"/suivi/{tranche.contract.reference}/{path}")

    assert response.status_code == 404


def test_a_contract_whose_data_have_stopped_is_read_and_not_acted_upon(office):
    contract = world.kayes()
    desk = office.enter(Role.REGION)

    response = desk.client.get(budget(contract, "inscrire", 2019))
    sent = desk.client.post(budget(contract, "inscrire", 2019), {"amount": "1"})

    assert (response.status_code, sent.status_code) == (200, 409)
    assert notices(response) == ["Les données de ce contrat-plan sont arrêtées : il se lit, il ne se modifie plus."]


def test_a_double_click_opens_one_tranche(contract, office):
    world.window()
    desk, url = office.enter(Role.REGION), on_contract(contract, "tranche")
    typed = entries(desk.client.get(url)) | {"requested": "1 000"}

    landed = [desk.client.post(url, typed).headers["Location"] for _click in range(2)]

    assert landed == [contract.tranches.get().get_absolute_url()] * 2


# Budgets and movements


def test_the_own_share_is_inscribed_with_its_proof(contract, office):
    response = office.enter(Role.REGION).send(
        budget(contract, "inscrire", 2019), reference="Délibération n° 3", file=pdf()
    )

    entry = BudgetEntry.objects.get()
    assert (entry.source, entry.year, entry.kind, entry.amount) == ("region", 2019, "inscribed", 10 * MILLION)
    assert (entry.reference, entry.paper.kind, entry.on) == ("Délibération n° 3", "budget", MARCH)
    assert said(response) == "Contribution inscrite au budget 2019 : 10 000 000 FCFA."
    assert response.headers["Location"] == reverse("budget", args=[contract.reference])


def test_the_state_s_share_is_asked_for_registered_then_inscribed(contract, office):
    asked = office.enter(Role.PRESIDENT).send(budget(contract, "demander-bsi", 2020), file=pdf())
    dnpd = office.enter(Role.DNPD)
    registered = dnpd.send(budget(contract, "repertoire", 2020))
    inscribed = dnpd.send(budget(contract, "bsi", 2020), amount="80 000 000")

    assert said(asked) == "Demande enregistrée pour le BSI 2020 : 90 000 000 FCFA. Prochain à agir : la DNPD."
    assert said(registered).startswith("Contrat-plan inscrit au répertoire national pour 2020.")
    assert said(inscribed) == "Inscription au BSI 2020 enregistrée : 80 000 000 FCFA."
    assert list(BudgetEntry.objects.values_list("kind", "amount")) == [
        ("asked", 90 * MILLION),
        ("registered", None),
        ("inscribed", 80 * MILLION),
    ]


def test_a_register_without_a_demand_says_who_must_ask_first(contract, office):
    response = office.enter(Role.DNPD).client.get(budget(contract, "repertoire", 2020))

    assert notices(response) == ["La collectivité n’a pas encore demandé cette inscription."]


def test_a_year_for_which_nothing_is_planned_says_so(contract, office):
    response = office.enter(Role.REGION).client.get(budget(contract, "inscrire", 2018))

    assert notices(response) == ["Le plan de financement ne prévoit rien de cette source en 2018."]


def test_the_demand_to_the_dnpd_says_the_rule_of_30_june_with_its_money(contract, office):
    in_time = office.enter(Role.PRESIDENT).client.get(budget(contract, "demander-bsi", 2020))
    too_late = office.enter(Role.PRESIDENT, date(2019, 7, 1)).client.get(budget(contract, "demander-bsi", 2020))

    assert notices(in_time)[0].startswith(
        "À demander au plus tard le 30 juin 2019 pour le BSI 2020 : 90 000 000 FCFA."
    )
    assert notices(too_late)[0].startswith(
        "Aucune demande à la DNPD au 30 juin 2019 : au plus tôt le BSI 2021 ; 90 000 000 FCFA attendent un an."
    )


def test_money_of_another_source_is_recorded_with_its_proof(contract, office):
    contract.projects.first().financing.create(source="partner", year=2019, amount=30 * MILLION)
    typed = {"kind": "mobilised", "source": "partner", "amount": "20 000 000", "on": "20/02/2019"}

    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed, file=pdf())

    movement = Movement.objects.get()
    assert (movement.source, movement.kind, movement.amount) == ("partner", "mobilised", 20 * MILLION)
    assert (movement.year, movement.on, movement.paper.kind) == (2019, date(2019, 2, 20), "movement-proof")
    assert said(response) == "Mouvement enregistré : 20 000 000 FCFA."


# Duties


def test_a_duty_is_done_with_its_document(contract, office):
    response = office.enter(Role.REGION).send(duty(contract, "equipe"), on="25/09/2018", file=pdf())

    done = Fulfilment.objects.get()
    assert (done.code, done.key, done.on, done.lapsed) == ("O5", "", date(2018, 9, 25), False)
    assert said(response) == "Équipe désignée."
    assert response.headers["Location"] == reverse("calendar", args=[contract.reference])


@pytest.mark.parametrize(
    ("role", "word", "key", "code"),
    [
        (Role.REGION, "travaux", "P1", "O6"),
        (Role.DRPSIAP, "indicateurs", "une-fois", "O13"),
        (Role.ADR, "comite-regional", "R1", "O10"),
        (Role.ADR, "evaluation", "2018", "O11"),
    ],
)
def test_each_duty_is_done_by_its_own_act(contract, office, role, word, key, code):
    response = office.enter(role).send(duty(contract, word, key), outcome="held", file=pdf())

    assert response.status_code == 302
    assert Fulfilment.objects.get().code == code


def test_a_committee_that_did_not_meet_lapses_with_its_reason(contract, office):
    url = duty(contract, "comite-regional", "R1")

    response = office.enter(Role.ADR).send(url, outcome="lapsed", note="Le comité n’est pas nommé.")
    again = office.client.get(url)

    assert (Fulfilment.objects.get().lapsed, Fulfilment.objects.get().paper) == (True, None)
    assert said(response) == "Comité régional : carence constatée."
    assert notices(again)[1].startswith("La carence de cette obligation est constatée, le 1er mars 2019 : ")


def test_the_national_committee_s_minutes_are_filed_by_the_dgct(contract, office):
    renewal.renew_nation(MARCH)
    url = reverse("national-act", args=["comite-national", "2019-T1"])

    response = office.enter(Role.DGCT).send(url, outcome="held", file=pdf())

    done = Fulfilment.objects.get()
    assert (done.contract, done.code, done.key) == (None, "O12", "2019-T1")
    assert said(response) == "Comité national : procès-verbal enregistré."
    assert Passage.objects.get().contract is None
    assert office.enter(Role.ADR).client.get(url).status_code == 403


def test_a_meeting_can_lapse_only_once_its_day_has_passed(contract, office):
    due = contract.duties.get(code="O10", key="R1").due_on
    url = duty(contract, "comite-regional", "R1")

    shown = [
        [name for name, _label in office.enter(Role.ADR, day).client.get(url).context["form"]["outcome"].field.choices]
        for day in (due, due + timedelta(days=1))
    ]

    assert shown == [["held"], ["held", "lapsed"]]


def test_a_duty_to_come_offers_no_form_before_it_opens(contract, office):
    response = office.enter(Role.ADR, date(2019, 2, 1)).client.get(duty(contract, "comite-regional", "R2"))

    assert notices(response) == ["Cette obligation ne s’ouvre que le 1er mars 2019."]
