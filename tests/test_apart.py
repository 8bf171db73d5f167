"""What makes printing quick in the tests changes nothing of what is printed."""

from dataclasses import replace

from cper.papers.rendering import Limits
from tests import apart

PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Essai</title></head><body><h1>Région</h1><p>%s</p></body></html>'


def test_the_process_that_has_read_its_libraries_prints_the_bytes_that_a_new_one_prints():
    pages = [(PAGE % words).encode() for words in ("Kayes, œuvre", "mot " * 3000)]

    assert [apart.print_warm(page, Limits()) for page in pages] == [apart.run_child(page, Limits()) for page in pages]


def test_what_it_cannot_print_it_gives_back_and_goes_on():
    page = (PAGE % "Kayes").encode()

    assert apart.print_warm(page, replace(Limits(), pdf_bytes=10)) == b""
    assert apart.print_warm(b"\xff not a text", Limits()) == b""
    assert apart.print_warm(page, Limits()).startswith(b"%PDF-")


def test_what_has_been_printed_is_not_printed_again(monkeypatch):
    page = (PAGE % "Gao").encode()
    first = apart.print_once(page, Limits())
    monkeypatch.setattr(apart, "print_warm", lambda page, limits: b"another")

    assert apart.print_once(page, Limits()) == first
