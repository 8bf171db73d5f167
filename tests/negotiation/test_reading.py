"""The pages one reads: the list of dossiers, the eight parts of a dossier, the regions."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from negotiation.models import Cercle, CerclePlacement, Contract
from negotiation.models.checklist import Slot
from negotiation.workflow import STAGES, Function, PieceKind, Role, Step
from tests.factories import (
    ENVELOPE,
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    judged,
    region,
    stamp,
    user_as,
)
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

PARTS = [
    "dossier",
    "dossier-projects",
    "dossier-financing",
    "dossier-pieces",
    "dossier-opinions",
    "dossier-session",
    "dossier-convention",
    "dossier-journal",
]
NIORO_BORN = date(2023, 3, 13)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def read(client, part, contract, user=None):
    client.force_login(user or user_as(Role.PRESIDENT))
    return client.get(reverse(part, args=[contract.reference]))


def words(response):
    return text(response.content.decode())


def with_projects(count, **facts):
    """A dossier ready for its step, with that many projects, on sites of as many cercles."""
    contract = ContractFactory(ready=True, **facts)
    for number in range(1, count + 1):
        placed = Cercle.objects.create(name=f"Cercle {number}", slug=f"cercle-{number}")
        CerclePlacement.objects.create(cercle=placed, region=contract.region)
        project = contract.projects.get() if number == 1 else ProjectFactory(contract=contract, number=number)
        project.sites.update(cercle=placed, current_cercle=placed)
    return contract


def kayes_2018():
    """The contract of Kayes with the figures its source declares, which do not agree."""
    facts = {"reference": "CPER-KAYES-2018-01", "step": Step.SIGNED, "signed_on": date(2018, 8, 31)}
    contract = ContractFactory(declared_total=1_781_715_164, source="grille méthodologique", **facts)
    project = ProjectFactory(contract=contract, whole=False, cost=1_781_715_164, duration_months=84)
    project.financing.create(source="region", amount=181_715_163)
    project.financing.create(source="state", amount=1_658_587_763)
    return contract


def titles(response):
    return [row["title"] for row in response.context["rows"]]


# --- Who reads what --------------------------------------------------------------------------------------------------
def test_the_dossier_of_another_region_does_not_exist(client):
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    stranger = user_as(Role.PRESIDENT, region("gao"))

    pages = [read(client, part, contract, stranger) for part in PARTS]

    assert [(page.status_code, contract.title in words(page)) for page in pages] == [(404, False)] * len(PARTS)


def test_a_dossier_does_not_exist_for_the_dgct_before_it_is_submitted(client):
    prepared = ContractFactory(step=Step.FORMALISATION, ready=True)
    submitted = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    answers = [read(client, "dossier", c, user_as(Role.DGCT)).status_code for c in (prepared, submitted)]

    assert answers == [404, 200]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.code)
def test_every_part_is_read_at_every_step(client, stage):
    all_seats()
    contract = ContractFactory(step=stage.step, ready=True)

    pages = [read(client, part, contract) for part in PARTS]

    assert [page.context["header"]["title"] for page in pages] == [contract.title] * len(PARTS)


@pytest.mark.parametrize("step", [Step.SIGNED, Step.WITHDRAWN, Step.CLOSED])
def test_every_part_of_a_dossier_that_has_ended_is_read(client, step):
    contract = ContractFactory(step=step)

    assert [read(client, part, contract).status_code for part in PARTS] == [200] * len(PARTS)


def test_the_parts_are_read_only(client):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT))

    answers = [client.post(reverse(part, args=[contract.reference])).status_code for part in PARTS]

    assert answers == [405] * len(PARTS)


# --- The overview ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("projects", [1, 3])
def test_the_overview_costs_the_same_however_many_projects(client, django_assert_num_queries, projects):
    contract = with_projects(projects, step=Step.FORMALISATION)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(13):
        page = client.get(reverse("dossier", args=[contract.reference]))

    assert len(page.context["projects"]) == projects


def test_the_figures_that_do_not_agree_are_said_and_not_corrected(client):
    page = read(client, "dossier", kayes_2018())

    assert [text(sentence) for sentence in page.context["findings"]] == [
        "Projet 1 : les parts dépassent le coût de 58 587 762 FCFA.",
        "Projet 1 : 84 mois pour un contrat de 60 mois.",
    ]
    assert [page.context["amount"], page.context["gap"]] == [1_781_715_164, 58_587_762]


def test_a_sum_other_than_the_declared_amount_is_said(client):
    contract = ContractFactory(declared_total=100_000_020)
    ProjectFactory(contract=contract)

    page = read(client, "dossier", contract)

    assert [text(sentence) for sentence in page.context["findings"]] == [
        "Les projets font 100 000 000 FCFA pour un montant déclaré de 100 000 020 FCFA."
    ]


def test_a_date_is_shown_no_more_precise_than_its_source(client):
    facts = {"step": Step.SIGNED, "signed_on": date(2015, 9, 1), "signed_precision": "month"}

    page = read(client, "dossier", ContractFactory(source="tableau 2.2", **facts))

    assert page.context["header"]["lead"] == "En septembre 2015."
    assert page.context["phases"][3]["stages"][0]["done_label"] == "septembre 2015"


def test_the_line_of_time_counts_the_days_of_every_stay_and_the_returns(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    acts = (
        ("complete", Step.PREPARATION, Step.FORMALISATION, 1),
        ("submit", Step.FORMALISATION, Step.DGCT_REVIEW, 4),
        ("send_back", Step.DGCT_REVIEW, Step.FORMALISATION, 10),
        ("submit", Step.FORMALISATION, Step.DGCT_REVIEW, 15),
    )
    for version, (name, source, target, day) in enumerate(acts, start=2):
        at = datetime(2026, 11, day, 9, tzinfo=UTC)
        facts = {"action": name, "source": source, "target": target, "comment": "à compléter", "version": version}
        facts |= {"judged": judged(contract)}
        contract.passages.create(at=at, **facts, **stamp())

    stages = read(client, "dossier", contract).context["phases"][0]["stages"]

    assert [(stage["code"], stage["days"], stage["returns"]) for stage in stages][2] == ("E3", 3 + 5, 1)


@pytest.mark.parametrize(
    ("role", "leading"),
    [(Role.DGCT_HEAD, "Transmettre aux ministères"), (Role.DGCT, None), (Role.PRESIDENT, None)],
)
def test_one_act_leads_for_who_is_awaited_and_none_for_others(client, role, leading):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    user = user_as(role, function=Function.AGENT if role == Role.DGCT else None)

    actions = read(client, "dossier", contract, user).context["box"]["actions"]

    assert [str(action["label"]) for action in actions if action["primary"]] == ([leading] if leading else [])


def test_filing_leads_when_only_papers_are_missing(client):
    contract = ContractFactory(step=Step.DELIBERATION)
    user = user_as(Role.REGION, function=Function.AGENT)
    contract.turns.create(action="adopt", role="region", institution=user.mandates.get().institution, since=NOW)

    actions = read(client, "dossier", contract, user).context["box"]["actions"]

    assert [str(action["label"]) for action in actions if action["primary"]] == ["Déposer une pièce"]


# --- The other parts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("projects", [1, 3])
@pytest.mark.parametrize(
    ("part", "queries"),
    [("dossier-projects", 11), ("dossier-financing", 7), ("dossier-pieces", 9), ("dossier-journal", 9)],
)
def test_a_part_costs_the_same_however_many_projects(client, django_assert_num_queries, part, queries, projects):
    contract = with_projects(projects, step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(queries):
        client.get(reverse(part, args=[contract.reference]))


def test_a_site_says_the_cercle_of_the_signature_and_the_region_of_today(client):
    contract = kayes_2018()
    diema = Cercle.objects.create(name="Diéma", slug="diema")
    CerclePlacement.objects.create(cercle=diema, region=region("kayes"), valid_to=NIORO_BORN)
    CerclePlacement.objects.create(cercle=diema, region=region("nioro"), valid_from=NIORO_BORN)
    contract.projects.get().sites.create(name="Sandaré", cercle=diema)

    [card] = read(client, "dossier-projects", contract).context["cards"]

    assert card["sites"][0]["where"] == "cercle de Diéma à la signature ; aujourd’hui Région de Nioro"


@pytest.mark.parametrize(
    ("step", "function", "labels"),
    [
        (Step.PREPARATION, Function.AGENT, ["Modifier", "Financement", "Supprimer"]),
        (Step.DGCT_REVIEW, Function.AGENT, []),
    ],
)
def test_a_project_is_written_only_while_the_law_lets_the_region_write(client, step, function, labels):
    contract = ContractFactory(step=step, ready=True)

    [card] = read(client, "dossier-projects", contract, user_as(Role.REGION, function=function)).context["cards"]

    assert [str(link["label"]) for link in card["links"]] == labels


def test_the_governor_reads_the_projects_and_is_offered_no_change(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)

    page = read(client, "dossier-projects", contract, user_as(Role.GOVERNOR))

    assert [page.context["add_url"], page.context["cards"][0]["links"]] == ["", []]


def test_shares_without_a_year_stand_in_a_column_of_their_own(client):
    contract = kayes_2018()
    contract.projects.get().financing.create(source="state", year=2019, amount=0)

    [plan] = read(client, "dossier-financing", contract).context["plans"]

    assert [str(year) for year in plan["grid"]["years"]] == ["2019", "Année non précisée"]
    assert [row["amounts"] for row in plan["grid"]["rows"]] == [[None, 181_715_163], [0, 1_658_587_763]]
    assert plan["grid"]["gap"] == 58_587_762


@pytest.mark.parametrize(
    ("role", "state", "filing"),
    [(Role.PRESIDENT, "Manque", True), (Role.DRPSIAP, "Manque", False), (Role.GOVERNOR, "Manque", False)],
)
def test_a_missing_piece_is_filed_only_by_those_whom_the_law_names(client, role, state, filing):
    contract = ContractFactory(step=Step.PREPARATION)

    page = read(client, "dossier-pieces", contract, user_as(role))

    [pdesc] = [p for g in page.context["groups"] for p in g["pieces"] if p["label"] == str(PieceKind.PDESC.label)]
    assert [pdesc["state_label"], "replace_url" in pdesc] == [state, filing]


def test_the_version_that_was_replaced_stays_readable(client):
    contract = ContractFactory(step=Step.DELIBERATION)
    slot = Slot(PieceKind.NEGOTIATION_DELIBERATION)
    former = file_piece(contract, slot, stamp())
    contract.pieces.update(current=False)

    page = read(client, "dossier-pieces", contract)

    [shown] = page.context["former"]
    assert shown["download_url"] == reverse("piece", args=[contract.reference, former.pk])
    assert page.context["progress"] == "1 pièce manque pour quitter l’étape E1."


def test_the_opinions_given_are_counted_among_those_asked(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    contract.opinions.filter(institution__body="finance").update(
        verdict="favourable", given_at=NOW, judged=judged(contract), **ENVELOPE, **stamp(Role.FINANCE)
    )

    page = read(client, "dossier-opinions", contract)

    assert page.context["opinions"]["count"] == "1 avis rendu sur 2"


def test_the_verdicts_of_a_former_round_stand_apart(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    Contract.objects.filter(pk=contract.pk).update(returns=1)

    examination = read(client, "dossier-opinions", contract).context["examination"]

    rounds = [examination["current"], *examination["former"]]
    assert [table["title"].partition(",")[0] for table in rounds] == ["2e examen", "Premier examen"]


def test_the_session_shows_what_is_left_of_the_envelope(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    session = read(client, "dossier-session", contract).context["session"]

    facts = {row["label"]: text(str(row["value"])) for row in session["facts"]}
    assert facts["Part de l’État retenue"] == "90 000 000 FCFA"
    assert [decision["rank"] for decision in session["decisions"]] == [1]


@pytest.mark.parametrize(("step", "offered"), [(Step.MINISTRY_REVIEW, False), (Step.PROJECT_LIST, True)])
def test_the_draft_is_read_from_the_list_on(client, step, offered):
    contract = ContractFactory(step=step, ready=True)

    page = read(client, "dossier-convention", contract)

    assert bool(page.context["preview_url"]) == offered


def test_the_journal_has_25_acts_a_page(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    for _number in range(26):
        facts = {"action": "edit", "source": contract.step, "target": contract.step, "version": 2, "at": NOW}
        contract.passages.create(**facts, **stamp())

    page = read(client, "dossier-journal", contract)

    assert [len(page.context["events"]), page.context["page_obj"].paginator.num_pages] == [25, 2]


def test_an_act_done_for_another_carries_its_mention_and_its_act(client):
    contract = ContractFactory(step=Step.FORMALISATION)
    signed = stamp() | {"by_mention": "P.I.", "by_act": "décision n°012/CRK du 3 août 2026"}
    contract.passages.create(action="edit", source=contract.step, target=contract.step, version=1, at=NOW, **signed)

    assert "P.I., décision n°012/CRK du 3 août 2026" in words(read(client, "dossier-journal", contract))


# --- The list --------------------------------------------------------------------------------------------------------
def search(client, user=None, **asked):
    client.force_login(user or user_as(Role.PRESIDENT))
    return client.get(reverse("dossiers"), asked)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_rows(client, django_assert_num_queries, count):
    for _number in range(count):
        ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    client.force_login(user_as(Role.DGCT))

    with django_assert_num_queries(7):
        page = client.get(reverse("dossiers"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("asked", ["élevage", "ELEVAGE kayes", "cper-kayes", "d'Élevage"])
def test_words_are_found_with_or_without_accents_and_capitals(client, asked):
    ContractFactory(reference="CPER-KAYES-2026-07", title="Projet d’Élevage pastoral")
    ContractFactory(title="Musée régional", region=region("bamako"))

    assert titles(search(client, q=asked)) == ["Projet d’Élevage pastoral"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"etape": "dgct-review"}, ["E4"]),
        ({"etape": "en-cours"}, ["E4", "E3"]),
        ({"etape": "signed"}, ["signé"]),
        ({"chez": "dgct"}, ["E4"]),
        ({"chez": "council"}, ["E3"]),
        ({"etape": "n’existe pas", "tri": "n’existe pas"}, ["signé", "E4", "E3"]),
    ],
)
def test_the_list_is_narrowed_by_step_and_by_holder(client, asked, found):
    all_seats()
    ContractFactory(step=Step.FORMALISATION, ready=True, title="E3")
    ContractFactory(step=Step.DGCT_REVIEW, ready=True, title="E4")
    ContractFactory(step=Step.SIGNED, title="signé")

    assert titles(search(client, **asked)) == found


def test_the_list_is_sorted_by_amount(client):
    for title, cost in (("petit", 1_000), ("grand", 9_000)):
        ProjectFactory(contract=ContractFactory(title=title), cost=cost)

    found = [titles(search(client, tri=order)) for order in ("montant", "-montant")]

    assert found == [["petit", "grand"], ["grand", "petit"]]


def test_the_regions_are_a_filter_only_for_who_sees_several(client):
    ContractFactory(step=Step.DGCT_REVIEW)
    ContractFactory(step=Step.DGCT_REVIEW, where="gao", title="Gao")

    president, dgct = search(client), search(client, user_as(Role.DGCT), region="gao")

    offered = [[select["name"] for select in page.context["filters"]["selects"]] for page in (president, dgct)]
    assert offered == [["etape", "chez"], ["etape", "region", "chez"]]
    assert titles(dgct) == ["Gao"]


@pytest.mark.parametrize(
    ("role", "asked", "title"),
    [
        (Role.PRESIDENT, {}, "Aucun dossier pour l’instant"),
        (Role.PRESIDENT, {"q": "introuvable"}, "Aucun dossier ne répond à cette recherche"),
    ],
)
def test_an_empty_list_says_why(client, role, asked, title):
    page = search(client, user_as(role), **asked)

    assert [page.context["empty"]["title"], title in words(page)] == [title, True]


@pytest.mark.parametrize(("role", "offered"), [(Role.PRESIDENT, True), (Role.GOVERNOR, False), (Role.DGCT, False)])
def test_only_the_council_is_offered_to_open_a_dossier(client, role, offered):
    page = search(client, user_as(role))

    assert bool(page.context["open_url"]) == offered


# --- The regions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_regions_cost_the_same_however_many(client, django_assert_num_queries, count):
    for slug in ("kayes", "gao", "nioro")[:count]:
        region(slug)
    client.force_login(user_as(Role.DGCT))

    with django_assert_num_queries(5):
        page = client.get(reverse("regions"))

    assert len(page.context["page_obj"]) == count


def test_a_region_lists_only_the_contracts_one_sees(client):
    ContractFactory(where="kayes", title="Le contrat de Kayes")
    client.force_login(user_as(Role.PRESIDENT, region("gao")))

    page = client.get(reverse("region", args=["kayes"]))

    assert [page.status_code, "Le contrat de Kayes" in words(page)] == [200, False]


def test_a_region_shows_the_sites_of_other_contracts_that_lie_there_today(client):
    diema = Cercle.objects.create(name="Diéma", slug="diema")
    CerclePlacement.objects.create(cercle=diema, region=region("kayes"), valid_to=NIORO_BORN)
    CerclePlacement.objects.create(cercle=diema, region=region("nioro"), valid_from=NIORO_BORN)
    ProjectFactory(contract=ContractFactory(step=Step.SIGNED)).sites.create(name="Zambougou", cercle=diema)
    client.force_login(user_as(Role.DGCT))

    pages = [client.get(reverse("region", args=[slug])) for slug in ("nioro", "kayes")]

    assert [[site["name"] for site in page.context["site_rows"]] for page in pages] == [["Zambougou"], []]


def test_the_contracts_of_today_are_counted_as_one_sees_them(client):
    ContractFactory(where="kayes", step=Step.DGCT_REVIEW)
    ContractFactory(where="kayes", step=Step.PREPARATION)

    client.force_login(user_as(Role.DGCT))
    [kayes] = client.get(reverse("regions")).context["page_obj"]

    assert [kayes.contract_count, Contract.objects.visible_to(actor(Role.DGCT)).count()] == [1, 1]
