"""What people type in our own entries, and what is shown back."""

import pytest
from django import forms

from cper.pages.widgets import DayField, MoneyField, MoneyInput, PercentField, PercentInput


@pytest.mark.parametrize(
    "typed", ["1781715164", "1 781 715 164", "1\u00a0781\u00a0715\u00a0164 FCFA", " 1781715164 fcfa"]
)
def test_an_amount_is_read_with_or_without_spaces(typed):
    assert MoneyField().clean(typed) == 1_781_715_164


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("douze", "Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."),
        ("12,5", "Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164."),
        ("-12", "Un montant ne peut pas être négatif."),
    ],
)
def test_what_is_no_amount_is_refused_with_a_remedy(typed, sentence):
    with pytest.raises(forms.ValidationError) as refusal:
        MoneyField().clean(typed)

    assert refusal.value.messages[0].replace("\u00a0", " ") == sentence


def test_an_amount_is_shown_back_in_groups_and_a_mistake_untouched():
    entry = MoneyInput()

    assert entry.format_value("1781715164") == "1\u00a0781\u00a0715\u00a0164"
    assert entry.format_value("douze") == "douze"
    assert entry.format_value(None) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2019", "Ce jour n’existe pas au calendrier. Vérifiez-le : par exemple 31/08/2018."),
        ("08/31/2018", "Écrivez le jour avant le mois : 31/08/2018."),
        ("hier", "Écrivez un jour, en chiffres ou en lettres : par exemple 31/08/2018 ou 31 août 2018."),
        ("31/08/0218", "Vérifiez l’année : elle est comprise entre 1990 et 2100."),
    ],
)
def test_what_is_no_day_is_refused_with_what_is_wrong(typed, sentence):
    with pytest.raises(forms.ValidationError) as refusal:
        DayField().clean(typed)

    assert refusal.value.messages[0].replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("45", 4500),
        ("45,5", 4550),
        ("45.25", 4525),
        (" 45,50 % ", 4550),
        ("0", 0),
        ("100\u00a0%", 10_000),
        ("0,01", 1),
    ],
)
def test_a_share_is_read_in_hundredths_of_a_percent(typed, hundredths):
    assert PercentField().clean(typed) == hundredths


@pytest.mark.parametrize("typed", ["moitié", "45,555", "4,5,5", "1e2", "45 pour cent", "٤٥"])
def test_what_is_no_share_is_refused_with_an_example(typed):
    with pytest.raises(forms.ValidationError, match="par exemple 45 ou 45,5"):
        PercentField().clean(typed)


@pytest.mark.parametrize("typed", ["100,01", "-1", "4550"])
def test_a_share_stays_between_nothing_and_the_whole(typed):
    with pytest.raises(forms.ValidationError) as refusal:
        PercentField().clean(typed)

    assert refusal.value.messages == ["Un taux va de 0 à 100\u00a0%."]


def test_a_share_may_be_left_empty_where_it_is_not_required():
    assert PercentField(required=False).clean(" ") is None


def test_a_share_is_shown_back_as_it_is_typed():
    entry = PercentInput()

    assert [entry.format_value(share) for share in (4550, 4500, 4525, 5, 0, 10_000)] == [
        "45,5",
        "45",
        "45,25",
        "0,05",
        "0",
        "100",
    ]
    assert entry.format_value("45,555") == "45,555"
    assert entry.format_value(None) is None


def test_a_share_has_changed_when_another_is_typed():
    share = PercentField(required=False)

    assert [share.has_changed(4550, typed) for typed in ("45,50", "46", "", "beaucoup")] == [False, True, True, True]
