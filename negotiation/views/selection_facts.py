"""What is decided, shown on the page of an act before it is done: the list, the session, the convention."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.law.budget_years import last_of_bsi, next_bsi, too_late
from cper.people.roles import Body
from cper.words.french import long_date, money, ngettext, sequence
from negotiation import same_number, visas
from negotiation.clauses import CLAUSES, LABELS
from negotiation.differences import Change
from negotiation.forms.acts import ActForm
from negotiation.forms.selection import ListForm, SessionForm
from negotiation.forms.signing import CeremonyForm
from negotiation.model_text import is_validated
from negotiation.models import Contract, ConventionDraft, Source
from negotiation.models.convention_requirements import current_draft
from negotiation.models.requirements import current_opinions, current_session
from negotiation.views import older_papers, title_check
from negotiation.views.act_facts import project_rows, state_share, total
from negotiation.views.judged import Judged, compared
from negotiation.views.panels import remarks
from negotiation.views.panels.convention import draft_facts
from negotiation.views.panels.opinions import reserves
from negotiation.views.panels.overview import term
from negotiation.views.panels.pieces import known_by
from negotiation.views.panels.session import approvals, envelope_rows, session_content
from negotiation.workflow import Need, PieceKind, example

# A fingerprint is shown in groups that two people can compare aloud.
SHA256_GROUP = 8
UNDATED_LAST = 9999


def list_facts(contract: Contract, form: ListForm) -> dict:
    """Every project with its box, its amounts and what the ministries said; the sums of those ticked."""
    contract.load((Need.OPINIONS,))
    projects = list(contract.projects.all())
    said = {opinion.institution_id: opinion for opinion in current_opinions(contract)}
    general = [opinion for opinion in said.values() if opinion.institution.body == Body.FINANCE]
    rows = project_rows(projects)
    for row, project in zip(rows, projects, strict=True):
        own = [said[project.ministry_id]] if project.ministry_id in said else []
        row["ticked"] = project.pk in form.ticked
        row["opinions"] = [f"{o.institution.name} : {o.get_verdict_display().lower()}" for o in (*general, *own)]
    ticked = [project for project in projects if project.pk in form.ticked]
    told = {"envelope": envelope_rows(contract, ticked), "reserves": reserves(contract)}
    return {"projects": rows, "sums": total(ticked)} | told


def listed_facts(contract: Contract, form: ActForm) -> dict:
    """The list, what stands off it, who has approved it; what has changed since a list was last approved."""
    contract.load((Need.OPINIONS,))
    projects = list(contract.projects.all())
    listed = [project for project in projects if project.listed]
    former = [one for one in contract.assents.all() if one.action == form.action.name and one.voided]
    changes = Judged(contract).between(former[-1].judged_id) if former else []
    return {
        "changed": compared(_("Ce qui a changé depuis la liste approuvée avant"), changes, contract),
        "envelope": envelope_rows(contract, listed),
        "projects": project_rows(listed),
        "sums": total(listed),
        "left_out": [project.title for project in projects if not project.listed],
        "approvals": consents(contract, form.action.name),
        "draw_url": reverse("act", args=[contract.reference, example("draw_list")]),
        "sent_back": remarks.of_lists(contract),
        "reserves": reserves(contract),
    }


def session_facts(contract: Contract, form: SessionForm) -> dict:
    """The fields of each project of the list, and the State's share against the envelope."""
    rows = project_rows(form.listed)
    for row in rows:
        row |= {name: form[f"{name}-{row['pk']}"] for name in ("outcome", "priority", "reason")}
    retained = form.retained
    envelope = form.granted
    return {
        "fields": [form[name] for name in ("held_on", "place", "attendance", "summary")],
        "envelope": envelope_rows(contract, retained),
        "decisions": rows,
        "balance": balance(sum(map(state_share, retained)), envelope.amount if envelope else None),
        "minutes": minutes(contract),
        "reserves": reserves(contract),
    }


