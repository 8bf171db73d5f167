"""Who is printed is who signs: holder, intérim (P.I.), delegation (P.O.), and what each may do on which days."""

import io
from datetime import timedelta

import pypdf
import pytest

from cper.people.models import Mandate
from cper.people.rights import fills
from cper.people.roles import Body, Role
from cper.people.signatory import capacity
from negotiation import access, operations
from negotiation.documents import convention_of
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    actor,
    all_seats,
    institution,
    region,
    user_as,
)
from tests.negotiation.pages import page_of, text

pytestmark = pytest.mark.django_db

WET = {"signed_on": TODAY, "signed_place": "Kayes", "at": NOW}
PRESIDENT = "Président du Conseil régional de Kayes"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def standing_in(basis: str, title: str, body: Body = Body.COUNCIL, **facts) -> Mandate:
    """Somebody who stands in for the signatory of a body of Kayes, these days."""
    acted = {"basis": basis, "act": "Décision n°12/CRK", "function": "signatory", "title": title}
    return MandateFactory(institution=institution(body), valid_to=TODAY + timedelta(days=9), **acted, **facts)


def delegate(**facts) -> Mandate:
    return standing_in("3-delegation", "Premier Vice-président", **facts)


def interim(title: str = "Gouverneur P.I.", body: Body = Body.GOVERNORATE) -> Mandate:
    return standing_in("2-interim", title, body)


def approve(contract: Contract, *chosen: Mandate) -> Contract:
    """Propose and approve the convention, its ceremony being today, to be signed by whoever is chosen."""
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    ceremony = {"ceremony_on": TODAY, "ceremony_place": "Kayes"}
    seen = Contract.objects.get(pk=contract.pk)
    operations.approve_convention(seen, by=governor(), at=NOW, seen=seen.version, chosen=chosen, **ceremony)
    return Contract.objects.get(pk=contract.pk)


def governor():
    return Mandate.objects.who_signs(Body.GOVERNORATE, region(), TODAY).person.on(TODAY)


@pytest.fixture
def contract() -> Contract:
    all_seats()
    return ContractFactory(step=Step.SIGNATURE, ready=True)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ((PRESIDENT,), PRESIDENT),
        (("Gouverneur de Kayes", "P.I.", "Gouverneur de la Région de Kayes"), "Gouverneur de Kayes\u00a0P.I."),
        (
            ("Premier Vice-président", "P.O.", PRESIDENT),
            "le Président du Conseil régional de Kayes, P.O.\u00a0le Premier Vice-président",
        ),
        (
            ("Première Vice-présidente", "P.O.", "Maire du District de Bamako"),
            "le Maire du District de Bamako, P.O.\u00a0la Première Vice-présidente",
        ),
        (("Directeur de cabinet", "P.I."), "Directeur de cabinet\u00a0P.I."),
    ],
)
def test_who_signs_under_another_title_names_the_office_first(said, printed):
    assert capacity(*said) == printed


# The days of an intérim


def test_the_holder_does_no_act_while_somebody_stands_in_for_him(contract):
    holder = actor(Role.GOVERNOR)
    interim()

    suspended = holder.user.on(TODAY)
    verdict = access.decide(suspended, "approve_list", contract)

    assert [fills(mandate, Role.GOVERNOR) for mandate in suspended.mandates] == [False]
    assert (verdict.allowed, verdict.forbidden) == (False, True)
    assert verdict.reason.startswith("Un intérim de votre charge est en cours")


def test_the_holder_still_reads_and_acts_again_once_the_interim_is_over(contract):
    holder = user_as(Role.GOVERNOR)
    last = interim().valid_to

    assert list(Contract.objects.visible_to(holder.on(TODAY))) == [contract]
    assert [fills(mandate, Role.GOVERNOR) for mandate in holder.on(last + timedelta(days=1)).mandates] == [True]


def test_an_intérim_suspends_neither_the_agents_nor_another_institution(contract):
    interim()

    assert fills(actor(Role.PRESIDENT).mandates[0], Role.PRESIDENT)
    assert fills(actor(Role.REGION).mandates[0], Role.REGION)


# The delegation


