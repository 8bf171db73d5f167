"""The dossier at a glance: amount and shares, the facts of the contract, what its figures hold against each other."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import digits, long_date, money, ngettext
from cper.words.rates import parts
from negotiation.models import Contract, Passage, Source
from negotiation.views.act_words import days_of
from negotiation.views.panels.journal import events
from negotiation.views.set_aside import counted, provisional, set_aside
from negotiation.views.standing import at_precision, ended

# The bar names the families of resources in a word; the tables give their full names.
SHORT = {
    Source.REGION: gettext_lazy("Collectivité"),
    Source.STATE: gettext_lazy("État"),
    Source.PARTNER: gettext_lazy("Partenaires"),
    Source.OTHER_COUNCIL: gettext_lazy("Autres collectivités"),
    Source.OTHER: gettext_lazy("Autres ressources"),
}
SHARE_TONES = {
    Source.REGION: "region",
    Source.STATE: "state",
    Source.PARTNER: "partner",
    Source.OTHER_COUNCIL: "other",
    Source.OTHER: "other",
}
# In which order the shares add up: that of the act's table.
IN_ORDER = (Source.STATE, Source.REGION, Source.PARTNER, Source.OTHER_COUNCIL, Source.OTHER)
LATEST = 3
WITHIN = 60


def overview(contract: Contract) -> dict:
    """The parts of the page below the head."""
    return {
        "amount": cost(contract),
        "basis": provisional(contract),
        "shares": shares(contract),
        "gap": gap(contract),
        "gap_note": _("Aucun chiffre n’a été corrigé.") if contract.source else "",
        "facts": facts(contract),
        "findings": findings(contract),
        "stage": stage_help(contract),
        "projects": counted(contract),
        "set_aside": set_aside(contract),
        "latest": events(latest(contract))[:LATEST],
        "journal_url": reverse("dossier-journal", args=[contract.reference]),
        "projects_url": reverse("dossier-projects", args=[contract.reference]),
    }


def cost(contract: Contract) -> int:
    """The sum of the declared costs of the projects in play, in FCFA."""
    return sum(project.cost for project in contract.in_play)


def shares(contract: Contract) -> list[dict]:
    """Each source's part of the projects in play, with its percentage of the declared cost."""
    totals: dict[str, int] = {}
    for project in contract.in_play:
        for source, amount in project.shares.items():
            totals[source] = totals.get(source, 0) + amount
    told = [source for source in IN_ORDER if source in totals]
    rates = dict(zip(told, parts([totals[source] for source in told], cost(contract)), strict=True))
    return [
        {
            "label": SHORT[Source(source)],
            "amount": totals[source],
            "rate": rates[source],
            "tone": SHARE_TONES[Source(source)],
        }
        for source in Source.values
        if source in totals
    ]


def gap(contract: Contract) -> int:
    """What the shares exceed the costs by (negative: fall short), over the projects in play whose shares are
    known."""
    return sum(project.gap for project in contract.in_play if project.gap is not None)


def facts(contract: Contract) -> list[dict]:
    """The general data, as label and value; what is not known is not listed."""
    projects = len(contract.in_play)
    rows = [
        (_("Durée"), term(contract), ""),
        (_("Signature"), ended(contract) if contract.signed_on else "", ""),
        (
            _("Coût déclaré des projets"),
            money(cost(contract)) if projects else "",
            provisional(contract) or ngettext("%(n)s projet", "%(n)s projets", projects) % {"n": projects},
        ),
        (_("Montant déclaré du contrat"), _declared(contract), _declared_note(contract)),
        (_("PDESC"), _pdesc(contract), ""),
        (_("Génération"), contract.generation, ""),
        (_("Ouverture du dossier"), "" if contract.source else long_date(contract.opened_on), ""),
        (_("Retours de la DGCT"), str(contract.returns) if contract.returns else "", ""),
        (
            _("Source des données"),
            contract.source,
            _("Nature, domaine et ministère des projets : d’après leur intitulé, où la source ne les donne pas."),
        ),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]


def term(contract: Contract) -> str:
    """« 60 mois, du 31 août 2018 au 30 août 2023 », as the convention prints it; else what it is counted from."""
    if not contract.duration_months:
        return _("non précisée")
    months = _("%(n)s mois") % {"n": contract.duration_months}
    term = contract.known_term
    if term:
        words = {"months": months, "start": long_date(term.start), "end": long_date(term.end)}
        return _("%(months)s, du %(start)s au %(end)s") % words
    if contract.signed_on:
        start = at_precision(contract.signed_on, contract.signed_precision)
        return _("%(months)s à compter de %(start)s") % {"months": months, "start": start}
    return _("%(months)s à compter de la signature") % {"months": months}


def _declared(contract: Contract) -> str:
    return money(contract.declared_total) if contract.declared_total is not None else ""


def _declared_note(contract: Contract) -> str:
    return _("égal à la somme des projets") if contract.declared_total == cost(contract) else ""


def _pdesc(contract: Contract) -> str:
    if not (contract.pdesc_from and contract.pdesc_to):
        return ""
    return _("valide du %(start)s au %(end)s") % {
        "start": long_date(contract.pdesc_from),
        "end": long_date(contract.pdesc_to),
    }


def findings(contract: Contract) -> list[str]:
    """What the declared figures hold against each other, in words; nothing is corrected."""
    found = [sentence for project in counted(contract) for sentence in _findings_of(project, contract)]
    if contract.declared_total is not None and contract.declared_total != cost(contract):
        found.append(
            _("Les projets font %(sum)s pour un montant déclaré de %(declared)s.")
            % {"sum": money(cost(contract)), "declared": money(contract.declared_total)}
        )
    return found


def _findings_of(project, contract: Contract) -> list[str]:
    found = []
    words = {"number": project.number}
    if project.gap:
        words |= {"gap": money(abs(project.gap)), "cost": money(project.cost)}
        over = _("Projet %(number)s : les parts dépassent le coût de %(gap)s.")
        under = _("Projet %(number)s : il manque %(gap)s aux parts pour atteindre le coût.")
        found.append((over if project.gap > 0 else under) % words)
    if project.duration_months and project.duration_months > (contract.duration_months or project.duration_months):
        found.append(
            _("Projet %(number)s : %(months)s mois pour un contrat de %(term)s mois.")
            % {**words, "months": digits(project.duration_months), "term": digits(contract.duration_months)}
        )
    return found


def latest(contract: Contract) -> QuerySet[Passage]:
    """The last acts on the dossier, the newest first: enough of them for deposits made together to be counted
    together, as the journal counts them."""
    return contract.passages.all()[:WITHIN]


def stage_help(contract: Contract) -> dict | None:
    """What the step is for, in the words of this collectivité; none once the dossier has ended."""
    stage = contract.stage
    if stage is None:
        return None
    said = [contract.offices.said(stage.help), delay(contract)]
    return {"code": stage.code, "help": " ".join(filter(None, said))}


def delay(contract: Contract) -> str:
    """« Délai estimé : 8 jours. », with its text where the step's help does not cite it; empty where it has none."""
    stage = contract.stage
    if not stage.delay:
        return ""
    row = stage.delay.row_on(contract.clock_started_on)
    words = {"days": days_of(stage, row.value.total(len(contract.projects.all()))), "source": row.cited}
    if row.cited in str(stage.help):
        return _("Délai estimé : %(days)s.") % words
    return _("Délai estimé : %(days)s (%(source)s).") % words