def balance(asked: int, envelope: int | None) -> dict:
    """The State's share of the retained projects, the envelope, what is left of it (negative: it does not fit)."""
    left = None if envelope is None else envelope - asked
    return {"asked": asked, "envelope": envelope, "left": left, "exceeded": left is not None and left < 0}


def minutes(contract: Contract) -> dict:
    """Whether the session's minutes are filed, and where."""
    contract.load((Need.PIECES,))
    pieces = contract.pieces.all()
    filed = next((p for p in pieces if p.current and p.kind == PieceKind.SESSION_MINUTES), None)
    if filed is None:
        return {"done": False, "url": reverse("dossier-pieces", args=[contract.reference]), "url_label": _("Déposer")}
    url = reverse("piece", args=[contract.reference, filed.pk])
    filing = _("version %(version)s, le %(day)s") % {"version": filed.version, "day": long_date(filed.filed_at)}
    note = f"{known_by(filed)} ({filing})"
    return {"done": True, "url": url, "url_label": _("Lire"), "note": note}


def selection_facts(contract: Contract, form: ActForm) -> dict:
    """The session on record, its decisions, and the State's share against the envelope."""
    session = current_session(contract)
    shown = session_content(session, Judged(contract)) if session else None
    told = {"sent_back": remarks.of_lists(contract), "reserves": reserves(contract)}
    return {"session": shown, "minutes": minutes(contract)} | told


def committed(contract: Contract, day: date, judged: Judged) -> dict:
    """What the contract commits: its projects, their sums, the State's share year by year, the days it runs."""
    contract.load((Need.ENVELOPE,))
    by_year: dict[int | None, int] = {}
    for project in contract.in_play:
        for line in project.lines:
            if line.source == Source.STATE:
                by_year[line.year] = by_year.get(line.year, 0) + line.amount
    years = sorted(by_year, key=lambda year: year or UNDATED_LAST)
    return {
        "projects": project_rows(contract.in_play),
        "sums": total(contract.in_play),
        "state_by_year": [{"year": year, "amount": by_year[year]} for year in years],
        "term": term(contract),
        "warnings": [
            *title_check.warning(contract),
            *bsi_missed(contract, by_year, day),
            *older_papers.warning(contract, judged),
            *same_numbers(contract),
            *model_unvalidated(),
            *visas_unverified(contract, day),
        ],
    }


def bsi_missed(contract: Contract, state_by_year: Mapping[int | None, int], day: date) -> list[dict]:
    """The exercices whose BSI the text promises to ask for by a day that is past, and the BSI that is left to them
    within a term that would begin that day."""
    years = too_late((year for year, amount in state_by_year.items() if year and amount), day)
    if not years:
        return []
    amount, term_ = money(sum(state_by_year[year] for year in years)), contract.planned_term(day)
    words = {"years": sequence(map(str, years)), "amount": amount, "next": next_bsi(day), "last": last_of_bsi(day)}
    title = ngettext(
        "L’article 5 promet une demande qui ne peut plus être faite à temps, pour l’exercice %(years)s",
        "L’article 5 promet une demande qui ne peut plus être faite à temps, pour les exercices %(years)s",
        len(years),
    )
    rule = _(
        "L’inscription au BSI d’un exercice se demande au plus tard le %(last)s de l’année qui le précède. %(amount)s "
        "attendus de l’État en dépendent."
    )
    left = _("Une demande faite aujourd’hui vise au plus tôt le BSI %(next)s.")
    if term_ and next_bsi(day) > term_.end.year:
        left = _("Aucun BSI ne reste avant la fin du contrat-plan.")
    return [{"title": title % words, "lines": [f"{rule} {left}" % words]}]


def model_unvalidated() -> list[dict]:
    if is_validated():
        return []
    line = _(
        "Les articles 2, 11, 12 et 13 sont des clauses types à valider. Un texte approuvé ne porte plus cette mention."
    )
    return [{"title": _("La DGCT n’a pas validé le modèle de cette convention"), "lines": [line]}]