@pytest.mark.parametrize("covers", [False, True])
def test_a_delegate_signs_the_contract_only_where_his_act_says_so(contract, covers):
    delegated = delegate(covers_signing=covers)
    approved = approve(contract, *([delegated] if covers else []))

    verdict = access.decide(delegated.person.on(TODAY), "sign", approved)

    assert verdict.allowed is covers
    assert covers or "ne couvre pas la signature" in verdict.reason


def test_a_delegate_without_it_still_does_the_other_acts_of_the_signatory():
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    assert access.decide(delegate().person.on(TODAY), "submit", contract).allowed


# Who is printed


def test_the_convention_names_who_signs_on_the_day_of_the_ceremony(contract):
    standing = interim("Secrétaire général du gouvernorat")
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)
    contract.refresh_from_db()
    later = standing.valid_to + timedelta(days=1)
    by = standing.person.on(TODAY)

    draft = operations.approve_convention(
        contract, by=by, at=NOW, seen=contract.version, ceremony_on=later, ceremony_place="Kayes"
    )

    assert draft.governor_mandate == actor(Role.GOVERNOR).mandates[0]
    assert draft.approved_by_title == (
        "le Gouverneur de la Région de Kayes, P.I.\u00a0le Secrétaire général du gouvernorat"
    )


def test_nobody_approves_a_text_that_nobody_could_sign(contract):
    Mandate.objects.filter(institution__body=Body.COUNCIL, function="signatory").update(valid_to=TODAY)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)
    contract.refresh_from_db()
    tomorrow = {"ceremony_on": TODAY + timedelta(days=1), "ceremony_place": "Kayes"}

    with pytest.raises(Refused, match="Personne n’aura qualité pour signer"):
        operations.approve_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, **tomorrow)


def test_whoever_is_not_the_one_printed_is_told_so_and_how_to_mend_it(contract):
    approved = approve(contract)
    named = f"{user_as(Role.GOVERNOR).name}, {actor(Role.GOVERNOR).mandates[0].label}"
    standing = interim()

    verdict = access.decide(standing.person.on(TODAY), "sign", approved)

    assert verdict.reason == (
        f"La convention approuvée nomme {named} ; vous êtes {standing.person}, {standing.label}. Le Gouverneur peut "
        "demander une autre rédaction, puis approuver un texte qui vous nomme."
    ).replace(" ;", "\u00a0;")


def test_the_governor_takes_his_approval_back_and_the_new_text_names_the_new_signatory(contract):
    approved = approve(contract)
    operations.sign(approved, by=actor(Role.PRESIDENT), **WET)
    standing = interim()
    again = Contract.objects.get()

    operations.return_convention(again, by=governor(), at=NOW, seen=again.version, comment="Le signataire a changé.")
    [remark] = Contract.objects.get().remarks
    answer = {remark.key: "Le texte nomme qui exerce la charge."}
    operations.answer_remarks(Contract.objects.get(), answer, by=actor(Role.REGION), at=NOW)
    again = approve(Contract.objects.get())

    assert [(assent.voided, assent.signed_on) for assent in again.assents.filter(action="sign")] == [(True, TODAY)]
    assert again.drafts.get(returned=False).governor_mandate == standing
    assert access.decide(standing.person.on(TODAY), "sign", again).allowed


def test_the_act_its_record_the_journal_and_the_pages_name_the_same_person(contract, client):
    delegated = delegate(covers_signing=True)
    label = text(delegated.label.replace("\u00a0", " "))
    client.force_login(delegated.person)
    approved = approve(contract, delegated)

    page = text(client.get(f"{approved.get_absolute_url()}signer/").content.decode()).replace("\u00a0", " ")
    operations.sign(approved, by=delegated.person.on(TODAY), **WET)
    signed = operations.sign(Contract.objects.get(), by=actor(Role.GOVERNOR), **WET)

    printed = words_of(signed.drafts.get().pdf), words_of(signed.signature_record.pdf)
    journal = text(client.get(page_of("dossier-journal", signed)).content.decode()).replace("\u00a0", " ")
    assert label == "le Président du Conseil régional de Kayes, P.O. le Premier Vice-président"
    for told in (page, journal, *printed):
        assert delegated.person.name in told
        assert label[1:] in told


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(bytes(pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_draft_prints_who_is_in_office_that_day(contract):
    delegate(covers_signing=True)

    convention = convention_of(contract, on=TODAY, draft=True)

    assert (convention.head.name, convention.head.act) == (user_as(Role.PRESIDENT).name, "")
