"""Each list as a file: all the lines of its page, typed, for whoever reads the page and for nobody else."""

import csv
import io
import re
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cper.people.roles import Function, Role
from monitoring import renewal
from monitoring.models import Cutoff, FollowedContract, Standing
from negotiation import turns
from negotiation.models import Project
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, region, user_as
from tests.monitoring.furnished import MILLION, furnish
from tests.monitoring.world import kayes
from tests.negotiation.pages import notices, text
from tests.situations import make_people

pytestmark = pytest.mark.django_db
UNTOLD = ("non connu", "non renseigné", "somme non donnée")
ACTIVE = "=1+1|'calc'!A0"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(clock) -> FollowedContract:
    """Three contracts in force with all that lists tell of, and a dossier in negotiation."""
    make_people()
    full, *_others = furnish()
    turns.renew(ContractFactory(title="Un dossier"), at=NOW, day=NOW.date())
    return full


def reading(role: Role, where: str = "kayes", function: Function | None = None) -> Client:
    client = Client()
    client.force_login(user_as(role, region(where), function))
    return client


def file(client: Client, url: str, name: str, extension: str = "xlsx", **query):
    return client.get(url, query | {"fichier": f"{name}.{extension}"})


def sheet_of(response):
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))["Liste"]


def lines_of(response) -> list[dict]:
    """The lines of a workbook, by the heads of their columns."""
    heads, *lines = sheet_of(response).iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def cells_of(response) -> list[list[str]]:
    """The lines of a text, its heads first."""
    whole = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(whole), delimiter=";"))


def offered(page) -> list[tuple[str, str]]:
    """The lists that a page offers as workbooks: their names, with the addresses."""
    links = re.findall(r'href="(\?[^"]*fichier=([\w-]+)\.xlsx)"', page.content.decode())
    return [(name, unescape(url)) for url, name in links]


def pages(contract: FollowedContract) -> list[tuple[Client, str]]:
    """The pages of lists, each as somebody reads it for whom it has lines."""
    own = [contract.reference]
    tabs = ("budget", "tranches", "quarters", "calendar", "follow-up-journal", "dossier-financing", "dossier-journal")
    read = [
        (Role.GOVERNOR, reverse("inbox")),
        (Role.DGCT, reverse("dossiers")),
        (Role.DGCT, reverse("regions")),
        (Role.DGCT, reverse("region", args=["kayes"])),
        (Role.ADMIN, reverse("people")),
        (Role.ANICT_HEAD, reverse("follow-up-inbox")),
        (Role.FINANCE, reverse("follow-up-inbox")),
        *[(Role.DGCT, reverse(name)) for name in ("nation", "late", "waiting", "findings")],
        (Role.DGCT, reverse("follow-up-region", args=["kayes"])),
        *[(Role.PRESIDENT, reverse(name, args=own)) for name in tabs],
    ]
    agent = reading(Role.REGION, function=Function.AGENT)
    return [(agent, reverse("inbox")), *[(reading(role), url) for role, url in read]]


def test_every_list_that_a_page_offers_is_a_workbook_and_a_text_of_the_same_lines(scene):
    met = {}
    for client, url in pages(scene):
        for name, query in offered(client.get(url)):
            book = sheet_of(client.get(url + query))
            cells = [cell for row in book.iter_rows(min_row=2) for cell in row]
            plain = cells_of(client.get(url + query.replace(".xlsx", ".csv")))
            heads = [cell.value for cell in book[1]]
            assert (plain[0], len(plain), book.freeze_panes) == (heads, book.max_row, "B2"), name
            assert {cell.data_type for cell in cells} <= {"n", "s", "d"}, name
            for cell in cells:
                if "(FCFA)" in heads[cell.column - 1] and cell.value:
                    assert cell.data_type == "n" or cell.value in UNTOLD, (name, cell.value)
            met[name] = book.max_row - 1

    assert {name for name, count in met.items() if count} == {
        *("a-traiter", "en-attente-ailleurs", "dossiers", "regions", "personnes"),
        *("tranches", "rapports-recus"),
        *("contrats-plans", "retards", "fonds-en-attente", "constats"),
        *("budget", "reste-du-plan", "trimestres", "calendrier", "journal", "plan-de-financement"),
    }


def test_a_file_has_every_line_of_the_list_and_not_one_page_of_it(clock):
    for number in range(30):
        ContractFactory(title=f"Dossier {number}")

    found = lines_of(file(reading(Role.PRESIDENT), reverse("dossiers"), "dossiers"))

    assert {line["Intitulé du contrat-plan"] for line in found} == {f"Dossier {number}" for number in range(30)}


def test_a_file_keeps_the_filters_and_the_order_of_its_page(clock):
    for title, cost in (("Pistes rurales", 5), ("Pistes du Nord", 9), ("Marchés", 7)):
        ProjectFactory(contract=ContractFactory(title=title), cost=cost * MILLION)
    client, asked = reading(Role.PRESIDENT), {"q": "pistes", "tri": "-montant"}

    page = client.get(reverse("dossiers"), asked | {"page": "1"})
    [(_name, query)] = offered(page)
    found = lines_of(client.get(reverse("dossiers") + query))

    assert [(line["Intitulé du contrat-plan"], line["Montant (FCFA)"]) for line in found] == [
        ("Pistes du Nord", 9 * MILLION),
        ("Pistes rurales", 5 * MILLION),
    ]
    assert [row["title"] for row in page.context["table"].rows] == ["Pistes du Nord", "Pistes rurales"]


