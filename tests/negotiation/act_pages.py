"""What the tests of the acts share: where an act stands, how it is sent, what its page says."""

import re

from django.urls import reverse

from cper.people.roles import Role
from negotiation.workflow import example
from tests.factories import (
    CLAUSES,
)
from tests.negotiation.pages import text

THE_HEAD = "Le Président du Conseil régional"


ACTS = {
    "adopt": (
        ("deliberation", Role.REGION, {}),
        "Délibération enregistrée. C’est encore à vous : 9 points manquent avant « Déclarer la demande prête ».",
    ),
    "complete": (
        ("preparation", Role.REGION, {}),
        "Demande déclarée prête. C’est encore à vous : 5 points manquent avant « Transmettre la demande à la DGCT ».",
    ),
    "submit": (
        ("formalisation", Role.PRESIDENT, {}),
        "Demande transmise à la DGCT. Elle a jusqu’au 28 novembre 2026.",
    ),
    "transmit": (
        ("dgct review", Role.DGCT_HEAD, {}),
        "Dossier transmis aux ministères. Ils ont jusqu’au 3 décembre 2026.",
    ),
    "send_back": (
        ("dgct review", Role.DGCT_HEAD, {"comment": "À revoir."}),
        "Dossier retourné à la collectivité. Prochain à agir : le conseil de la collectivité.",
    ),
    "give_opinion": (
        ("opinions awaited", Role.SECTOR, {"verdict": "reserves", "text": "Prévoir l’entretien."}),
        "Avis rendu. Le ministère chargé des finances a jusqu’au 2 décembre 2026.",
    ),
    "resubmit": (
        ("corrections answered", Role.PRESIDENT, {"comment": "Étude jointe."}),
        "Dossier corrigé transmis. Le ministère sectoriel concerné a jusqu’au 3 décembre 2026.",
    ),
    "open_negotiation": (
        ("opinions given", Role.DGCT_HEAD, {}),
        f"Avis transmis : la négociation est ouverte. {THE_HEAD} et le Gouverneur ont jusqu’au 28 novembre 2026.",
    ),
    "approve_list": (
        ("list", Role.GOVERNOR, {}),
        f"Liste approuvée. {THE_HEAD} a jusqu’au 27 novembre 2026.",
    ),
    "adopt_selection": (
        ("selection", Role.GOVERNOR, {}),
        f"Liste définitive adoptée. {THE_HEAD} a jusqu’au 27 novembre 2026.",
    ),
    "return_list": (
        ("selection", Role.GOVERNOR, {"comment": "Trop cher."}),
        "Liste renvoyée. C’est encore à vous : un point manque avant « Approuver la liste des projets ».",
    ),
    "propose_convention": (
        ("convention awaited", Role.PRESIDENT, CLAUSES),
        "Convention proposée. Le Gouverneur a jusqu’au 26 novembre 2026.",
    ),
    "return_convention": (
        ("convention proposed", Role.GOVERNOR, {"comment": "Article 4."}),
        f"Autre rédaction demandée. {THE_HEAD} a jusqu’au 26 novembre 2026.",
    ),
    "approve_convention": (
        ("convention proposed", Role.GOVERNOR, {"ceremony_on": "30/11/2026", "ceremony_place": "Kayes"}),
        "Convention approuvée, cérémonie convoquée. "
        "C’est encore à vous : un point manque avant « Signer le contrat-plan ».",
    ),
    "sign": (
        ("convention approved", Role.PRESIDENT, {"signed_on": "20/11/2026", "signed_place": "Kayes"}),
        "Signature enregistrée. Le Gouverneur a jusqu’au 26 novembre 2026.",
    ),
    "withdraw": (
        ("opinions awaited", Role.PRESIDENT, {"comment": "Délibération annulée."}),
        "Demande retirée.",
    ),
    "close": (
        ("dgct review", Role.DGCT_HEAD, {"comment": "Sans objet."}),
        "Dossier classé sans suite.",
    ),
}


def address(contract, name):
    return reverse("act", args=[contract.reference, example(name)])


def find_words(response, pattern):
    found = re.search(pattern, response.content.decode(), re.DOTALL)
    return text(found[1]) if found else ""


def buttons(response):
    pattern = r'<button class="button (button--primary|button--destructive)" type="submit">(.*?)</button>'
    return [(kind, text(words)) for kind, words in re.findall(pattern, response.content.decode(), re.DOTALL)]


def list_of(response, of):
    found = re.search(rf'<ul class="{of}">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [text(item) for item in re.findall(r"<li.*?>(.*?)</li>", found[1], re.DOTALL)] if found else []


def send(client, contract, name, typed):
    return client.post(address(contract, name), {"seen": contract.version} | typed, follow=True)
