"""How amounts, shares, dates and durations are written in French."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cper.words import french as written_as
from cper.words.in_words import francs_in_words
from cper.words.templatetags import french
from cper.words.typography import bound, bound_page

NBSP = "\u00a0"


def with_spaces(text):
    """The text with plain spaces, to be read in a test."""
    return text.replace(NBSP, " ")


def test_an_amount_is_grouped_by_three_with_its_unit_apart():
    written = french.money(1_781_715_164)

    assert written == f'1{NBSP}781{NBSP}715{NBSP}164{NBSP}<span class="unit">FCFA</span>'


def test_an_unknown_amount_says_so():
    assert french.money(None) == '<span class="absent">non renseigné</span>'
    assert french.money_plain(None) == "non renseigné"
    assert french.amount(None) == "–"


def test_zero_is_an_amount():
    assert with_spaces(french.money_plain(0)) == "0 FCFA"


def test_a_plain_amount_has_no_markup():
    assert with_spaces(french.money_plain(24_880_378_360)) == "24 880 378 360 FCFA"


@pytest.mark.parametrize(("difference", "written"), [(58_587_762, "+58 587 762"), (-1_200, "\u22121 200"), (0, "0")])
def test_a_difference_carries_its_sign(difference, written):
    assert with_spaces(french.signed_money(difference)) == f'{written} <span class="unit">FCFA</span>'


def test_a_fraction_of_a_franc_is_dropped_from_what_is_shown():
    assert with_spaces(french.money_plain(Decimal("1500.00"))) == "1 500 FCFA"


def test_what_is_no_amount_is_refused():
    with pytest.raises(ValueError, match="not an amount"):
        french.money("douze")


@pytest.mark.parametrize(
    ("share", "written"),
    [(9_309, "93,09 %"), (1_021, "10,21 %"), (10_000, "100,00 %"), (-329, "\u22123,29 %")],
)
def test_a_share_is_written_with_two_decimals(share, written):
    assert with_spaces(french.percent(share)) == written


def test_an_unknown_share_says_so():
    assert french.percent(None) == "non renseigné"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2018, 8, 31), "31\u00a0août 2018"),
        (date(2018, 8, 1), "1er\u00a0août 2018"),
        (date(2018, 8, 11), "11\u00a0août 2018"),
    ],
)
def test_a_day_is_written_in_words(day, written):
    assert french.long_date(day) == written


def test_a_moment_is_written_as_the_day_it_was_in_bamako():
    assert french.long_date(datetime(2018, 8, 31, 23, 30, tzinfo=UTC)) == "31\u00a0août 2018"


def test_no_day_writes_nothing():
    assert french.long_date(None) == ""


@pytest.mark.parametrize(("days", "written"), [(0, "moins d’un jour"), (1, "1 jour"), (12, "12 jours"), (None, "")])
def test_a_duration_agrees_with_its_number(days, written):
    assert french.elapsed_days(days) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(812, "812 octets"), (340_000, "340 ko"), (999_600, "1 Mo"), (2_449_000, "2,4 Mo"), (None, "taille inconnue")],
)
def test_a_file_size_is_written_in_decimal_units(size, written):
    assert with_spaces(french.filesize_fr(size)) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0 projet"), (1, "1 projet"), (2, "2 projets"), (-1, "-1 projet")])
def test_zero_is_singular(count, written):
    assert f"{count} {written_as.ngettext('projet', 'projets', count)}" == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Kayes", "de Kayes"),
        ("Ansongo", "d’Ansongo"),
        ("Écoles", "d’Écoles"),
        ("E\u0301coles", "d’E\u0301coles"),
        ("Œuvres", "d’Œuvres"),
        ("Yélimané", "de Yélimané"),
        ("Yanfolila", "de Yanfolila"),
        ("Yorosso", "de Yorosso"),
        ("Youwarou", "de Youwarou"),
        ("Ypres", "d’Ypres"),
        ("Hombori", "de Hombori"),
        ("le Gouverneur", "du Gouverneur"),
        ("les parties", "des parties"),
        ("la DNPD", "de la DNPD"),
        ("l’ANICT", "de l’ANICT"),
    ],
)
def test_de_is_joined_to_the_name(name, written):
    assert written_as.of(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("la DNPD", "à la DNPD"),
        ("l’ANICT", "à l’ANICT"),
        ("le comité régional, puis le comité national", "au comité régional, puis au comité national"),
        ("les services concernés", "aux services concernés"),
    ],
)
def test_a_is_joined_to_the_article(name, written):
    assert written_as.to(name) == written


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "zéro franc CFA"),
        (1, "un franc CFA"),
        (2_000_000, "deux millions de francs CFA"),
        (1_000_000_000, "un milliard de francs CFA"),
        (80_000_000_000, "quatre-vingts milliards de francs CFA"),
        (200_000_000_001, "deux cents milliards un francs CFA"),
        (10**12, "mille milliards de francs CFA"),
        (2_345 * 10**9, "deux mille trois cent quarante-cinq milliards de francs CFA"),
        (10**12 + 10**6, "mille milliards un million de francs CFA"),
    ],
)
def test_an_amount_in_words_counts_in_milliards(amount, words):
    assert francs_in_words(amount) == words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("12 000 FCFA", "12_000_FCFA"),
        ("1 781 715 164 F CFA", "1_781_715_164_F_CFA"),
        ("40 km de pistes : 3 puits", "40_km de pistes_: 3 puits"),
        ("45 % du lot n° 4", "45_% du lot n°_4"),
        ("« Puits » ; 12 mois", "«_Puits_»_; 12_mois"),
        ("en 2018, 25 puits", "en 2018, 25 puits"),
        ("3 mares", "3 mares"),
        ("2 l’an", "2 l’an"),
        ("le trimestre T1 2025", "le trimestre T1_2025"),
        ("à l’étape E6, puis E7", "à l’étape E6, puis E7".replace("étape ", "étape_")),
        ("T1 20250 et étape Emplois", "T1 20250 et étape Emplois"),
    ],
)
def test_what_was_typed_is_printed_without_a_loose_number(typed, printed):
    assert bound(typed) == bound(bound(typed)) == printed.replace("_", NBSP)


def test_what_is_given_back_to_be_typed_again_is_left_as_it_was():
    page = '<p title="12 000">12 000</p><textarea>12 000</textarea><svg><path d="M 10 200"/></svg><p>a : b</p>'

    assert bound_page(page) == page.replace('<p title="12 000">12 000', f'<p title="12 000">12{NBSP}000').replace(
        "a : b", f"a{NBSP}: b"
    )
