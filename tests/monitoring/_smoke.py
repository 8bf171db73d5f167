from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from monitoring import renewal
from negotiation.vocabulary import Role
from tests.monitoring.world import *

pytestmark = pytest.mark.django_db
DAY = datetime(2019,4,10,10,tzinfo=UTC)

def rich(n=1):
    c = follow(projects=1)
    for _ in range(n):
        t = tranche(c, requested=20*MILLION)
        bring(t, "request","accept","approve","release","pay", amount=15*MILLION)
    return c

@pytest.mark.parametrize("role", [Role.REGION, Role.ANICT_HEAD, Role.GOVERNOR, Role.DNPD, Role.DRPSIAP, Role.DGCT])
def test_smoke(role):
    c = rich()
    k = kayes()
    with time_machine.travel(DAY):
        renewal.renew(c, DAY.date()); renewal.renew(k, DAY.date())
        client = Client(); client.force_login(on(DAY.date(), role, c.region).user)
        for ref in (c.reference, k.reference):
            for name in ("execution","budget","tranches","quarters","calendar","follow-up-journal"):
                r = client.get(reverse(name, args=[ref]))
                assert r.status_code == 200, (name, r.status_code)
        r = client.get(reverse("tranche", args=[c.reference, 1]))
        assert r.status_code == 200
