from datetime import date, datetime, UTC
import pytest
from django.urls import reverse
from django.test import Client
from monitoring import operations, renewal, findings, guard
from monitoring.models import *
from monitoring.models.requirements import checklist, rank_of, previous
from monitoring.calendar import Quarter
from negotiation.models import Actor, Notice, Mandate
from negotiation.vocabulary import Function, Role, Body
from tests.factories import ContractFactory, ProjectFactory, MandateFactory, institution, region
from tests.monitoring import quarters as Q
from tests.monitoring.world import *
from tests.monitoring.world import ruled, follow, tranche, move, bring, on, at, MILLION, window
from negotiation.vocabulary import Step
pytestmark = pytest.mark.django_db(transaction=False)

def fresh(c): return FollowedContract.objects.get(pk=c.pk)
def undated(amount=100*MILLION, source="state", **f):
    c = ContractFactory(step=Step.SIGNED, signed_on=date(2018,8,31), opened_on=date(2018,8,31), reached=9, **f)
    seats(c.region)
    p = ProjectFactory(contract=c, cost=amount, whole=False)
    p.financing.create(source=source, amount=amount)
    return FollowedContract.objects.get(pk=c.pk)


def test_j_two_mandates(client):
    kayes = follow(); gao = follow(where="gao")
    t = tranche(gao)
    day = date(2019,3,1)
    user = user_as(Role.PRESIDENT, kayes.region)
    user.mandates.update(valid_from=date(2010,1,1))
    MandateFactory(person=user, institution=institution(Body.DGCT), function=Function.SECRETARIAT, valid_from=date(2010,1,1))
    actor = user.on(day)
    from monitoring import access
    from monitoring.views import awaited
    print([m.body for m in actor.mandates], Tranche.objects.awaiting(actor), access.decide(actor, "request", t).reason)
    print([x["act"]+" "+str(x["object"]) for x in awaited.first_lines(actor, 50)[0] if "ranche" in str(x["object"])])
    assert list(Tranche.objects.awaiting(actor)) == []

def test_j2_is_mine_two_mandates():
    from monitoring.views.rows import is_mine
    kayes = follow()
    user = user_as(Role.PRESIDENT, region("gao")); user.mandates.update(valid_from=date(2010,1,1))
    MandateFactory(person=user, institution=institution(Body.COUNCIL, kayes.region), function=Function.SECRETARIAT, valid_from=date(2010,1,1))
    actor = user.on(date(2019,7,10))
    renewal.renew(fresh(kayes), date(2019,7,10))
    d = kayes_d = Duty.objects.filter(contract=kayes, code="O2").first()
    print(d, is_mine(d, actor), Duty.objects.of(actor).filter(pk=d.pk).exists())
    assert not is_mine(d, actor)

def test_o_frozen_page_bars():
    c = follow(); r = Q.reviewed(c); r = Q.adopt(QuarterReport.objects.get(pk=r.pk))
    bring(tranche(c), "request","accept","approve","release","pay")
    from monitoring.views.panels.review import Review
    c = fresh(c).load("findings","projects__sites")
    rep = next(x for x in c.reports.all())
    p = Review(c, rep, date(2019,6,1)).content()["projects"][0]
    print(p["paid"], [(str(b.label), b.rate) for b in p["bars"]])
    assert p["paid"] == 0 and p["bars"][2].rate == 0

def test_q_year_offered_then_refused(client, time_machine):
    from tests.monitoring.acting import Office, on_contract, plain
    c = follow(signed=date(2020,3,1))
    day = date(2020,4,1)
    time_machine.move_to(datetime(2020,4,1,10,tzinfo=UTC), tick=False)
    window()
    client.force_login(on(day, Role.REGION, c.region).user)
    url = on_contract(c, "tranche")
    page = client.get(url).content.decode()
    import re
    print("offered", re.findall(r'<option value="(20..)"', page))
    from tests.negotiation.pages import entries
    r = client.post(url, entries(client.get(url)) | {"year":"2019","requested":"10000000","project":c.projects.first().pk,"window":window().pk})
    print(r.status_code); 
    print([x for x in plain(r).split("  ") if "exercice" in x.lower()][:4])
    assert r.status_code == 302

