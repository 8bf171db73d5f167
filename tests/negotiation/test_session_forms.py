"""The forms of the list, of the session and of the ceremony: what is typed, mended and kept."""

import re

import pgtrigger
import pytest

from cper.people.roles import Body, Role
from negotiation.models import ConventionDraft, Decision, Session, Site
from negotiation.models.checklist import slots
from negotiation.workflow import Step
from tests.factories import (
    ENVELOPE,
    NOW,
    TODAY,
    ContractFactory,
    ProjectFactory,
    all_seats,
    file_piece,
    institution,
    judged,
    stamp,
)
from tests.negotiation.act_pages import address, send
from tests.negotiation.pages import faults, notices, text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def balance(response):
    found = re.search(r'<dl class="balance.*?</dl>', response.content.decode(), re.DOTALL)
    return text(found[0])


# The list (E6)


def test_the_list_is_drawn_and_approvals_already_given_fall(enter):
    contract = make_dossier(SITUATIONS["list"])
    on, off = contract.projects.all()
    send(enter(Role.PRESIDENT), contract, "approve_list", {})
    contract.refresh_from_db()

    send(enter(Role.GOVERNOR), contract, "draw_list", {"projects": [on.pk, off.pk]})

    assert set(contract.projects.values_list("listed", flat=True)) == {True}
    assert list(contract.assents.values_list("voided", flat=True)) == [True]


def test_the_page_of_the_list_adds_up_what_is_ticked(enter):
    contract = make_dossier(SITUATIONS["list"])

    response = enter(Role.GOVERNOR).get(address(contract, "draw_list"))

    assert balance(response) == ("Projets inscrits 1 Coût déclaré 100 000 000 FCFA Part de l’État 90 000 000 FCFA")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Inscrivez au moins un projet sur la liste."),
        ([0], "Un des projets n’est plus au dossier."),
        (["same"], "Cette liste est celle qui est déjà dressée : il n’y a rien à enregistrer."),
    ],
)
def test_a_list_that_says_nothing_new_is_refused(chosen, said, enter):
    contract = make_dossier(SITUATIONS["list"])
    listed = contract.projects.get(listed=True)
    chosen = [listed.pk if one == "same" else one for one in chosen]

    response = send(enter(Role.GOVERNOR), contract, "draw_list", {"projects": chosen})

    assert faults(response) == [f"Projets à inscrire : {said}"]


# The session (E7)

HELD = {"held_on": "20/11/2026", "place": "Kayes", "attendance": "42", "summary": ""}


@pytest.fixture
def listed():
    """A dossier of three projects before the enlarged CROCSAD, 90 000 000 FCFA of the State in each."""
    contract = ContractFactory(step=Step.SELECTION)
    ProjectFactory.create_batch(3, contract=contract)
    for slot in slots(contract, up_to=Step.FORMALISATION):
        file_piece(contract, slot, stamp())
    given = {"verdict": "favourable", "given_at": NOW, **stamp(Role.FINANCE), **ENVELOPE}
    given |= {"envelope": 180_000_000, "judged": judged(contract)}
    contract.opinions.create(institution=institution(Body.FINANCE), asked_on=TODAY, **given)
    return contract


def decisions(contract, *decided):
    """(outcome, rank, reason) for each project in turn."""
    return {
        f"{field}-{project.pk}": value
        for project, decision in zip(contract.projects.all(), decided, strict=True)
        for field, value in zip(("outcome", "priority", "reason"), decision, strict=True)
    }


GOOD = (("retained", "2", ""), ("deferred", "", "Étude à refaire."), ("retained", "1", ""))


