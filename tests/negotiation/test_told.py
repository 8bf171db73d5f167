"""Who is told of an act by mail, and what of: never its author, and each of the others once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile

from cper.papers import sniffing
from cper.papers.identity import Identity
from cper.people.roles import Body, Function, Role
from negotiation import operations, turns
from negotiation.models import Contract
from negotiation.models.checklist import slots
from negotiation.workflow import PieceKind, Step
from tests.factories import (
    GRANTED,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    UserFactory,
    actor,
    all_seats,
    institution,
    region,
    user_as,
)
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.pages import text
from tests.situations import answer_all, approved, file_all_papers

pytestmark = pytest.mark.django_db
REFUSED = {"verdict": "unfavourable", "text": "Étude à reprendre."}


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Does an act, and gives each address that was mailed with its subject; an address twice is refused."""

    def done(act) -> dict[str, str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        told = [(message.to[0], message.subject.replace("\u00a0", " ").partition(" : ")[2]) for message in mail.outbox]
        assert len(told) == len(dict(told))
        return dict(told)

    return done


def body(to: str) -> str:
    return next(text(message.body) for message in mail.outbox if message.to == [to])


def held(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


def opinion(contract: Contract, by, **given) -> None:
    operations.give_opinion(held(contract), by=by, at=NOW, **given)


def corrected(contract: Contract, **facts) -> None:
    """The region writes its project again, answers, and sends the dossier again the day after."""
    project = contract.projects.get(number=1)
    who, site = {"by": actor(Role.REGION), "at": NOW}, {"number": 1, "name": "Logo"}
    operations.save_project(held(contract), facts, [site], **who, project=project, seen=project.revision)
    answer_all(held(contract))
    later = {"by": user_as(Role.PRESIDENT).on(TODAY + timedelta(days=1)), "at": NOW + timedelta(days=1)}
    operations.make_move(held(contract), "resubmit", comment="Mur repris en pierre.", **later)


@pytest.fixture
def contract() -> Contract:
    """A dossier before finance and two ministries, a project each."""
    all_seats()
    made = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    agriculture = institution(Body.SECTOR, slug="agriculture")
    MandateFactory(institution=agriculture, function=Function.SIGNATORY)
    ProjectFactory(contract=made, ministry=agriculture)
    file_all_papers(made)
    made.opinions.create(institution=agriculture, asked_on=TODAY)
    return held(made)


@pytest.fixture
def agriculture(contract):
    return institution(Body.SECTOR, slug="agriculture").mandates.get().person.on(TODAY)


# In one house


def last_paper(agent) -> None:
    """An agent files the last paper of a request: only its signature is left to do."""
    made = ContractFactory(step=Step.FORMALISATION, ready=True)
    made.pieces.filter(kind=PieceKind.REQUEST).update(current=False)
    turns.renew(held(made), at=NOW, day=TODAY)
    slot = next(slot for slot in slots(held(made)) if slot.kind == PieceKind.REQUEST)
    file = ContentFile(saved_pdf(), name="demande.pdf")
    paper = {"file": file, "examined": sniffing.examine(file, name=file.name), "identity": Identity()}
    operations.attach_piece(held(made), slot, **paper, by=agent.on(TODAY), at=NOW)


def test_the_president_is_told_what_an_agent_of_his_leaves_him_alone_to_do(mailed):
    all_seats()
    agent = user_as(Role.REGION, function=Function.AGENT)
    told = mailed(lambda: last_paper(agent))

    assert told == {user_as(Role.PRESIDENT).email: "à vous de jouer"}
    assert "Transmettre la demande à la DGCT" in body(user_as(Role.PRESIDENT).email)


def test_the_president_is_not_told_while_an_agent_of_his_still_has_papers_to_file(mailed):
    all_seats()
    agent = user_as(Role.REGION, function=Function.AGENT)
    made = ContractFactory(step=Step.PREPARATION, ready=True)

    assert mailed(lambda: operations.make_move(made, "complete", by=agent.on(TODAY), at=NOW)) == {}


def test_what_whoever_acts_can_go_on_with_is_mailed_to_nobody_of_the_house(mailed):
    all_seats()
    user_as(Role.REGION, function=Function.AGENT)
    made = ContractFactory(step=Step.DELIBERATION, ready=True)

    assert mailed(lambda: operations.make_move(made, "adopt", by=actor(Role.PRESIDENT), at=NOW)) == {}


def test_nobody_is_told_of_what_he_does_himself_under_two_mandates(mailed):
    all_seats()
    agent = user_as(Role.REGION, function=Function.AGENT)
    MandateFactory(
        person=agent,
        function=Function.SIGNATORY,
        basis="3-delegation",
        act="Décision n°1",
        valid_from="2026-01-01",
        valid_to="2027-01-01",
    )

    told = mailed(lambda: last_paper(agent))

    assert {*told} == {user_as(Role.PRESIDENT).email}


# The opinions of the ministries


def test_each_ministry_that_asks_for_corrections_is_told_to_the_region(mailed, contract, agriculture):
    to = user_as(Role.PRESIDENT).email
    first = mailed(lambda: opinion(contract, actor(Role.SECTOR), **REFUSED))

    second = mailed(lambda: opinion(contract, agriculture, verdict="corrections", text="Site inondable."))

    assert first[to] == f"avis défavorable ({institution(Body.SECTOR, slug='elevage').name})"
    assert second[to] == f"corrections demandées ({agriculture.mandates[0].institution.name})"
    assert "Site inondable." in body(to)


def test_an_opinion_that_asks_nothing_is_not_told_to_the_region(mailed, contract):
    opinion(contract, actor(Role.SECTOR), **REFUSED)

    told = mailed(lambda: opinion(contract, actor(Role.FINANCE), verdict="favourable", text="", envelope=GRANTED))

    assert user_as(Role.PRESIDENT).email not in told


def test_a_ministry_asked_again_reads_that_the_dossier_was_corrected_and_how(mailed, contract):
    opinion(contract, actor(Role.SECTOR), **REFUSED)
    to = user_as(Role.SECTOR).email

    told = mailed(lambda: corrected(contract, title="Piste", cost=100_000_000, duration_months=24))

    assert told[to] == "dossier corrigé, votre nouvel avis est demandé"
    words = body(to)
    assert "Le dossier a été corrigé depuis votre avis du 20 novembre 2026 (« Défavorable »)." in words
    assert "- Projet 1 : Piste. Intitulé : Projet structurant" in words
    assert "→ Piste La collectivité répond" in words
    assert "La collectivité répond à votre avis : C’est fait dans le dossier." in words
    assert "Ce que la collectivité dit de ses corrections : Mur repris en pierre." in words


def test_a_ministry_whose_projects_have_not_changed_reads_so(mailed, contract, agriculture):
    opinion(contract, agriculture, **REFUSED)
    to = agriculture.user.email

    mailed(lambda: corrected(contract, title="Piste", cost=100_000_000, duration_months=24))

    assert "Ni les projets ni les montants que votre avis examine n’ont changé." in body(to)


# The signature


def test_whoever_keeps_an_original_or_a_copy_is_told_that_the_contract_is_signed(mailed):
    all_seats()
    for body_ in (Body.CT_MINISTRY, Body.DNAT, Body.ADR):
        MandateFactory(institution=institution(body_, region() if body_ == Body.ADR else None))
    agent = UserFactory()
    MandateFactory(person=agent)
    made = ContractFactory(step=Step.SIGNATURE, ready=True)
    approved(made)
    wet = {"signed_on": TODAY, "signed_place": "Kayes", "at": NOW}
    operations.sign(held(made), by=actor(Role.GOVERNOR), **wet)

    told = mailed(lambda: operations.sign(held(made), by=actor(Role.PRESIDENT), **wet))

    roles = (Role.GOVERNOR, Role.FINANCE, Role.DGCT_HEAD, Role.DNPD, Role.DRPSIAP, Role.ANICT_HEAD)
    ministry = institution(Body.CT_MINISTRY).mandates.get().person
    assert {*told} >= {agent.email, ministry.email, *(user_as(role).email for role in roles)}
    assert {*told.values()} == {"contrat-plan signé"}
    assert user_as(Role.PRESIDENT).email not in told
    assert institution(Body.DNAT).mandates.get().person.email not in told
    assert "Un original vous est destiné." in body(user_as(Role.FINANCE).email)
    assert "Une copie vous est destinée." in body(user_as(Role.DNPD).email)
    assert f"- Pour la Région de Kayes : {user_as(Role.PRESIDENT).name}" in body(user_as(Role.DNPD).email)
