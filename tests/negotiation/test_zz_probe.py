import pytest
from django.urls import reverse
from tests.negotiation.test_acts import *
@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
@pytest.mark.parametrize("name",ACTS)
def test_p(client,name):
    situation, role, typed, said = ACTS[name]
    c=make_dossier(SITUATIONS[situation]); client.force_login(user_as(role))
    u=reverse("act",args=[c.reference,example(name)])
    g=client.get(u); p=client.post(u,{"seen":c.version}|typed,follow=True)
    import re
    h=text(re.search(r"<h1.*?</h1>",g.content.decode(),re.S)[0])
    f=re.search(r'class="consequences">(.*?)</ul>',g.content.decode(),re.S)
    print("@@",name,"|",g.status_code,h,"|",p.redirect_chain,notices(p)[:1],faults(p), "|", text(f[1]) if f else "-")
