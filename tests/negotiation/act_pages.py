"""What the tests of the acts’ forms share: where an act stands, how it is sent, what the page says."""

from django.urls import reverse

from negotiation.workflow import example


def address(contract, name):
    return reverse("act", args=[contract.reference, example(name)])


def send(client, contract, name, typed):
    return client.post(address(contract, name), {"seen": contract.version} | typed, follow=True)
