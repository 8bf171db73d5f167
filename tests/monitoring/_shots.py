import os, pytest, time_machine, re
from django.urls import reverse
from django.test import Client
from negotiation.vocabulary import Role
from tests.monitoring import scene
from tests.monitoring.world import *
from monitoring import renewal
OUT="/tmp/v1shots"; os.makedirs(OUT, exist_ok=True)

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, page, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    only = os.environ.get("ONLY","")
    with time_machine.travel(scene.TODAY, tick=False):
        c = scene.followed(); k = kayes(); renewal.renew(k, scene.TODAY.date())
        shots = [(Role.REGION,"execution",[c.reference]),(Role.GOVERNOR,"execution",[c.reference]),(Role.DGCT,"execution",[c.reference]),(Role.REGION,"execution",[k.reference]),
          (Role.PRESIDENT,"budget",[c.reference]),(Role.REGION,"budget",[k.reference]),(Role.REGION,"tranches",[c.reference]),(Role.REGION,"tranche",[c.reference,2]),(Role.REGION,"tranche",[c.reference,1]),
          (Role.DRPSIAP,"quarters",[c.reference]),(Role.GOVERNOR,"quarter",[c.reference,"2019-T1"]),(Role.GOVERNOR,"quarter",[c.reference,"2018-T4"]),(Role.REGION,"calendar",[c.reference]),(Role.REGION,"follow-up-journal",[c.reference])]
        for i,(role,name,args) in enumerate(shots):
            if only and not re.search(only, name): continue
            client = Client(); client.force_login(on(scene.TODAY.date(), role, c.region).user)
            page.context.clear_cookies()
            page.context.add_cookies([{"name":"sessionid" if "sessionid" in client.cookies else list(client.cookies)[0],"value":list(client.cookies.values())[0].value,"url":live_server.url}])
            for w,h in ((1366,768),(360,740)):
                page.set_viewport_size({"width":w,"height":h})
                page.goto(live_server.url+reverse(name,args=args))
                page.screenshot(path=f"{OUT}/{i:02d}-{name}-{role.value}-{w}.png", full_page=True)
                sw = page.evaluate("document.documentElement.scrollWidth"); nodes = page.evaluate("document.querySelectorAll('*').length")
                print(name, role.value, w, "scroll", sw, "nodes", nodes, "bytes", len(page.content()))