def test_the_record_of_a_session_is_written_with_its_decisions(listed, enter):
    response = send(enter(Role.DRPSIAP), listed, "record_session", HELD | decisions(listed, *GOOD))

    assert notices(response)[0] == (
        "Session consignée. Procès-verbal du CROCSAD élargi au comité de suivi, à déposer."
    )
    assert list(Session.objects.values_list("place", "attendance", "envelope")) == [("Kayes", 42, 180_000_000)]
    assert list(Decision.objects.order_by("project__number").values_list("outcome", "priority", "reason")) == [
        ("retained", 2, ""),
        ("deferred", None, "Étude à refaire."),
        ("retained", 1, ""),
    ]


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (
            (("retained", "1", ""), ("retained", "1", ""), ("deferred", "", "Plus tard.")),
            [
                "Rang de priorité du projet 1 : Le rang 1 est donné plusieurs fois.",
                "Rang de priorité du projet 2 : Le rang 1 est donné plusieurs fois.",
            ],
        ),
        (
            (("retained", "1", ""), ("retained", "3", ""), ("rejected", "", "Hors sujet.")),
            ["Rang de priorité du projet 2 : Les rangs vont de 1 à 2, sans trou."],
        ),
        (
            (("retained", "", ""), ("deferred", "", ""), ("rejected", "1", "Hors sujet.")),
            [
                "Rang de priorité du projet 1 : Donnez son rang de priorité à ce projet retenu.",
                "Motif pour le projet 2 : Dites pourquoi ce projet est différé ou écarté.",
                "Rang de priorité du projet 3 : Seul un projet retenu a un rang : effacez celui-ci.",
            ],
        ),
        (
            (("", "", ""), ("retained", "1", ""), ("retained", "2", "")),
            ["Décision sur le projet 1 : Dites ce que la session a décidé de ce projet."],
        ),
    ],
)
def test_ranks_follow_each_other_and_what_is_not_retained_has_a_reason(decided, said, listed, enter):
    response = send(enter(Role.DRPSIAP), listed, "record_session", HELD | decisions(listed, *decided))

    assert faults(response) == said
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"held_on": "21/11/2026"}, "Cette date est à venir : consignez la session une fois tenue."),
        (
            {"held_on": "18/11/2026"},
            "Le dossier est à l’étape E7 depuis le 19 novembre 2026 : la session s’est tenue ce jour-là ou après.",
        ),
        ({"held_on": ""}, "Donnez le jour de la session."),
        ({"place": ""}, "Dites où la session s’est tenue."),
        ({"attendance": "0"}, "Une session compte au moins un participant."),
    ],
)
def test_a_session_has_its_day_its_place_and_its_people(typed, said, listed, enter):
    response = send(enter(Role.DRPSIAP), listed, "record_session", HELD | decisions(listed, *GOOD) | typed)

    assert [fault.partition(" : ")[2] for fault in faults(response)] == [said]


def test_nothing_typed_is_lost_on_an_error_and_the_balance_follows_it(listed, enter):
    typed = HELD | decisions(listed, *GOOD) | {"place": "", "summary": "Longs débats."}

    response = send(enter(Role.DRPSIAP), listed, "record_session", typed)

    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert balance(response) == (
        "Part de l’État retenue 180 000 000 FCFA Enveloppe de l’État 180 000 000 FCFA Reste de l’enveloppe 0 FCFA"
    )


def test_a_session_is_written_again_from_what_it_was(enter):
    contract = make_dossier(SITUATIONS["selection"])

    page = enter(Role.DRPSIAP).get(address(contract, "record_session"))

    form, project = page.context["form"], contract.projects.get()
    held = {name: form[name].value() for name in ("place", "attendance")}
    assert held == {"place": "Kayes", "attendance": 40}
    assert [form[f"{name}-{project.pk}"].value() for name in ("outcome", "priority")] == ["retained", 1]


# The ceremony (E8)


def test_a_ceremony_is_not_convened_in_the_past(enter):
    contract = make_dossier(SITUATIONS["convention proposed"])
    typed = {"ceremony_on": "19/11/2026", "ceremony_place": "Kayes"}

    response = send(enter(Role.GOVERNOR), contract, "approve_convention", typed)

    assert faults(response) == [
        "Date de la cérémonie : Cette date est passée : la cérémonie se tient aujourd’hui ou plus tard."
    ]


def test_a_convention_that_cannot_be_laid_out_is_not_approved_and_the_entries_are_kept(enter):
    contract = make_dossier(SITUATIONS["convention proposed"])
    project = contract.projects.get()
    # Selected with all of them: the database takes none in afterwards.
    with pgtrigger.ignore("negotiation.Site:site_stays_as_selected"):
        Site.objects.bulk_create(Site(project=project, number=rank + 2, name="x" * 120) for rank in range(12_000))
    typed = {"ceremony_on": "30/11/2026", "ceremony_place": "Yélimané"}

    response = send(enter(Role.GOVERNOR), contract, "approve_convention", typed)

    said = "Le document est trop volumineux pour être mis en page. Rien n’a été enregistré."
    assert (response.status_code, notices(response)[0].startswith(said)) == (503, True)
    assert response.context["form"]["ceremony_place"].value() == "Yélimané"
    assert ConventionDraft.objects.get().is_approved is False
