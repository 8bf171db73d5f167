"""The title of the contract is wording, written when the dossier was opened: where a project has been set aside since,
whoever words, proposes, approves or signs the convention reads it beside the projects that it must not name."""

from django.utils.translation import gettext as _

from cper.words.french import ngettext
from negotiation.models import Contract
from negotiation.views.set_aside import line, set_aside


def warning(contract: Contract) -> list[dict]:
    """One warning, quoting the title and naming the projects that the contract does not count; none where it counts
    them all."""
    aside = set_aside(contract)
    if not aside:
        return []
    title = ngettext(
        "L’intitulé s’imprime en tête de la convention : vérifiez qu’il ne nomme pas le projet que voici",
        "L’intitulé s’imprime en tête de la convention : vérifiez qu’il ne nomme aucun des projets que voici",
        len(aside),
    )
    mended = _(
        "S’il nomme ce que la convention ne finance pas, la collectivité le corrige dans les données générales du "
        "dossier : avant de proposer un texte, ou quand une autre rédaction lui est demandée."
    )
    return [{"title": title, "lines": [_("Intitulé : « %s ».") % contract.title, *map(line, aside), mended]}]
