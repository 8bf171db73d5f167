"""The follow-up names each office in the gender of who holds it, as the negotiation does (`test_offices`): on every
page, in every act, in the report."""

from dataclasses import replace

import pytest
import time_machine
from django.template.loader import render_to_string

from cper.people.models import User
from cper.people.roles import Role
from monitoring import documents
from monitoring.models import FollowedContract
from tests.factories import NOW, user_as
from tests.interruptions import signed_in
from tests.monitoring.furnished import furnish
from tests.monitoring.places import READ, acting, reading
from tests.monitoring.reports import kayes_report
from tests.negotiation.pages import text
from tests.negotiation.test_offices import his
from tests.situations import make_people

WHO = (Role.REGION, Role.PRESIDENT, Role.GOVERNOR, Role.DRPSIAP, Role.ANICT)


@pytest.mark.django_db
def test_every_page_of_the_follow_up_names_a_woman_in_each_office():
    with time_machine.travel(NOW, tick=False):
        make_people()
        User.objects.update(styled="madam-f")
        places = walked(*furnish())
        told = {
            (place.path, role): said
            for role in WHO
            for place in places
            if (said := his(words(signed_in(user_as(role)).get(place.path))))
        }

    assert told == {}


def walked(full, held, bare) -> list:
    """The pages that are read, and one page of each act."""
    acts = {(place.name, place.act): place for place in acting(full, held, bare)}
    return [place for place in reading(full) if place.exists and place.name in (*READ, "tranche", "quarter")] + [
        *acts.values()
    ]


def words(response) -> str:
    """What is read, the frozen names apart: who presided and who adopted keep what they were called."""
    page = text(response.content.decode()).replace("\u00a0", " ") if response.status_code in (200, 403) else ""
    for name in ("Directeur de cabinet du Gouverneur", "par Le Gouverneur"):
        page = page.replace(name, "")
    return page


def printed(report) -> str:
    return text(render_to_string(report.template_name, {"document": report})).replace("\u00a0", " ")


def test_the_report_awaits_its_woman_governor_and_has_her_transmit_it():
    hers = "la Gouverneure de la Région de Kayes"
    draft = replace(kayes_report(), presiding_office=hers, adopted_by=None, adopted_on=None)
    adopted = replace(kayes_report(), presiding_office=hers)

    assert f"[rapport à adopter par {hers}]" in printed(draft)
    assert "La Gouverneure de la Région" in printed(draft)
    assert "La Gouverneure de la Région de Kayes le transmet au ministre chargé des finances." in printed(adopted)


def test_a_report_adopted_before_offices_were_kept_reads_as_it_was_frozen():
    assert "Le Gouverneur de la Région de Kayes le transmet au ministre" in printed(kayes_report())


@pytest.mark.django_db
def test_the_draft_of_a_report_is_given_who_holds_the_office():
    with time_machine.travel(NOW, tick=False):
        make_people()
        User.objects.update(styled="madam-f")
        _full, held, _bare = furnish()
        contract = FollowedContract.objects.with_offices(NOW.date()).for_pages().get(pk=held.pk)

        draft = documents.report_of(contract, contract.reports.get(), on=NOW.date())

    assert draft.presiding_office == "la Gouverneure de la Région de Kayes"