def test_r_urls(client, time_machine):
    from tests.monitoring import acting
    time_machine.move_to(datetime(2020,4,1,10,tzinfo=UTC), tick=False)
    c = ContractFactory(step=Step.SIGNED, signed_on=date(2018,8,31), opened_on=date(2018,8,31), reached=9, duration_months=None)
    seats(c.region); c = fresh(c); renewal.renew(c, date(2020,4,1)); window()
    Q.lapse(c, Quarter(2019,4), day=date(2020,4,1))
    rep = Q.proposed(fresh(c), Quarter(2020,1), day=date(2020,4,1), session_on=date(2020,4,8))
    user_as(Role.DGCT_HEAD); renewal.renew_nation(date(2020,4,1))
    ref = c.reference
    bad = []
    for role in (Role.PRESIDENT, Role.DRPSIAP, Role.ANICT_HEAD, Role.DNPD, Role.GOVERNOR, Role.ADR, Role.DGCT_HEAD):
        client.force_login(on(date(2020,4,1), role, c.region).user)
        urls = ["/suivi/","/suivi/a-faire/","/suivi/retards/","/suivi/fonds/","/suivi/constats/","/suivi/guichets/","/suivi/guichets/ajouter/","/suivi/guichets/99999999999999999999/","/suivi/regions/kayes/",
          "/suivi/national/comite-national/0000-T4/","/suivi/national/comite-national/2020-T2/","/suivi/national/papiers/99999999999999999999999/",
          "/suivi/national/comite-national/\u0662\u0660\u0662\u0660-T2/"]
        urls += [f"/suivi/{ref}/{x}" for x in ("","budget/","tranches/","trimestres/","calendrier/","journal/","papiers/99999999999999999999999/","tranches/999999999999999999999/","tranches/0/","trimestres/2020-T1/","trimestres/2019-T4/","trimestres/2020-T1/rapport.pdf","trimestres/2019-T4/rapport.pdf","trimestres/0000-T1/","trimestres/9999-T4/","actes/tranche/","actes/canevas/","actes/carence/","actes/mouvement/","actes/inscrire/0/","actes/inscrire/99999999999999/","actes/inscrire/2019/","actes/demander-bsi/2021/","actes/repertoire/2021/","actes/bsi/2021/","obligations/equipe/une-fois/","obligations/travaux/P1/","obligations/comite-regional/R1/","obligations/comite-regional/%00/","obligations/evaluation/2019/","obligations/evaluation/99999/","obligations/indicateurs/une-fois/","trimestres/2020-T1/tenir/","trimestres/2020-T1/part-region/","trimestres/2020-T1/part-anict/","trimestres/2020-T1/carence/","trimestres/2020-T1/adopter/","trimestres/2020-T1/synthese/","trimestres/2020-T1/transmettre/","trimestres/2019-T4/adopter/")]
        for u in urls:
            for q in ("", "?page=abc&etat=x%00&q=%00&region=%00&chez=%00&controle=%00&terme=%00&avec=%00&obligation=%00&reste=-1", "?page=-5&q=" + "a"*200 + "&reste=99999999999999999999", "?q=%25_%27"):
                try:
                    r = client.get(u + q)
                    if r.status_code >= 500: bad.append((role.value,u,q,r.status_code))
                    if hasattr(r,"streaming_content"): list(r.streaming_content)
                except Exception as e:
                    bad.append((role.value,u,q,repr(e)[:200]))
    for b in bad: print(b)
    assert not bad

def test_s_empty_adopt():
    c = ContractFactory(step=Step.SIGNED, signed_on=date(2018,8,31), opened_on=date(2018,8,31), reached=9, duration_months=None)
    seats(c.region); c = fresh(c); renewal.renew(c, date(2018,12,1))
    r = Q.reviewed(c); r = Q.adopt(QuarterReport.objects.get(pk=r.pk)); print(r.state)

