"""The guard of 30 June, in words and in money."""

from datetime import date

import pytest

from monitoring.guard import Share, judge

SIGNED = date(2026, 2, 1)
PLANNED = 400_000_000


def said(share: Share, day: date, signed: date = SIGNED) -> tuple[str, str]:
    verdict = judge(share, signed=signed, day=day)
    return verdict.tone, verdict.sentence.replace("\u00a0", " ")


def test_until_30_june_included_the_share_is_still_to_be_asked_for():
    share = Share(2028, PLANNED)

    words = "À demander au plus tard le 30 juin 2027 pour le BSI 2028 : 400 000 000 FCFA."
    assert said(share, date(2027, 1, 1)) == ("todo", words)
    assert said(share, date(2027, 6, 30)) == ("todo", words)


def test_before_the_year_of_its_deadline_it_only_comes():
    assert said(Share(2028, PLANNED), date(2026, 12, 31))[0] == "elsewhere"


def test_from_1_july_it_is_missed_and_waits_a_year():
    words = "Aucune demande à la DNPD au 30 juin 2026 : au plus tôt le BSI 2028 ; 400 000 000 FCFA attendent un an."

    assert said(Share(2027, PLANNED), date(2026, 7, 1)) == ("late", words)


def test_a_year_later_still_not_asked_for_it_waits_two_years():
    words = "Aucune demande à la DNPD au 30 juin 2026 : au plus tôt le BSI 2029 ; 400 000 000 FCFA attendent deux ans."

    assert said(Share(2027, PLANNED), date(2027, 7, 1)) == ("late", words)


def test_asked_for_after_30_june_it_waits_from_the_day_it_was_asked_for():
    share = Share(2027, PLANNED, asked_on=date(2026, 9, 3))

    words = "Demandée le 3 septembre 2026, après le 30 juin 2026 : au plus tôt le BSI 2028 ; "
    assert said(share, date(2027, 8, 1)) == ("late", words + "400 000 000 FCFA attendent un an.")


def test_a_deadline_before_the_signature_is_nobody_s_fault():
    words = "Le 30 juin 2025 précède la signature : au plus tôt le BSI 2027 ; 400 000 000 FCFA attendent un an."

    assert said(Share(2026, PLANNED), date(2026, 3, 1)) == ("elsewhere", words)


@pytest.mark.parametrize(
    ("facts", "day", "words"),
    [
        (
            {"year": 2023, "mobilised": 35_000_000},
            date(2026, 11, 28),
            "Le 30 juin 2022 précède la signature : au plus tôt le BSI 2028 ; 365 000 000 FCFA attendent cinq ans.",
        ),
        (
            {"year": 2023, "ends": 2027},
            date(2026, 11, 28),
            "Le 30 juin 2022 précède la signature : aucun BSI ne reste avant la fin du contrat-plan, en 2027 ; "
            "400 000 000 FCFA n’ont plus de BSI.",
        ),
        (
            {"year": 2025, "asked_on": date(2024, 9, 3)},
            date(2025, 12, 31),
            "Demandée le 3 septembre 2024, après le 30 juin 2024 : au plus tôt le BSI 2026 ; "
            "400 000 000 FCFA attendent un an.",
        ),
        (
            {"year": 2025, "asked_on": date(2024, 9, 3)},
            date(2026, 1, 1),
            "Demandée le 3 septembre 2024, après le 30 juin 2024 : au plus tôt le BSI 2027 ; "
            "400 000 000 FCFA attendent deux ans.",
        ),
    ],
)
def test_a_bsi_that_has_passed_is_promised_no_more(facts, day, words):
    share = Share(planned=PLANNED, **facts)

    assert said(share, day, signed=date(2023, 7, 13))[1] == words


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, "400 000 000 FCFA : demande faite à la DNPD le 2 mars 2026, pas encore au répertoire national."),
        (
            {"registered_on": date(2026, 5, 4)},
            "400 000 000 FCFA : au répertoire national le 4 mai 2026, pas encore au BSI 2027.",
        ),
    ],
)
def test_asked_for_in_time_the_chain_says_where_it_stands(facts, answer):
    share = Share(2027, PLANNED, asked_on=date(2026, 3, 2), **facts)

    assert said(share, date(2026, 8, 1)) == ("info", answer)


def test_inscribed_for_less_the_gap_is_told():
    share = Share(2027, PLANNED, inscribed_on=date(2026, 11, 12), inscribed=350_000_000)

    assert said(share, date(2027, 1, 5)) == (
        "done",
        "350 000 000 FCFA au BSI 2027, le 12 novembre 2026. Il manque 50 000 000 FCFA.",
    )


def test_a_share_that_the_plan_does_not_date_is_guarded_without_a_sum():
    words = "Aucune demande à la DNPD au 30 juin 2026 : au plus tôt le BSI 2028."

    assert said(Share(2027), date(2026, 7, 1)) == ("late", words)


REFUSED = "Refusée par la DNPD le 3 août 2026 : « Hors enveloppe »"


@pytest.mark.parametrize(
    ("facts", "day", "words"),
    [
        (
            {"asked_on": date(2026, 3, 2)},
            date(2027, 1, 1),
            "Demandée à la DNPD le 2 mars 2026, sans réponse ; absente du BSI 2027 : au plus tôt le BSI 2028 ; "
            "400 000 000 FCFA attendent un an.",
        ),
        (
            {"asked_on": date(2026, 3, 2), "registered_on": date(2026, 5, 4)},
            date(2027, 1, 1),
            "Au répertoire national le 4 mai 2026, absente du BSI 2027 : au plus tôt le BSI 2028 ; "
            "400 000 000 FCFA attendent un an.",
        ),
        (
            {"asked_on": date(2026, 3, 2), "answer": REFUSED},
            date(2029, 2, 1),
            f"{REFUSED}. Rien n’est inscrit : au plus tôt le BSI 2030 ; 400 000 000 FCFA attendent trois ans.",
        ),
    ],
)
def test_a_demand_left_without_an_inscription_is_late_and_says_what_was_answered(facts, day, words):
    assert said(Share(2027, PLANNED, **facts), day) == ("late", words)


def test_what_came_in_another_way_waits_no_more_and_a_part_of_it_waits_for_less():
    whole, part = Share(2027, PLANNED, mobilised=PLANNED), Share(2027, PLANNED, mobilised=100_000_000)

    assert said(whole, date(2027, 7, 1)) == (
        "elsewhere",
        "400 000 000 FCFA mobilisés sans inscription au BSI : rien n’en attend plus.",
    )
    assert said(part, date(2026, 7, 1))[1].endswith("au plus tôt le BSI 2028 ; 300 000 000 FCFA attendent un an.")


def test_of_a_silent_source_a_demand_is_not_known():
    share = Share(2020, told=False)

    assert said(share, date(2019, 3, 31), signed=date(2018, 8, 31)) == (
        "draft",
        "À demander au plus tard le 30 juin 2019 pour le BSI 2020 : la part de l’État, que le plan ne date pas. "
        "La source ne dit pas si elle l’a été.",
    )
