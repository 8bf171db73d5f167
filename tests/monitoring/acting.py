"""Acting through the pages: sign in as who holds a role on a day, open the page of an act, type, send it all back."""

from datetime import UTC, date, datetime

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cper.people.roles import Role
from monitoring import operations
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport
from tests.monitoring import world
from tests.monitoring.quarters import JUDGED
from tests.monitoring.world import at, on
from tests.negotiation.pages import entries, text

MARCH = date(2019, 3, 1)
CHAIR = "Awa Traoré, Gouverneur de la Région de Kayes"
T4 = Quarter(2018, 4)


class Office:
    """A person at a desk on a day: the client of the tests, signed in, with the clock at that day."""

    def __init__(self, client, clock):
        self.client, self.clock = client, clock

    def enter(self, role: Role, day: date = MARCH, where=None, function=None) -> "Office":
        self.clock.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), tick=False)
        self.client.force_login(on(day, role, where, function).user)
        return self

    def read(self, url: str) -> str:
        return text(self.client.get(url).content.decode())

    def send(self, url: str, **typed):
        """Open the page, type, send it all back."""
        return self.client.post(url, entries(self.client.get(url)) | typed)


def said(response) -> str:
    """What the next page will say, in plain spaces."""
    return " ".join(text(str(message)) for message in get_messages(response.wsgi_request))


def plain(response) -> str:
    return text(response.content.decode())


def pdf(name: str = "piece.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, world.blank()[0], "application/pdf")


def act(subject, word: str) -> str:
    """The page of an act on a tranche or a quarter."""
    if isinstance(subject, QuarterReport):
        return reverse("quarter-act", args=[subject.contract.reference, subject.quarter, word])
    return reverse("tranche-act", args=[subject.contract.reference, subject.number, word])


def on_contract(contract: FollowedContract, word: str) -> str:
    return reverse("contract-act", args=[contract.reference, word])


def budget(contract: FollowedContract, word: str, year: int) -> str:
    return reverse("budget-act", args=[contract.reference, word, year])


def duty(contract: FollowedContract, word: str, key: str = "une-fois") -> str:
    return reverse("duty-act", args=[contract.reference, word, key])


def canvas(contract: FollowedContract, day: date = date(2019, 1, 10)) -> QuarterReport:
    """The review of T4 2018, opened by the DRPSIAP."""
    by = on(day, Role.DRPSIAP, contract.region)
    return operations.propose_canvas(contract, T4, session_on=date(2019, 1, 20), by=by, at=at(day))


def held(contract: FollowedContract, day: date = date(2019, 1, 20)) -> QuarterReport:
    """The same, its session held."""
    facts = {"kind": "ordinary", "place": "Kayes", "chaired_by": CHAIR, "attendance": 42, "attendees": ""}
    by = on(day, Role.DRPSIAP, contract.region)
    return operations.hold_session(canvas(contract), on=day, by=by, at=at(day), **facts)


def written(contract: FollowedContract, day: date = date(2019, 1, 25)) -> QuarterReport:
    """The same, with both parts and the synthesis: only the adoption is missing."""
    report, where, when = held(contract), contract.region, at(day)
    parts = [operations.Part(line.project_id, physical=2_500) for line in report.lines.all()]
    operations.fill_region_part(report, parts, note="", by=on(day, Role.REGION, where), at=when)
    operations.fill_anict_part(report, [], note="Rien à signaler.", by=on(day, Role.ANICT, where), at=when)
    asked = [operations.Asked("Ouvrir la piste.", "Conseil régional", date(2019, 4, 30))]
    text = {"difficulties": "Crue.", "outlook": "", "asked": asked, "followed": [], "judged": JUDGED}
    operations.write_up(report, **text, by=on(day, Role.DRPSIAP, where), at=when)
    return QuarterReport.objects.get(pk=report.pk)