def test_t_early_paid_chart(client, time_machine):
    time_machine.move_to(datetime(2019,4,1,10,tzinfo=UTC), tick=False)
    c = follow(); t = bring(tranche(c), "request","accept","approve","release")
    t = operations.move_tranche(t, "pay", by=on(date(2019,3,1), Role.ANICT), at=at(date(2019,3,1)), on=date(2014,9,1), amount=60*MILLION)
    client.force_login(on(date(2019,4,1), Role.PRESIDENT, c.region).user)
    r = client.get(f"/suivi/{c.reference}/"); assert r.status_code == 200
    r = client.get(f"/suivi/{c.reference}/tranches/1/"); assert r.status_code == 200

def test_u_fulfil_before_open():
    c = follow(); day = date(2019,1,10); renewal.renew(fresh(c), day)
    print(list(Duty.objects.filter(contract=c, code__in=("O10","O11")).values_list("code","key","opens_on","due_on")))
    f = operations.fulfil(c, "file_evaluation", "2019", by=on(day, Role.ADR, c.region), at=at(day), on=date(2014,9,1), file=paper())
    print("settled", Duty.objects.get(contract=c, code="O11", key="2019").settled_on)
    assert f is None

def test_v_movement_beyond_plan():
    c = follow(); p = c.projects.first(); day = date(2019,3,1)
    operations.record_movement(c, project=p, source="region", year=2019, kind="mobilised", amount=999_999_999_999_999, by=on(day, Role.REGION, c.region), at=at(day), file=paper())
    c = fresh(c); renewal.renew(c, day); print([f.rule for f in c.findings.all()], c.standing.mobilised)

def test_w_region_window_double_count():
    c = follow(); p = c.projects.first(); day = date(2019,3,1)
    w = operations.save_window(FundingWindow(name="Appui", source="region"), [], by=on(day, Role.ANICT_RULES, function=Function.SECRETARIAT), at=at(day))
    t = bring(tranche(c, window=w, requested=10*MILLION), "request","accept","approve","release","pay", amount=10*MILLION)
    operations.record_movement(fresh(c), project=p, source="region", year=2019, kind="mobilised", amount=10*MILLION, by=on(day, Role.REGION, c.region), at=at(day), file=paper())
    from monitoring import ledger
    print([(l.source.value,l.year,l.engaged,l.mobilised) for l in ledger.lines(fresh(c)) if l.mobilised])

def test_x_window_race(client, time_machine, monkeypatch):
    time_machine.move_to(datetime(2019,4,1,10,tzinfo=UTC), tick=False)
    w = window(); client.raise_request_exception = False
    client.force_login(on(date(2019,4,1), Role.ANICT_RULES, function=Function.SECRETARIAT).user)
    from tests.negotiation.pages import entries
    from monitoring.forms import windows as fw
    data = entries(client.get(f"/suivi/guichets/{w.pk}/"))
    real = fw.WindowEntry.is_valid
    def slow(self):
        ok = real(self); FundingWindow.objects.filter(pk=w.pk).update(version=7); return ok
    monkeypatch.setattr(fw.WindowEntry, "is_valid", slow)
    r = client.post(f"/suivi/guichets/{w.pk}/", data); print(r.status_code)
    assert r.status_code < 500

def test_y_lapse_page_offers(client, time_machine):
    from tests.monitoring.acting import plain
    time_machine.move_to(datetime(2018,10,5,10,tzinfo=UTC), tick=False)
    c = follow(); r = Q.proposed(c, day=date(2018,10,1))
    client.force_login(on(date(2018,10,5), Role.DRPSIAP, c.region).user)
    u = f"/suivi/{c.reference}/trimestres/2018-T4/carence/"
    g = client.get(u); print(g.status_code, 'name="comment"' in g.content.decode())
    from tests.negotiation.pages import entries
    p = client.post(u, entries(g)|{"comment":"x"}); print(p.status_code)
    assert 'name="comment"' not in g.content.decode()

def test_z_planned_outside_term():
    c = follow(signed=date(2016,1,1)); renewal.renew(fresh(c), date(2022,7,1))  # term ends 2020-12-31, plan to 2022
    print(c.ends_on, list(c.duties.filter(code__in=("O1","O2","O3")).values_list("code","key")))
