"""What is turned away at the edge."""

from django.test import override_settings
from django.urls import reverse


@override_settings(CPER_PIECE_MAX_BYTES=100, DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_body_larger_than_any_paper_is_turned_away_unread(client):
    response = client.post(reverse("sign-in"), "x" * 201, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 413
    assert "Cet envoi est trop lourd" in response.content.decode()
