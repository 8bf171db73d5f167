"""What the parties have agreed, version by version, the last first: since when, by which act, what it says, what it
changes from the version before it."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.clock import day_of
from cper.words.french import long_date, money, ngettext
from cper.words.in_words import difference
from negotiation.models import Contract, Terms
from negotiation.snapshots import Facts
from negotiation.views.judged import Judged, compared, object_rows
from negotiation.views.standing import ended

RELATIONS = ("terms",)


def versions(contract: Contract, judged: Judged) -> list[dict]:
    """Each version as a card; none for a contract that nobody has signed."""
    last_first = sorted(contract.terms.all(), key=lambda terms: terms.number, reverse=True)
    return [_card(terms, former, contract, judged) for terms, former in pairwise([*last_first, None])]


def _card(terms: Terms, former: Terms | None, contract: Contract, judged: Judged) -> dict:
    facts = judged.kept[terms.snapshot_id]
    # The first bears the day of the signature, known sometimes by its month alone.
    since = long_date(terms.since) if former else ended(contract)
    recorded = _("enregistrée le %s") % long_date(day_of(terms.made_at)) if terms.made_at else ""
    source = _("d’après : %s") % contract.source if contract.source and not former else recorded
    rows = ((_("En vigueur depuis"), capfirst(since), ""), (_("Par quel acte"), terms.act, source), *_sums(facts))
    changes = judged.between(former.snapshot_id, terms.snapshot_id) if former else []
    changed = _("Ce qui a changé depuis la version n° %s")
    return {
        "title": _("Version n° %s") % terms.number,
        "facts": [{"label": label, "value": value, "note": note} for label, value, note in rows],
        "object": object_rows(facts.projects),
        "changed": compared(changed % former.number, changes, contract) if former else None,
        "sha256": judged.rows[terms.snapshot_id].sha256,
    }


def _sums(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """The costs and the shares that were agreed, with their gap; shares that no source gives are not known."""
    costs = sum(project.cost for project in facts.projects)
    known = [project for project in facts.projects if project.lines]
    words = {"count": len(facts.projects), "total": money(costs)}
    told = ngettext("%(count)s projet, %(total)s", "%(count)s projets, %(total)s", len(facts.projects))
    yield _("Ce qui est convenu"), told % words, ""
    shares = sum(sum(project.shares.values()) for project in known)
    if not known:
        yield _("Parts"), _("non connues"), ""
    elif len(known) < len(facts.projects):
        yield _("Parts"), money(shares), _("celles d’autres projets ne sont pas connues")
    else:
        gap = _("écart avec les coûts : %s") % difference(shares - costs) if shares != costs else ""
        yield _("Parts"), money(shares), gap
