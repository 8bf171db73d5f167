"""The life of a tranche: asked, examined, approved, released, paid, justified; the plan it holds, its journal."""

from datetime import date

import pytest
from django.core import mail

from cper.people.roles import Body, Function, Role
from monitoring import operations
from monitoring.models import Passage, Tranche
from monitoring.vocabulary import PaperKind
from monitoring.workflow import TRANCHE_PAPERS
from negotiation.models import Notice
from tests.monitoring.world import (
    MILLION,
    TO_PAID,
    at,
    bring,
    follow,
    move,
    on,
    paper,
    refusal,
    tranche,
    window,
)

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)


def sums(held: Tranche) -> list[int | None]:
    """Requested, approved, released, paid, justified, and what it holds of the plan."""
    names = ("requested", "approved", "released", "paid", "justified", "held")
    return [amount and amount // MILLION for amount in Tranche.objects.values_list(*names).get(pk=held.pk)]


def journal(held: Tranche) -> list[tuple]:
    rows = held.passages.order_by("pk").select_related("by", "paper")
    return [(p.action, p.source, p.target, p.amount and p.amount // MILLION, p.paper and p.paper.kind) for p in rows]


def test_a_tranche_lives_from_its_demand_to_its_last_justified_franc():
    held = tranche(follow())

    states = []
    for name in (*TO_PAID, "justify"):
        held = bring(held, name)
        states.append((held.state, sums(held)))

    assert states == [
        ("requested", [60, None, None, None, 0, 60]),
        ("complete", [60, None, None, None, 0, 60]),
        ("approved", [60, 60, None, None, 0, 60]),
        ("released", [60, 60, 60, None, 0, 60]),
        ("paid", [60, 60, 60, 60, 0, 60]),
        ("justified", [60, 60, 60, 60, 60, 60]),
    ]


def test_the_journal_keeps_each_act_with_its_sum_its_paper_and_its_states():
    held = bring(tranche(follow()), *TO_PAID)

    move(held, "justify", 60 * MILLION)

    assert journal(held)[-7:] == [
        ("request", "draft", "requested", 60, None),
        ("accept", "requested", "complete", None, None),
        ("approve", "complete", "approved", 60, None),
        ("release", "approved", "released", 60, None),
        ("pay", "released", "paid", 60, None),
        ("justify", "paid", "paid", 60, "justification"),
        ("examine", "paid", "justified", 60, None),
    ]


def test_a_passage_tells_who_wrote_it_when_and_for_which_day():
    held = tranche(follow())

    move(held, "request", day=date(2019, 3, 4), on=date(2019, 3, 1))

    passage = Passage.objects.get(action="request")
    assert (passage.by, passage.at, passage.on) == (on(DAY, Role.PRESIDENT).user, at(date(2019, 3, 4)), DAY)
    assert passage.by_institution == "Conseil régional ou du District Kayes"
    assert Tranche.objects.values_list("requested_on", "entered_state_on").get() == (DAY, date(2019, 3, 4))


def test_a_file_returned_for_what_it_lacks_is_asked_again():
    held = bring(tranche(follow()), "request")

    move(held, "send_back", comment="Le RIB manque.")
    operations.answer_return(held, reason="Il est au dossier.", by=on(DAY, Role.REGION), at=at(DAY))
    asked = bring(Tranche.objects.get(pk=held.pk), "request")

    comments = list(held.passages.order_by("pk").values_list("action", "target", "comment"))[-4:]
    assert asked.state == "requested"
    assert comments == [
        ("request", "requested", ""),
        ("send_back", "returned", "Le RIB manque."),
        ("answer_return", "returned", "Il est au dossier."),
        ("request", "requested", ""),
    ]


def test_a_file_returned_is_still_counted_until_it_is_changed_or_given_up():
    contract = follow()
    held = move(bring(tranche(contract, requested=90 * MILLION), "request"), "send_back")

    assert sums(held) == [90, None, None, None, 0, 90]


def test_a_demand_in_preparation_holds_nothing_of_the_plan():
    contract = follow()
    first, second = (tranche(contract, requested=90 * MILLION) for _rank in range(2))
    bring(first, "request")

    assert refusal(move, second, "request") == (
        "Le plan laisse 0 FCFA à ce projet pour 2019 : 90 000 000 FCFA, c’est trop."
    )


def test_a_cancelled_tranche_gives_its_sum_back():
    contract = follow()
    first, second = (tranche(contract, requested=90 * MILLION) for _rank in range(2))
    first = bring(first, "request", "accept", "approve", amount=90 * MILLION)

    move(first, "cancel", comment="Le projet est suspendu.")
    second = bring(second, "request")

    assert (sums(first), sums(second)) == ([90, 90, None, None, 0, 0], [90, None, None, None, 0, 90])


@pytest.mark.parametrize(("step", "before"), [("approve", 2), ("release", 3), ("pay", 4)])
def test_what_is_not_given_is_free_for_another_tranche(step, before):
    contract = follow()
    held = bring(tranche(contract, requested=90 * MILLION), *TO_PAID[:before], amount=90 * MILLION)

    move(held, step, 50 * MILLION)
    other = bring(tranche(contract, requested=40 * MILLION), "request")

    assert (sums(held)[-1], sums(other)[-1]) == (50, 40)
    assert (
        refusal(tranche, contract, requested=1) == "Le plan laisse 0 FCFA à ce projet pour 2019 : 1 FCFA, c’est trop."
    )


def test_a_tranche_is_justified_in_several_parts():
    held = bring(tranche(follow()), *TO_PAID)

    states = [move(Tranche.objects.get(), "justify", part * MILLION).state for part in (20, 39, 1)]

    assert states == ["paid", "paid", "justified"]
    assert [row[2:4] for row in journal(held) if row[0] == "examine"] == [("paid", 20), ("paid", 39), ("justified", 1)]


def test_the_institution_awaited_next_is_told_by_mail_after_commit(django_capture_on_commit_callbacks):
    contract = follow()
    held = tranche(contract)

    with django_capture_on_commit_callbacks(execute=True):
        move(held, "request")

    notice = Notice.objects.get()
    assert (notice.institution.body, notice.roles) == (Body.ANICT, [Role.ANICT])
    assert [(m.subject.replace("\u00a0", " "), m.to) for m in mail.outbox] == [
        (f"{contract.reference} : à vous de jouer", [on(DAY, Role.ANICT).user.email])
    ]
    called = "Madame ou Monsieur le signatory"
    who = on(DAY, Role.PRESIDENT, contract.region).mandates[0]
    assert mail.outbox[0].body.replace("\u00a0", " ") == (
        f"{called},\n\nContrat-plan {contract.reference}, Région de Kayes\nTranche 1 (2019) : Demandée\n"
        f"Tranche demandée à l’ANICT, par {who.person.name}, {who.label}\n\n"
        "Attendu de vous :\n"
        f"– Déclarer le dossier complet\n\nhttp://127.0.0.1:8000{held.get_absolute_url()}\n\n"
        f"Veuillez agréer, {called}, l’expression de notre haute considération.\n\n"
        "La plateforme des contrats-plans État-Région ou District\n"
    )


def test_the_council_is_told_that_the_anict_cancelled_its_tranche():
    held = move(bring(tranche(follow()), "request", "accept"), "cancel")

    notice, who = Notice.objects.latest("pk"), on(DAY, Role.ANICT_HEAD).mandates[0]
    assert (notice.institution.body, notice.roles) == (Body.COUNCIL, [Role.REGION])
    assert notice.subject == f"{held.contract.reference}\u00a0: pour information"
    assert notice.body.splitlines()[1:] == [
        "Tranche 1 (2019)\u00a0: Annulée",
        f"Tranche annulée, par {who.person.name}, {who.label}",
        "",
        "«\u00a0Motif.\u00a0»",
        "",
        f"http://127.0.0.1:8000{held.get_absolute_url()}",
    ]


def test_a_tranche_given_up_by_the_region_is_announced_to_nobody():
    move(tranche(follow()), "cancel", role=Role.PRESIDENT)

    assert list(Notice.objects.all()) == []


def test_the_president_is_told_of_a_draft_once_it_is_complete():
    contract = follow()
    agent = on(DAY, Role.REGION, contract.region, Function.AGENT)
    facts = {"project": contract.projects.get(), "window": window(), "year": 2019, "requested": MILLION}

    drafted = operations.open_tranche(contract, **facts, by=agent, at=at(DAY))
    for kind in TRANCHE_PAPERS:
        assert Notice.objects.count() == 0
        operations.file_paper(drafted, kind, paper(), by=agent, at=at(DAY))

    assert [(notice.institution.body, notice.roles) for notice in Notice.objects.all()] == [
        (Body.COUNCIL, [Role.PRESIDENT])
    ]


def test_nobody_is_told_of_an_act_that_falls_to_their_own_institution():
    bring(tranche(follow()), "request", "accept", "approve")

    assert [notice.institution.body for notice in Notice.objects.all()] == [Body.ANICT]


def test_a_demand_that_was_returned_may_be_changed_within_the_plan():
    contract = follow()
    held = move(bring(tranche(contract), "request"), "send_back")
    facts = {"project": held.project, "window": held.window, "by": on(DAY, Role.REGION), "at": at(DAY)}

    operations.edit_tranche(held, year=2020, requested=90 * MILLION, **facts)

    assert Tranche.objects.values_list("year", "requested", "held").get() == (2020, 90 * MILLION, 90 * MILLION)
    assert refusal(operations.edit_tranche, held, year=2018, requested=1, **facts) == (
        "Le plan laisse 0 FCFA à ce projet pour 2018 : 1 FCFA, c’est trop."
    )


def test_a_new_version_of_a_paper_takes_the_place_of_the_former_which_stays():
    held = tranche(follow())

    operations.file_paper(held, PaperKind.PLAN, paper(), by=on(DAY, Role.REGION), at=at(DAY))

    rows = held.papers.filter(kind=PaperKind.PLAN).values_list("version", "current")
    assert list(rows) == [(1, False), (2, True)]
