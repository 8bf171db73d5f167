"""The controls: Kayes raises by itself what its source tells; a contract in order raises nothing."""

from datetime import date

import pytest

from monitoring import renewal
from monitoring.models import Finding
from tests.monitoring.world import follow, kayes

pytestmark = pytest.mark.django_db


def raised(contract) -> list[tuple[str, int | None]]:
    rows = Finding.objects.filter(contract=contract).values_list("title", "amount")
    return [(title.replace("\u00a0", " "), amount) for title, amount in rows]


def test_kayes_seen_on_31_march_2019_raises_what_its_source_tells():
    contract = kayes()

    renewal.renew(contract, date(2026, 11, 20))

    assert sorted(raised(contract), key=str) == [
        ("CROCSAD : 2 trimestres échus, 0 session de suivi tenue", None),
        ("La contribution de 2017 n’est pas inscrite au budget de la collectivité", None),
        ("La contribution de 2018 n’est pas inscrite au budget de la collectivité", None),
        ("Le comité régional de suivi n’est pas installé", None),
        ("Projet 1 : 84 mois d’exécution dans un contrat de 60 mois", 1_781_715_164),
        ("Projet 1 : les parts dépassent le coût de 58 587 762 FCFA", 58_587_762),
        ("État : fonds mobilisés avant la signature", None),
    ]


def test_a_contract_just_signed_raises_what_is_already_out_of_time_and_nothing_else():
    contract = follow()

    assert raised(contract) == [("Part de l’État au BSI 2019 : hors délai", 90_000_000)]