def test_a_file_shows_nobody_what_its_page_does_not(clock):
    ContractFactory(title="Ici")
    ContractFactory(title="Ailleurs", region=region("gao"))
    url = reverse("dossiers")

    seen = [
        [line["Intitulé du contrat-plan"] for line in lines_of(file(reading(Role.PRESIDENT, where), url, "dossiers"))]
        for where in ("kayes", "gao")
    ]

    assert seen == [["Ici"], ["Ailleurs"]]
    assert file(reading(Role.PRESIDENT), reverse("people"), "personnes").status_code == 403
    assert file(Client(), url, "dossiers")["Location"].startswith(reverse(settings.LOGIN_URL))


def test_what_a_person_typed_is_never_a_formula(clock):
    ContractFactory(title=ACTIVE)
    client, url = reading(Role.PRESIDENT), reverse("dossiers")

    titles = [cell for row in sheet_of(file(client, url, "dossiers")).iter_rows(min_row=2) for cell in row]
    plain = cells_of(file(client, url, "dossiers", "csv"))

    assert [(cell.value, cell.data_type) for cell in titles if cell.value == ACTIVE] == [(ACTIVE, "s")]
    assert f"'{ACTIVE}" in plain[1]


def test_days_and_sums_are_typed_and_what_is_not_known_is_said(scene):
    Project.objects.filter(contract=scene).update(cost=0)
    client = reading(Role.DGCT)

    standing = lines_of(file(client, reverse("nation"), "contrats-plans"))
    found = lines_of(file(client, reverse("findings"), "constats"))
    text_ = cells_of(file(client, reverse("nation"), "contrats-plans", "csv"))

    line = next(line for line in standing if line["Référence"] == scene.reference)
    assert line["Engagé (FCFA)"] == 410 * MILLION
    assert {type(one["Constaté le"]) for one in found} == {datetime}
    assert {one["Travaux faits"] for one in standing} >= {0.1, "non connu"}
    assert any("10,00" in row for row in text_)


def test_what_an_older_source_does_not_tell_is_no_zero_in_the_list_nor_in_its_file(clock):
    contract = kayes()
    Cutoff.objects.update(absent=["O7"])
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), NOW.date())
    Standing.objects.update(findings=0)
    client, url = reading(Role.DGCT), reverse("nation")
    budget = reverse("budget", args=[contract.reference])

    line, *_rest = lines_of(file(client, url, "contrats-plans"))
    plain = cells_of(file(client, url, "contrats-plans", "csv"))
    sums = lines_of(file(client, budget, "budget"))

    late = contract.duties.on(NOW.date()).filter(state="late").count()
    names = ("En attente (FCFA)", "Retards", "Constats")
    assert [line[name] for name in names] == ["non connu", late, "non connu"]
    assert [plain[1][plain[0].index(name)] for name in names] == ["non connu", str(late), "non connu"]
    assert {one["Inscrit (FCFA)"] for one in sums} == {"non connu"}
    assert f"non connu 11,66 % {late} au 31 mars 2019 non connu" in text(client.get(url).content.decode())


def test_a_workbook_says_of_when_for_whom_and_narrowed_by_what(clock):
    ContractFactory(title="Pistes rurales")
    who = actor(Role.PRESIDENT)

    response = file(reading(Role.PRESIDENT), reverse("dossiers"), "dossiers", q="pistes", etape="en-cours")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    told = {label: text(value) for label, value in book["Provenance"].iter_rows(values_only=True)}

    assert response["Content-Disposition"] == 'attachment; filename="dossiers-2026-11-20.xlsx"'
    assert told["Situation au"] == "20 novembre 2026 à 10 h 30"
    assert told["Telle que la lit"] == f"{who.user.name}, {who.title}"
    assert told["Filtres"] == "Référence, région ou intitulé : pistes ; Étape : En négociation"
    assert told["Lignes"] == "1"


def test_too_long_a_list_leads_back_to_its_page_with_the_remedy(clock, settings):
    settings.CPER_FILE_ROWS = 1
    for title in ("Pistes", "Pistes du Nord"):
        ContractFactory(title=title)
    client = reading(Role.PRESIDENT)

    response = client.get(reverse("dossiers"), {"q": "pistes", "fichier": "dossiers.xlsx"}, follow=True)

    assert response.redirect_chain == [(f"{reverse('dossiers')}?q=pistes", 302)]
    assert notices(response) == ["La liste a 2 lignes, et un fichier en porte au plus 1. Resserrez la recherche."]


@pytest.mark.parametrize(
    "asked", ["", "dossiers", "dossiers.pdf", "autres.xlsx", "../dossiers.xlsx", "dossiers.xlsx.exe"]
)
def test_what_is_no_file_of_the_page_is_the_page(clock, asked):
    page = reading(Role.PRESIDENT).get(reverse("dossiers"), {"fichier": asked})

    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_empty_list_offers_no_file(clock):
    assert offered(reading(Role.PRESIDENT).get(reverse("dossiers"))) == []
