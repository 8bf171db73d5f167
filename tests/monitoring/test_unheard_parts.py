"""A part that never came is printed as silence; a rate is declared, confirmed or explained, never taken over."""

from datetime import date

import pytest
from django.urls import reverse

from cper.papers.rendering import render
from cper.people.roles import Role
from monitoring import operations
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import Part
from tests.monitoring import quarters
from tests.monitoring.acting import Office
from tests.monitoring.quarters import JUDGED, T1, fill, hold, proposed, reviewed, secretary
from tests.monitoring.test_quarter_report import plain as read_pdf
from tests.monitoring.test_report_of_its_quarter import plain, told
from tests.monitoring.world import at, follow, on, refusal

pytestmark = pytest.mark.django_db
OPENED, SESSION = date(2019, 2, 1), date(2019, 3, 20)


def second_quarter() -> QuarterReport:
    """T1 2019, opened after T4 2018 was adopted at 12 %."""
    contract = follow()
    quarters.adopt(reviewed(contract))
    return proposed(FollowedContract.objects.get(), T1, day=OPENED, session_on=SESSION)


def silent() -> QuarterReport:
    """The same, held and written up, without the region's part nor the ANICT's."""
    report = hold(second_quarter(), on=SESSION)
    return operations.write_up(
        report,
        difficulties="Crue.",
        outlook="",
        parts_note="Deux relances sont restées sans réponse.",
        judged=JUDGED,
        asked=(),
        followed=(),
        by=secretary(report, SESSION),
        at=at(SESSION),
    )


def declare(report: QuarterReport, physical: int, **facts) -> QuarterReport:
    project = report.contract.projects.get()
    return fill(report, Role.REGION, [Part(project.pk, physical=physical, **facts)], day=date(2019, 2, 5))


def test_what_nobody_said_is_printed_as_silence_beside_the_last_known_figure_with_its_date():
    document = told(silent(), date(2019, 4, 10))
    (project,) = document.projects

    assert project.physical is None
    assert plain(project.before.sentence) == "12,00 % (T4 2018, au 10 décembre 2018)"
    assert project.difficulties_label == "Part de la collectivité non reçue."
    assert project.behind_sentence == ""
    assert plain(document.absent) == (
        "Sans les parts de la collectivité et de l’ANICT : Deux relances sont restées sans réponse."
    )


def test_the_printed_report_says_the_silence_and_never_that_no_difficulty_was_signalled():
    printed = " ".join(read_pdf(render(told(quarters.adopt(silent(), day=date(2019, 4, 10)), SESSION))).split())

    assert "Aucune difficulté signalée" not in printed
    assert "Exécution physique non déclarée ; dernière connue : 12,00 % (T4 2018, au 10 décembre 2018)" in printed
    assert "Part de la collectivité non reçue." in printed


def test_a_rate_goes_down_with_its_reason_only_and_is_shown_beside_the_former():
    report = second_quarter()

    sentence = refusal(declare, report, 900)
    declare(report, 900, fall_reason="Un tronçon est emporté.")

    (project,) = told(report, date(2019, 2, 10)).projects
    assert "le taux passe de 12,00 % (T4 2018, au 10 décembre 2018) à 9,00 %" in sentence
    assert (project.before_label, project.physical_label) == ("12,00\u00a0%", "9,00\u00a0%")
    assert plain(project.fall_sentence) == "En baisse de 3,00 points depuis T4 2018 : Un tronçon est emporté."
    assert "1 taux physique en baisse" in told(report, date(2019, 2, 10)).attention


def test_a_rate_that_holds_is_confirmed_in_so_many_words(client, time_machine):
    report = second_quarter()
    url = reverse("quarter-act", args=[report.contract.reference, report.quarter, "part-region"])
    key = report.contract.projects.get().pk
    desk = Office(client, time_machine).enter(Role.REGION, date(2019, 2, 5))

    untouched = desk.send(url)
    both = desk.send(url, **{f"same-{key}": "on", f"physical-{key}": "15"})
    fallen = desk.send(url, **{f"physical-{key}": "9"})
    confirmed = desk.send(url, **{f"same-{key}": "on", f"physical-{key}": "", f"fall_reason-{key}": ""})

    assert [plain(e) for e in untouched.context["form"].errors[f"physical-{key}"]] == [
        "Écrivez le taux de ce trimestre, ou cochez « Taux inchangé »."
    ]
    assert [plain(e) for e in both.context["form"].errors[f"physical-{key}"]] == [
        "Vous avez coché « Taux inchangé » et écrit un taux : gardez l’un des deux."
    ]
    assert [plain(e) for e in fallen.context["form"].errors[f"fall_reason-{key}"]] == [
        "Le taux passe de 12,00 % à 9,00 % : dites pourquoi il baisse."
    ]
    assert confirmed.status_code == 302
    assert report.lines.get().physical == 1_200


def test_an_empty_part_of_the_anict_is_no_part(client, time_machine):
    report = second_quarter()
    url = reverse("quarter-act", args=[report.contract.reference, report.quarter, "part-anict"])
    by = on(OPENED, Role.ANICT)
    desk = Office(client, time_machine).enter(Role.ANICT, date(2019, 2, 5))

    sentence = refusal(operations.fill_anict_part, report, [], note=" ", by=by, at=at(OPENED))
    empty = desk.send(url)
    both = desk.send(url, nothing="on", note="Un retard.")
    nothing = desk.send(url, nothing="on", note="")

    assert sentence == "Une part vide n’est pas une part : écrivez une observation, ou « Rien à signaler »."
    assert [plain(e) for e in empty.context["form"].errors["note"]] == [
        "Écrivez une observation, ou cochez « Rien à signaler »."
    ]
    assert "nothing" in both.context["form"].errors
    assert (nothing.status_code, QuarterReport.objects.get(pk=report.pk).anict_note) == (302, "Rien à signaler.")


def test_every_party_of_the_contract_is_judged_with_its_reasons():
    report = hold(proposed(follow()))
    facts = {"difficulties": "Crue.", "outlook": "", "asked": (), "followed": ()}
    by = secretary(report, SESSION)

    sentence = refusal(operations.write_up, report, judged=JUDGED[:1], by=by, at=at(SESSION), **facts)
    operations.write_up(report, judged=JUDGED, by=by, at=at(SESSION), **facts)

    state, region = told(report, SESSION).commitments
    assert sentence == "Dites si ces parties ont tenu leurs engagements : Région de Kayes."
    assert (state.party, state.mark.label) == ("État", "partiellement tenu")
    assert (region.party, region.judged) == ("Région de Kayes", "La part n’est mobilisée qu’en partie.")
    assert plain(state.sentence) == "2018 : rien d’engagé ni de mobilisé."


def test_the_synthesis_asks_for_the_verdict_on_each_party(client, time_machine):
    report = hold(proposed(follow()))
    url = reverse("quarter-act", args=[report.contract.reference, report.quarter, "synthese"])
    desk = Office(client, time_machine).enter(Role.DRPSIAP, SESSION)

    missing = desk.client.post(url, {"seen": report.version, "difficulties": "Crue.", "rows": "0"})
    typed = {f"verdict-{party}": "broken" for party in ("state", "region")}
    typed |= {f"sentence-{party}": "Rien n’est versé." for party in ("state", "region")}
    sent = desk.send(url, difficulties="Crue.", **typed)

    assert {"verdict-state", "sentence-state", "verdict-region", "sentence-region"} <= set(
        missing.context["form"].errors
    )
    assert sent.status_code == 302
    assert list(report.appraisals.values_list("party", "verdict")) == [("state", "broken"), ("region", "broken")]
