"""What is turned away at the edge, and what is read for the sake of what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import override_settings
from django.urls import reverse

from cper.papers.uploads import UnnamedUploadHandler
from cper.people.roles import Role
from negotiation.models import Piece
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, typed_of, user_as
from tests.interruptions import fields
from tests.negotiation.pages import faults, page_of

MEGABYTE = 1024 * 1024


@override_settings(CPER_PIECE_MAX_BYTES=100, DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_body_larger_than_any_paper_is_turned_away_unread(client):
    response = client.post(reverse("sign-in"), "x" * 201, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 413
    assert "Cet envoi est trop lourd" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [4 * MEGABYTE, 8 * MEGABYTE])
def test_what_is_typed_beside_a_file_that_is_too_large_comes_back(client, settings, time_machine, size):
    time_machine.move_to(NOW, tick=False)
    settings.CPER_PIECE_MAX_BYTES = MEGABYTE
    contract = ContractFactory(step=Step.DELIBERATION)
    client.force_login(user_as(Role.PRESIDENT))
    url, typed = page_of("piece-attach", contract, "deliberation-negotiate"), typed_of("deliberation-negotiate")
    sent = fields(client.get(url)).held | typed

    answer = client.post(url, sent | {"file": SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n".ljust(size, b"0"))})

    assert (answer.status_code, Piece.objects.count()) == (200, 0)
    assert [fault for fault in faults(answer) if "dépasse 1 Mo" in fault]
    assert {name: fields(answer).held[name] for name in typed if name != "session"} == {
        name: value for name, value in typed.items() if name != "session"
    }


def test_a_file_that_is_too_large_is_written_no_further_than_the_largest_paper(settings):
    settings.CPER_PIECE_MAX_BYTES = 10
    handler = UnnamedUploadHandler(HttpRequest())
    handler.new_file("file", "scan.pdf", "application/pdf", 40)
    for start in range(0, 40, 5):
        handler.receive_data_chunk(b"12345", start)

    with handler.file_complete(40) as file:
        assert len(file.read()) == 15