def same_numbers(contract: Contract) -> list[dict]:
    """The acts filed under one number: the convention cites and annexes each as it was filed."""
    lines = [
        f"{same_number.named(contract, one)} ; {same_number.named(contract, other)}."
        for one, other in same_number.pairs(contract)
    ]
    return [{"title": _("Deux pièces portent le même numéro : vérifiez-les"), "lines": lines}] if lines else []


def visas_unverified(contract: Contract, day: date) -> list[dict]:
    """The texts cited after « Vu » whose number, day or title nobody has read yet in the Journal officiel."""
    lines = [capfirst(f"{citation}.") for citation in visas.unverified(contract, day)]
    return [{"title": _("Des visas restent à vérifier au Journal officiel"), "lines": lines}] if lines else []


def convention_facts(contract: Contract, form: ActForm) -> dict:
    """What the text commits, then the text itself, with what the region wrote in it."""
    draft, judged = current_draft(contract), Judged(contract)
    if draft:
        text = draft_facts(draft, contract)
        shown = {"rows": text["facts"], "clauses": text["clauses"], "reading": text}
        return committed(contract, form.day, judged) | shown | what_it_follows(contract, draft, judged)
    reading = {"url": reverse("convention-pdf", args=[contract.reference]), "label": _("Projet de convention (PDF)")}
    shown = {"rows": [], "clauses": [], "reading": reading}
    return committed(contract, form.day, judged) | shown | what_it_follows(contract, None, judged)


def approval_facts(contract: Contract, form: CeremonyForm) -> dict:
    """The same, with who will sign for each party, where nobody has to be chosen."""
    content = convention_facts(contract, form)
    return content | {"rows": [*content["rows"], *form.signers]}


def what_it_follows(contract: Contract, draft: ConventionDraft | None, judged: Judged) -> dict:
    """What has changed before the text, why others were sent back with the region's answers, and what the ministries
    reserved."""
    return {
        "changes": since_selection(contract, draft, judged),
        "sent_back": remarks.of_texts(contract),
        "reserves": reserves(contract),
    }


def since_selection(contract: Contract, draft: ConventionDraft | None, judged: Judged) -> list[dict]:
    """What the text prints otherwise than the CROCSAD selected it, and than the text sent back before it."""
    session = current_session(contract)
    after = draft.judged_id if draft else None
    former = next((one for one in contract.drafts.all() if one.returned), None)
    found = []
    if session:
        title = _("Ce qui a changé depuis la session du %s") % long_date(session.held_on)
        found.append(compared(title, judged.between(session.judged_id, after), contract))
    if former:
        apart = session is None or former.judged_id != session.judged_id
        changes = list(reworded(former, draft)) if draft else []
        changes += judged.between(former.judged_id, after) if apart else []
        found.append(compared(_("Ce qui a changé depuis le texte n° %s") % former.number, changes, contract))
    return [one for one in found if one]


def reworded(former: ConventionDraft, draft: ConventionDraft) -> Iterator[Change]:
    """The clauses that a text words otherwise than the one sent back before it."""
    for name in CLAUSES:
        before, after = former.clauses[name], draft.clauses[name]
        if before != after:
            yield Change(_("Texte de la convention"), "clause", str(LABELS[name]), before, after)


def signature_facts(contract: Contract, form: ActForm) -> dict:
    """What is signed, then the text, who signs it, its ceremony; its fingerprint, for who wants to compare."""
    draft, judged = current_draft(contract), Judged(contract)
    text = draft_facts(draft, contract)
    starts = range(0, len(text["sha256"]), SHA256_GROUP)
    return committed(contract, form.day, judged) | {
        "rows": text["facts"],
        "fingerprint": " ".join(text["sha256"][start : start + SHA256_GROUP] for start in starts),
        "reading": text,
        **what_it_follows(contract, draft, judged),
        "approvals": consents(contract, form.action.name),
    }


def consents(contract: Contract, name: str) -> list[dict]:
    """The two consents of a joint act, given or awaited."""
    return [{"label": row["label"], "value": row["note"]} for row in approvals(contract, name)]
