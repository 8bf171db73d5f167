"""A form sent twice has one effect, whatever the form; both sendings lead to the same page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cper.people.models import Mandate
from cper.people.roles import Body, Function, Role
from negotiation.models import Contract, Notice, SentForm
from negotiation.workflow import Step
from tests import sources
from tests.factories import ENVELOPE, PASSWORD, ContractFactory, UserFactory, all_seats, institution, typed_of, user_as
from tests.journeys.chapters import small_pdf
from tests.negotiation.pages import entries, notices, page_of

pytestmark = pytest.mark.django_db

OPENED = "Dossier {} ouvert. Ensuite : déposez la délibération autorisant à négocier et à signer."
AT_ONCE = 2
# They ask for nothing twice: entering and leaving change no dossier.
AT_THE_DOOR = {"base.html", "registration/sign_in.html"}


def send_twice(client, address: str, **typed) -> list[str]:
    """Open the page, fill it in, press the button twice; where each press leads."""
    sent = entries(client.get(address)) | typed
    answers = []
    for _click in range(2):
        if "file" in sent:
            sent["file"].seek(0)
        answers.append(client.post(address, sent).headers.get("Location"))
    return answers


def test_a_double_click_opens_one_dossier(council):
    landed = send_twice(council, reverse("dossier-open"), title="Élevage")

    assert landed == [Contract.objects.get().get_absolute_url()] * 2


def test_a_double_click_adds_one_project(council):
    contract = ContractFactory()

    landed = send_twice(council, page_of("project-add", contract), title="Piste", cost="5")

    assert landed == [page_of("project-financing", contract, contract.projects.get().number)] * 2


def test_a_double_click_files_one_version_of_a_paper(council):
    contract = ContractFactory()
    paper, typed = SimpleUploadedFile("délibération.pdf", small_pdf()), typed_of("deliberation-negotiate")

    landed = send_twice(council, page_of("piece-attach", contract, "deliberation-negotiate"), file=paper, **typed)

    assert landed == [page_of("dossier-pieces", contract)] * 2
    assert [piece.version for piece in contract.pieces.all()] == [1]


def test_a_double_click_gives_one_mandate(client):
    client.force_login(user_as(Role.ADMIN))
    person = UserFactory()
    council = institution(Body.COUNCIL).pk
    term = {"institution": council, "function": "agent", "title": "Agente", "basis": "1-holder"}

    landed = send_twice(client, reverse("mandate-add", args=[person.pk]), **term, valid_from="01/11/2026")

    assert landed == [reverse("person", args=[person.pk])] * 2
    assert Mandate.objects.filter(person=person).count() == 1


def test_a_double_click_does_an_act_once_and_is_refused_nothing(council):
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    landed = send_twice(council, f"{contract.get_absolute_url()}transmettre/")

    assert landed == [contract.get_absolute_url()] * 2
    assert contract.passages.filter(action="submit").count() == 1


def test_what_the_first_click_said_is_read_once_even_when_the_browser_dropped_its_answer(council):
    sent = entries(council.get(reverse("dossier-open"))) | {"title": "Élevage"}
    council.post(reverse("dossier-open"), sent)
    both = council.post(reverse("dossier-open"), sent, follow=True)
    del council.cookies["messages"]
    dropped = council.post(reverse("dossier-open"), sent, follow=True)

    opened = OPENED.format(Contract.objects.get().reference)
    assert [notices(both)[:2].count(opened), notices(dropped)[:2].count(opened)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_clicks_one_opens_a_dossier_and_the_other_is_led_to_it():
    user, barrier = user_as(Role.PRESIDENT), Barrier(AT_ONCE)
    sent = {"title": "Élevage", "once": uuid4().hex}

    def click(_rank: int) -> str:
        client = Client()
        client.force_login(user)
        barrier.wait()
        try:
            return client.post(reverse("dossier-open"), sent).headers["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        landed = list(threads.map(click, range(AT_ONCE)))

    assert landed == [Contract.objects.get().get_absolute_url()] * 2


def test_a_token_that_somebody_else_has_used_neither_stops_nor_leads_anybody(council):
    sent = {"title": "Élevage", "once": uuid4().hex}
    neighbour = Client()
    neighbour.force_login(user_as(Role.REGION, function=Function.AGENT))

    landed = [one.post(reverse("dossier-open"), sent).headers["Location"] for one in (neighbour, council)]

    assert landed == [contract.get_absolute_url() for contract in Contract.objects.order_by("reference")]
    assert len(landed) == 2


def test_a_form_to_mend_uses_up_no_token(council):
    address = reverse("dossier-open")
    sent = entries(council.get(address))

    refused = council.post(address, sent)
    mended = council.post(address, entries(refused) | {"title": "Élevage"})
    same_page = council.post(address, sent | {"title": "Culture"})

    assert [refused.status_code, mended.status_code, same_page.status_code] == [200, 302, 302]
    assert {contract.title for contract in Contract.objects.all()} == {"Élevage", "Culture"}


def test_a_refused_act_leaves_nothing_behind(council):
    contract = ContractFactory(step=Step.DGCT_REVIEW)

    response = council.post(page_of("dossier-edit", contract), {"title": "Autre", "once": uuid4().hex})

    assert response.status_code == 409
    assert not SentForm.objects.exists()


def test_a_page_out_of_reach_stays_so_with_a_token(council):
    elsewhere = ContractFactory(where="gao")

    response = council.post(page_of("dossier-edit", elsewhere), {"title": "Autre", "once": uuid4().hex})

    assert response.status_code == 404
    assert not SentForm.objects.exists()


def test_a_token_that_no_page_has_given_is_passed_over(council):
    answers = [council.post(reverse("dossier-open"), {"title": "Élevage", "once": "x"}).url for _click in range(2)]

    assert len(set(answers)) == 2


def test_a_corrected_second_sending_is_given_back_and_never_called_saved(client):
    ministry = institution(Body.FINANCE)
    client.force_login(user_as(Role.FINANCE))
    contract = ContractFactory(step=Step.MINISTRY_REVIEW)
    contract.opinions.create(institution=ministry, asked_on=contract.opened_on)
    address = f"{contract.get_absolute_url()}donner-un-avis/"
    sent = entries(client.get(address))
    corrected = sent | {"verdict": "unfavourable", "text": "Les années sont à revoir,\nréécrivez-les."}

    client.post(address, sent | {"verdict": "favourable"} | ENVELOPE)
    given_back = client.post(address, corrected)
    again = client.post(address, entries(given_back))

    assert given_back.status_code == 409
    assert "Les années sont à revoir,<br>réécrivez-les." in given_back.text
    assert "L’avis de votre ministère est déjà rendu." in again.text
    assert "réécrivez-les." in again.text
    assert contract.opinions.get().verdict == "favourable"


def test_a_second_sending_goes_on_when_its_author_says_so(council):
    sent = entries(council.get(reverse("dossier-open"))) | {"title": "Élevage"}
    council.post(reverse("dossier-open"), sent)

    given_back = council.post(reverse("dossier-open"), sent | {"title": "Élevage et pistes"})
    assert Contract.objects.count() == 1
    council.post(reverse("dossier-open"), entries(given_back))

    assert {contract.title for contract in Contract.objects.all()} == {"Élevage", "Élevage et pistes"}


def test_another_file_is_another_content(council):
    contract = ContractFactory()
    address = page_of("piece-attach", contract, "deliberation-negotiate")
    sent = entries(council.get(address)) | typed_of("deliberation-negotiate")

    first = council.post(address, sent | {"file": SimpleUploadedFile("délibération.pdf", small_pdf())})
    second = council.post(address, sent | {"file": SimpleUploadedFile("délibération.pdf", small_pdf() + b"\n")})

    assert [first.status_code, second.status_code] == [302, 409]
    assert "Fichier «\u00a0délibération.pdf\u00a0»" in second.text
    assert contract.pieces.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_mails_of_an_act_leave_once_it_is_done(council):
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    send_twice(council, f"{contract.get_absolute_url()}transmettre/")

    assert (Notice.objects.count(), len(mail.outbox)) == (1, 1)
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_the_database_takes_a_token_once_from_one_person_on_one_page():
    page = {"token": uuid4().hex, "user": user_as(Role.PRESIDENT), "path": "/"}
    sent = page | {"made_at": timezone.now(), "content": "0" * 64}
    SentForm.objects.create(**sent)

    with pytest.raises(IntegrityError) as broken:
        SentForm.objects.create(**sent)

    assert broken.value.__cause__.diag.constraint_name == "sent_form_once"


def test_tokens_are_forgotten_after_two_days(council, capsys):
    now = timezone.now()
    for days in (1, 3):
        made_at = now - timedelta(days=days)
        SentForm.objects.create(token=uuid4().hex, user=user_as(Role.PRESIDENT), path="/", made_at=made_at)

    call_command("forget_tokens")

    assert capsys.readouterr().out == "1 jeton oublié.\n"
    assert [form.made_at for form in SentForm.objects.all()] == [now - timedelta(days=1)]


def test_signing_in_asks_for_no_token(client):
    response = client.get(reverse("sign-in"))

    assert "once" not in entries(response)
    assert client.post(reverse("sign-in"), {"username": UserFactory().username, "password": PASSWORD}).url == "/"


def test_every_form_that_changes_something_is_sent_once():
    forms = {name: text for name, text in sources.templates().items() if "{% csrf_token %}" in text}
    once = re.compile(r"{% csrf_token %}\s*{% once %}")

    lacking = [name for name, text in forms.items() if len(once.findall(text)) < text.count("{% csrf_token %}")]

    assert set(lacking) == AT_THE_DOOR
