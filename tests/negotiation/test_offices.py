"""Every sentence that names an office names it in the gender of who holds it: in the act, on the pages, in mails."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse

from cper.people.models import Mandate, User
from cper.people.offices import INTERIM, Offices
from cper.people.roles import Body, Role
from cper.people.signatory import Signatory
from negotiation import operations
from negotiation.clauses import faults, usual_tranches
from negotiation.documents import convention_of
from negotiation.financing_plan import Payer, Share
from negotiation.models import Contract
from negotiation.models.office_holders import offices_of
from negotiation.views.selection_facts import bsi_missed
from negotiation.workflow import Step, example
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, MandateFactory, actor, all_seats, user_as
from tests.negotiation.acts import kayes_convention
from tests.negotiation.pages import text

HERS = dict.fromkeys((Body.COUNCIL, Body.GOVERNORATE, Body.DGCT), "madam-f")
# An office said of a man, with what stands before it.
HIS = re.compile(r"\b(?:le|du|au|son|un|votre) (?:Président|Maire|Gouverneur|Directeur général)\b", re.IGNORECASE)
STEPS = (Step.DELIBERATION, Step.FORMALISATION, Step.DGCT_REVIEW, Step.PROJECT_LIST, Step.SIGNATURE)
ANICT = "Directeur général de l’ANICT"


def his(words: str) -> list[str]:
    return HIS.findall(words.replace("\u00a0", " ").replace(ANICT, ""))


@pytest.fixture
def women(time_machine) -> None:
    """Each office is a woman's who has her title written in the feminine."""
    time_machine.move_to(NOW, tick=False)
    all_seats()
    User.objects.update(styled="madam-f")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Seul le Gouverneur peut faire cet acte.", "Seule la Gouverneure peut faire cet acte."),
        ("au Président (ou au Maire du District) et au Gouverneur", "à la Présidente et à la Gouverneure"),
        ("Le Président (ou le Maire) et le Gouverneur dressent", "La Présidente et la Gouverneure dressent"),
        ("Le conseil autorise son Président (ou le Maire du District) à", "Le conseil autorise sa Présidente à"),
        ("reste un acte du Directeur général.", "reste un acte de la Directrice générale."),
        ("le Directeur général de l’ANICT approuve", "le Directeur général de l’ANICT approuve"),
        ("le Premier Vice-président", "le Premier Vice-président"),
        (
            "Seuls le Président du Conseil régional (ou le Maire du District) ou le Gouverneur peuvent agir.",
            "Seules la Présidente du Conseil régional ou la Gouverneure peuvent agir.",
        ),
    ],
)
def test_a_sentence_of_the_law_names_the_office_of_a_woman(sentence, told):
    assert Offices(called=HERS).said(sentence) == told


def test_the_district_has_its_own_woman_mayor():
    assert Offices(is_district=True, called=HERS).said("autorise son Président (ou le Maire du District)") == (
        "autorise sa Maire"
    )


@pytest.mark.parametrize("called", ["", "sir", "madam", INTERIM])
def test_a_sentence_keeps_the_words_of_the_law_for_whoever_has_not_asked_for_others(called):
    assert Offices(called=dict.fromkeys(HERS, called)).said("au Gouverneur") == "au Gouverneur"


def test_the_convention_names_a_woman_in_each_office_all_along():
    offices = Offices(called=HERS)
    act = kayes_convention(
        offices=offices,
        governor=Signatory("Gouverneure de la Région de Kayes"),
        head=Signatory("Présidente du Conseil régional de Kayes"),
    )
    words = text(render_to_string(act.template_name, {"document": act})).replace("\u00a0", " ")

    assert his(words) == []
    assert "la Présidente du Conseil régional de Kayes adresse à l’ANICT" in words
    assert "le CROCSAD , présidé par la Gouverneure, examine" in words
    assert "présidé par la Directrice générale des collectivités territoriales" in words


@pytest.mark.django_db
def test_the_visa_of_the_council_authorises_its_woman_president(women):
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    act = convention_of(contract, on=TODAY, draft=True)

    assert [visa for visa in act.visas if "autorisant sa Présidente à négocier" in visa]
    assert act.offices.called == HERS


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("part", ["dossier", "dossier-session", "dossier-convention", "dossiers", "inbox"])
def test_the_pages_name_a_woman_in_each_office(client, women, step, part):
    contract = ContractFactory(step=step, ready=True)
    for role in (Role.REGION, Role.GOVERNOR, Role.DGCT):
        client.force_login(user_as(role))
        address = reverse(part, args=[] if part in ("dossiers", "inbox") else [contract.reference])
        response = client.get(address)
        if response.status_code == 200:
            assert his(text(response.content.decode())) == [], (role, part)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["propose_convention", "approve_convention", "sign"])
