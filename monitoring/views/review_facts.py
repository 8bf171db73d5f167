"""What the pages of a quarter's review show: where each project stands, who has done what, the session."""

from datetime import timedelta

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import digits, long_date, ngettext, sequence
from cper.words.in_words import words
from cper.words.rates import rate, written
from cper.words.templatetags.french import money
from monitoring import gathering, ledger, said
from monitoring.calendar import notice
from monitoring.forms.acts import ActForm, Case
from monitoring.forms.erratum import ErratumForm
from monitoring.forms.parts import SHORT, AnictPartForm, PartForm, RegionPartForm
from monitoring.forms.synthesis import SynthesisForm
from monitoring.models import FollowedContract, QuarterReport
from monitoring.models.tranche import NOT_ASKED
from negotiation.models import Project


def canvas_facts(case: Case, form: ActForm) -> dict:
    """Which quarter, what will be written in advance, and the five days."""
    quarter, contract = case.quarter, case.contract
    first = case.day + timedelta(days=notice(quarter))
    rows = [
        {"label": _("Trimestre"), "value": quarter.label, "note": span(quarter.start, quarter.end)},
        {"label": _("Projets"), "value": digits(len(contract.retained))},
        *called(case),
    ]
    title = _("Le canevas se propose %s jours au moins avant la session.") % words(notice(quarter))
    line = _("Proposé aujourd’hui, il est dans les temps pour une session à partir du %s.") % long_date(first)
    notices = [{"tone": "info", "title": title, "lines": [line]}]
    if quarter.end < case.day:
        late = _("Le trimestre est terminé depuis le %s : la saisie tardive sera indiquée au rapport.")
        notices.append({"tone": "warning", "title": late % long_date(quarter.end), "lines": []})
    return {"rows": rows, "notices": notices}


def convening_facts(case: Case, form: ActForm) -> dict:
    """Which quarter, what was called before, and who does what next."""
    rows = [{"label": _("Trimestre"), "value": case.quarter.label, "note": span(case.quarter.start, case.quarter.end)}]
    rows += called(case)
    days = notice(case.quarter)
    first = case.day + timedelta(days=days)
    title = _("La DRPSIAP propose le canevas %s jours au moins avant la session.") % words(days)
    line = _("Convoquez-la pour le %s ou plus tard, et elle est dans les temps.") % long_date(first)
    return {"rows": rows, "notices": [{"tone": "info", "title": title, "lines": [line]}]}


def called(case: Case) -> list[dict]:
    """The session as the Governor called it, the last time."""
    calls = [call for call in case.contract.convenings.all() if call.quarter == case.quarter.code]
    words = [{"day": long_date(call.session_on), "place": call.place} for call in calls[-1:]]
    return [
        {"label": _("Session convoquée"), "value": _("le %(day)s, à %(place)s") % one, "note": calls[-1].signatory}
        for one in words
    ]


def span(start, end) -> str:
    return _("du %(start)s au %(end)s") % {"start": long_date(start), "end": long_date(end)}


def lapse_facts(case: Case, form: ActForm) -> dict:
    """The quarters that wait, by their names."""
    names = sequence(quarter.label for quarter in case.quarters)
    words = {"count": digits(len(case.quarters)), "names": names}
    sentence = ngettext(
        "%(count)s trimestre terminé sans session enregistrée : %(names)s.",
        "%(count)s trimestres terminés sans session enregistrée : %(names)s.",
        len(case.quarters),
    )
    return {"name": sentence % words, "keep": _("Ne rien constater")}


def ending_facts(case: Case, form: ActForm) -> dict:
    """The name of what ends."""
    return {"name": _("Trimestre %s") % case.subject.when.label, "keep": _("Garder le trimestre ouvert")}


def hold_facts(case: Case, form: ActForm) -> dict:
    """When it was planned, and whether the parts are there."""
    report = case.subject
    rows = [{"label": _("Canevas proposé"), "value": _("le %s") % long_date(report.canvas_on)}]
    if report.session_planned_on:
        rows.append({"label": _("Session prévue"), "value": _("le %s") % long_date(report.session_planned_on)})
    return {"rows": rows, "conditions": parts(report), "conditions_label": _("Les parts du rapport")}


def session_facts(case: Case, form: ActForm) -> dict:
    """The session as it is written."""
    return {"rows": session_rows(case.subject)}


def erratum_facts(case: Case, form: ErratumForm) -> dict:
    """The report that the erratum corrects, and the rows of its form."""
    report = case.subject
    rows = [{"label": _("Rapport adopté"), "value": _("le %s") % long_date(report.adopted_on)}, *session_rows(report)]
    entries = [[form[f"{name}-{rank}"] for name in ("what", "was", "is")] for rank in range(form.count)]
    return {"rows": rows, "corrections": entries, "why": form["comment"]}


def erratum_lines(case: Case, form: ActForm) -> dict:
    """What the Governor adopts: each correction as it will be printed, and why."""
    erratum = case.subject.errata.get(sha256="")
    was = _("au lieu de : %s")
    rows = [{"label": line["what"], "value": line["is"], "note": was % line["was"]} for line in erratum.lines]
    told = {"label": _("Motif"), "value": erratum.reason, "note": _("Proposé par %s") % erratum.signatory}
    return {"rows": [*rows, told]}


def parts(report: QuarterReport) -> list[dict]:
    """Who has filled their part."""
    filled = (
        (_("Part de la collectivité"), report.region_done_on),
        (_("Part de l’ANICT"), report.anict_done_on),
    )
    return [
        {"label": label, "done": bool(day), "note": _("complétée le %s") % long_date(day) if day else _("attendue")}
        for label, day in filled
    ]