def test_the_acts_their_flashes_and_their_mails_name_a_woman_in_each_office(client, women, name):
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    client.force_login(user_as(Role.PRESIDENT))
    page = client.get(reverse("act", args=[contract.reference, example(name)]))
    sent = client.post(
        reverse("act", args=[contract.reference, example("propose_convention")]),
        CLAUSES | {"seen": contract.version},
        follow=True,
    )

    assert his(text(page.content.decode())) == []
    assert his(text(sent.content.decode())) == []
    assert "La Gouverneure a jusqu’au" in text(sent.content.decode())
    assert [wrong for message in mail.outbox for wrong in his(message.body)] == []


# Ad interim


@pytest.mark.django_db
def test_the_holder_reads_that_his_interim_acts_and_not_that_his_office_is_hers(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()
    held = actor(Role.GOVERNOR).mandates[0]
    facts = {"basis": Mandate.Basis.INTERIM, "act": "Décision n°12", "valid_to": TODAY, "function": held.function}
    interim = MandateFactory(institution=held.institution, title="Directrice de cabinet", **facts)
    User.objects.filter(pk=interim.person_id).update(styled="madam-f")
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)

    client.force_login(held.person)
    page = text(client.get(contract.get_absolute_url()).content.decode()).replace("\u00a0", " ")

    assert offices_of(Contract.objects.get(), TODAY).called[Body.GOVERNORATE] == INTERIM
    assert "Gouverneure" not in page
    assert "Chez votre intérimaire" in page
    assert "Votre intérimaire : Approuver" in page
    assert "Seul le Gouverneur peut faire cet acte" not in page
    assert "Un intérim de votre charge est en cours" in page
    assert "suspendu" not in page


# What is promised and can no longer be kept


def test_article_5_says_for_which_years_its_last_day_was_past_when_the_text_was_drawn_up():
    project = kayes_convention().projects[0]
    shares = tuple(replace(share, year=year) for share in project.shares for year in (2018, 2019, 2020))
    act = kayes_convention(projects=(replace(project, shares=shares),))

    assert act.bsi_missed.replace("\u00a0", " ") == (
        " (cette date est passée, au 31 août 2018, pour les exercices 2018 et 2019)"
    )
    assert kayes_convention(projects=(replace(project, shares=shares[-1:]),)).bsi_missed == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "role"), [("propose_convention", Role.PRESIDENT), ("approve_convention", Role.GOVERNOR)]
)
def test_who_proposes_and_who_approves_are_told_what_can_no_longer_be_asked_in_time(client, time_machine, name, role):
    time_machine.move_to(NOW, tick=False)
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    if role == Role.GOVERNOR:
        operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    client.force_login(user_as(role))

    page = client.get(reverse("act", args=[contract.reference, example(name)])).content.decode()

    said = text(page).replace("\u00a0", " ")
    assert "L’article 5 promet une demande qui ne peut plus être faite à temps, pour l’exercice 2027" in said
    assert "90 000 000 FCFA attendus de l’État en dépendent" in said
    assert "vise au plus tôt le BSI 2028" in said
    assert "La DGCT n’a pas validé le modèle de cette convention" in said


@pytest.mark.parametrize(
    ("months", "left"),
    [
        (12, "Aucun BSI ne reste avant la fin du contrat-plan."),
        (24, "Une demande faite aujourd’hui vise au plus tôt le BSI 2028."),
    ],
)
def test_no_bsi_is_promised_beyond_the_term_to_those_who_propose_it(months, left):
    contract = Contract(starts_on=date(2027, 1, 1), duration_months=months)

    [warning] = bsi_missed(contract, {2027: 90_000_000}, TODAY)

    assert warning["lines"][0].endswith(left)


def test_an_act_to_be_signed_at_a_ceremony_leaves_no_blank_for_its_day():
    act = kayes_convention(signed_on=None, ceremony_on=TODAY)
    words = text(render_to_string(act.template_name, {"document": act})).replace("\u00a0", " ")

    assert "à signer à la cérémonie convoquée à Kayes le 20 novembre 2026" in words
    assert "…………" not in words


def test_the_other_sources_are_named_and_their_paper_may_be_a_letter_of_intent():
    project = replace(kayes_convention().projects[0], shares=(Share(Payer.OTHER, "AFD", 200_000_000, 2019),))
    act = kayes_convention(projects=(project,))
    words = text(render_to_string(act.template_name, {"document": act})).replace("\u00a0", " ")

    assert "La Région mobilise la contribution d’une autre source (AFD), pour 200 000 000 FCFA" in words
    assert "selon l’accord de financement de cette source ou, à défaut, sa lettre d’intention" in words
    assert "les contributions des autres sources" not in words


def test_the_tranches_that_the_site_proposes_are_not_refused_at_the_desk():
    for years in ([2027], [2026, 2027, 2028]):
        said = usual_tranches(years)
        assert "tranche est prévue, celle" not in said
        assert "du montant" not in said
        assert "chacune, la part que l’ANICT admet" in said
        assert faults({"tranches": said}, years) == {}