def synthesis_done(report: QuarterReport) -> dict:
    done = bool(report.difficulties.strip())
    return {"label": _("Synthèse de la DRPSIAP"), "done": done, "note": "" if done else _("attendue")}


def session_rows(report: QuarterReport) -> list[dict]:
    """The session as it was held."""
    if not report.held_on:
        return []
    kind = _("session %s") % report.get_kind_display()
    words = {"day": long_date(report.held_on), "place": report.place}
    count = ngettext("%s participant", "%s participants", report.attendance) % digits(report.attendance)
    note = ". ".join([count, *said.session_corrected(report)])
    return [{"label": capfirst(kind), "value": _("le %(day)s, à %(place)s") % words, "note": note}]


def region_facts(case: Case, form: RegionPartForm) -> dict:
    """Each project with its cost and what is paid by the quarter's day; its last rate stands in the form."""
    return {"projects": [region_project(case, form, project) for project in held(case, form)]}


def region_project(case: Case, form: PartForm, project: Project) -> dict:
    day = case.subject.reckoned_on(case.day)
    sums = ledger.of_project(case.contract, project, on=day)
    paid = rate(sums["paid"], project.cost)
    note = [written(paid)] if paid is not None else []
    rows = [
        {"label": _("Coût"), "value": money(project.cost)},
        {
            "label": _("Payé"),
            "value": money(sums["paid"]),
            "note": ", ".join([*note, _("au %s") % long_date(day)]),
        },
    ]
    return project_part(project, form, rows)


def anict_facts(case: Case, form: AnictPartForm) -> dict:
    """Each project with what its tranches asked for, were approved, released, paid and justified."""
    return {
        "projects": [project_part(project, form, tranche_sums(case.contract, project)) for project in held(case, form)]
    }


def tranche_sums(contract: FollowedContract, project: Project) -> list[dict]:
    standing = [
        tranche
        for tranche in contract.tranches.all()
        if tranche.project_id == project.pk and tranche.state not in NOT_ASKED
    ]
    if not standing:
        return [{"label": _("Tranches"), "value": _("aucune n’est demandée")}]
    labels = (
        ("requested", _("Demandé")),
        ("approved", _("Approuvé")),
        ("released", _("Débloqué")),
        ("paid", _("Payé")),
        ("justified", _("Justifié")),
    )
    return [
        {"label": label, "value": money(sum(getattr(tranche, name) or 0 for tranche in standing))}
        for name, label in labels
    ]


def held(case: Case, form: PartForm) -> list[Project]:
    return [project for project in case.contract.retained if project.pk in form.project_ids]


def project_part(project: Project, form: PartForm, rows: list[dict]) -> dict:
    return {"number": project.number, "title": project.title, "rows": rows, "entries": form.entries(project.pk)}


def synthesis_facts(case: Case, form: SynthesisForm) -> dict:
    """The session, the draft to read, the earlier recommendations and the rows of the new ones."""
    return {
        "rows": session_rows(case.subject),
        "reading": draft(case),
        "commitments": commitments(case, form),
        "earlier": [earlier(form, row, case) for row in form.earlier],
        "recommendations": [form.row(rank) for rank in range(form.count)],
    }


def commitments(case: Case, form: SynthesisForm) -> list[dict]:
    """Each party with what the site reckons, a fact, and the two entries of the CROCSAD's verdict."""
    day = case.subject.reckoned_on(case.day)
    rows = ledger.lines(case.contract, on=day)
    return [
        {
            "fact": gathering.reckoned(rows, party, case.subject.when.year),
            "day": _("Situation au %s.") % long_date(day),
            "verdict": form[f"verdict-{party}"],
            "sentence": {"label": SHORT["sentence"], "field": form[f"sentence-{party}"]},
        }
        for party in form.parties
    ]


def earlier(form: SynthesisForm, row, case: Case) -> dict:
    """An earlier recommendation with its two entries."""
    due = _("%(who)s, au plus tard le %(day)s") if row.due_on else "%(who)s"
    return {
        "text": row.text,
        "note": capfirst(due % {"who": row.responsible, "day": long_date(row.due_on) if row.due_on else ""}),
        "state": form[f"state-{row.pk}"],
        "followed": {"label": SHORT["note"], "field": form[f"note-{row.pk}"]},
    }


def adoption_facts(case: Case, form: ActForm) -> dict:
    """The session, the day that the report speaks of, what it rests on, the draft to read."""
    report = case.subject
    final = report.has_ended_by(case.day)
    title = _("Le trimestre court jusqu’au %s : le rapport arrêterait une situation provisoire.")
    line = _("Ce qui arrivera d’ici là n’y figurera pas, et un rapport adopté ne se complète plus.")
    notice = {"tone": "warning", "title": title % long_date(report.when.end), "lines": [line]}
    return {
        "rows": [
            *session_rows(report),
            {"label": _("Situation"), "value": _("au %s") % long_date(report.reckoned_on(case.day))},
        ],
        "notices": [] if final else [notice],
        "conditions": [*parts(report), synthesis_done(report)],
        "conditions_label": _("Ce sur quoi le rapport repose"),
        "reading": draft(case),
    }


def draft(case: Case) -> dict:
    url = reverse("report-pdf", args=[case.contract.reference, case.subject.quarter])
    return {"url": url, "label": _("Lire le projet de rapport (PDF)")}


def transmission_facts(case: Case, form: ActForm) -> dict:
    """The adopted report, and before when it leaves."""
    report = case.subject
    rows = [*session_rows(report), {"label": _("Adopté"), "value": _("le %s") % long_date(report.adopted_on)}]
    reading = draft(case) | {"label": _("Lire le rapport adopté (PDF)")}
    return {"rows": rows, "reading": reading}
