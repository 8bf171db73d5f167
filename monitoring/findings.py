"""The controls run on every contract, each with its evidence in words and the money it concerns.

A control reads loaded facts and the day they are judged on; it corrects nothing. Amounts are integer FCFA.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.places.wording import said
from cper.words.french import digits, long_date, money, ngettext, on_or_in, sequence
from monitoring import bsi, entries, guard, ledger, plan, schedule, written
from monitoring.calendar import Quarter, every, quarters_due
from monitoring.models import BudgetEntry, FollowedContract, Movement, QuarterReport, Recommendation
from monitoring.plan_controls import Found, duration, outside_term, shares, total
from monitoring.schedule import Situation
from monitoring.values import Delays
from negotiation.models.project import Source

# A text quoted in a finding is shown whole up to this; the cut is shown by « … ».
QUOTED = 200
MOVED_OUTSIDE = {
    Movement.Kind.MOBILISED: gettext_lazy("%(who)s : %(amount)s mobilisés hors de la durée du contrat-plan"),
    Movement.Kind.PAID: gettext_lazy("%(who)s : %(amount)s payés hors de la durée du contrat-plan"),
}
UNDATED = gettext_lazy("le plan ne la répartit pas par année")


def findings(contract: FollowedContract, today: date, delays: Delays, *, until: Quarter | None = None) -> list[Found]:
    """All that the controls find, in the order of `CONTROLS`; for the report of the quarter `until`, all that they
    would have found on the day `today` of what was known by then."""
    known = contract.as_of(today) if until else contract
    situation = Situation(known, contract.term(today), contract.day(today), delays, until)
    return [found for control in CONTROLS.values() for found in control(situation)]


def early_money(at: Situation) -> Iterator[Found]:
    """No money is mobilised before the signature."""
    signed = at.contract.signed_on
    early = [m for m in at.contract.standing_movements if m.kind == m.Kind.MOBILISED and _before(m, signed)]
    for source in dict.fromkeys(movement.source for movement in early):
        own = [movement for movement in early if movement.source == source]
        words = {"who": Source(source).label, "year": own[0].year, "signed": long_date(signed)}
        title = _("%(who)s : fonds mobilisés avant la signature")
        evidence = _("Mobilisés au titre de l’exercice %(year)s ; le contrat-plan est signé le %(signed)s.")
        amounts = [movement.amount for movement in own if movement.amount]
        note = "" if amounts else " " + _("La source ne donne pas la somme.")
        yield Found("early-money", source, title % words, evidence % words + note, sum(amounts) or None)


def moved_outside(at: Situation) -> Iterator[Found]:
    """No money is mobilised or paid before the term begins or after it ends; what was mobilised before the signature
    is told by `early_money`."""
    term = at.contract.known_term
    if term is None:
        return
    for kind, sentence in MOVED_OUTSIDE.items():
        early = at.contract.signed_on if kind == Movement.Kind.MOBILISED else date.min
        moved = [m for m in at.contract.standing_movements if m.kind == kind and not _before(m, early)]
        out = [m for m in moved if _before(m, term.start) or m.on > term.end]
        for source in dict.fromkeys(movement.source for movement in out):
            own = [movement for movement in out if movement.source == source]
            amount = sum(movement.amount or 0 for movement in own) or None
            days = sequence(dict.fromkeys(on_or_in(movement.on, movement.precision) for movement in own))
            words = {"who": Source(source).label, "amount": money(amount) if amount else _("fonds"), "days": days}
            words |= {"start": long_date(term.start), "end": long_date(term.end)}
            evidence = _("%(days)s ; le contrat-plan va du %(start)s au %(end)s.") % words
            yield Found("moved-outside", f"{kind}-{source}"[:20], sentence % words, capfirst(evidence), amount)


def _before(movement: Movement, day: date) -> bool:
    """Whether it came before that day, as far as its source is precise."""
    if movement.precision == Movement.Precision.YEAR:
        return movement.on.year < day.year
    if movement.precision == Movement.Precision.MONTH:
        return (movement.on.year, movement.on.month) < (day.year, day.month)
    return movement.on < day


def own_share(at: Situation) -> Iterator[Found]:
    """The collectivité inscribes its contribution each year, from the first in which money moved."""
    inscribed = entries.in_budget(at.contract, Source.REGION, BudgetEntry.Kind.INSCRIBED)
    first = min([at.signed.year, *(movement.year for movement in at.contract.standing_movements)])
    for year in range(first, at.term.end.year + 1):
        due = schedule.own_share_due(at, year)
        if at.day <= due or not ledger.still_gives(at.contract, Source.REGION, year):
            continue
        if inscribed.get(year):
            yield from _written_late(at, year, due)
            continue
        planned = ledger.share(at.contract, Source.REGION, year)
        part = money(planned) if planned else f"{money(ledger.undated(at.contract, Source.REGION))}, {UNDATED}"
        words = {"year": year, "part": part}
        title = _("La contribution de %(year)s n’est pas inscrite au budget de la collectivité") % words
        evidence = _("Aucune inscription au budget %(year)s n’est enregistrée ; part prévue : %(part)s.") % words
        yield Found("own-share", str(year), title, evidence, planned or None)


def _written_late(at: Situation, year: int, due: date) -> Iterator[Found]:
    """An inscription dated in time and written after its day says so until its year is over."""
    told = written.late(entries.first_of(at.contract, Source.REGION, year), due)
    if told and at.day.year <= year:
        title = _("La contribution de %s est inscrite, saisie tardive") % year
        yield Found("own-share", str(year), title, f"{told} {_('Échéance : le %s.') % long_date(due)}")


def short_inscription(at: Situation) -> Iterator[Found]:
    """What is inscribed is what the convention engages."""
    for line in ledger.lines(at.contract):
        if line.gap and line.gap > 0:
            words = {
                "who": line.source.label,
                "year": line.year,
                "inscribed": money(line.inscribed or 0),
                "engaged": money(line.engaged),
            }
            title = _("%(who)s : inscription de %(year)s inférieure à l’engagement") % words
            evidence = _("Inscrit : %(inscribed)s ; engagé par la convention : %(engaged)s.") % words
            yield Found("short-inscription", f"{line.source.value}-{line.year}"[:20], title, evidence, line.gap)


def beyond_plan(at: Situation) -> Iterator[Found]:
    """Nothing passes what the plan gives: asked twice when it was entered, it stays in sight with its reason."""
    for one in plan.passed(at.contract):
        yield Found("beyond-plan", one.key, one.title, one.evidence, one.excess)


def missed_bsi(at: Situation) -> Iterator[Found]:
    """The State's share of a year is asked for by 30 June of the year before and inscribed in its BSI; what is missed,
    refused, left unanswered, or already out of time when the contract was signed, stays found, with its money, until
    it is inscribed or comes in another way."""
    lines = ledger.lines(at.contract)
    for year in at.years:
        share = bsi.share(at.contract, year, lines)
        verdict = guard.judge(share, signed=at.signed, day=at.day)
        if not ledger.still_gives(at.contract, Source.STATE, year):
            continue
        if (verdict.tone == "late" and at.day > share.deadline) or (share.waiting and share.has_missed(at.day)):
            yield _missed(share, verdict.label, verdict.sentence)
        elif share.written and not share.inscribed_on and verdict.tone != "elsewhere":
            yield _missed(share, _("Demandée, saisie tardive"), verdict.sentence)
        elif share.unasked and verdict.tone == "info" and at.day > share.deadline:
            yield replace(_missed(share, _("Demandée en partie"), verdict.sentence), amount=share.unasked)


def _missed(share: guard.Share, label: str, sentence: str) -> Found:
    words = {"year": share.year, "label": label[:1].lower() + label[1:]}
    title = _("Part de l’État au BSI %(year)s : %(label)s") % words
    return Found("missed-bsi", str(share.year), title, sentence, share.waiting or None)


def sessions(at: Situation) -> Iterator[Found]:
    """The CROCSAD reviews the contract each quarter, in the quarter (O7)."""
    due = quarters_due(at.term, at.over)
    held = [report for report in at.known_reports if report.session_day]
    seen = {report.when for report in held}
    missing = [quarter for quarter in due if quarter not in seen]
    late = [report for report in held if report.session_late_days]
    if not (missing or late):
        return
    one, several = _("CROCSAD : %(due)s trimestre échu, %(held)s"), _("CROCSAD : %(due)s trimestres échus, %(held)s")
    title = several if len(due) > 1 else one
    words = {"due": digits(len(due)), "held": sittings([report for report in held if report.when in due])}
    evidence = (*_without_session(at, missing), *_held_late(late), *_ahead(held, due))
    yield Found("sessions", "", title % words, " ".join(evidence))


def sittings(held: list[QuarterReport]) -> str:
    """« 11 sessions de suivi tenues »: a sitting that examined several quarters is one session."""
    count = len({report.session_day for report in held})
    if count > 1:
        return _("%s sessions de suivi tenues") % digits(count)
    return _("%s session de suivi tenue") % digits(count)


def _without_session(at: Situation, missing: list[Quarter]) -> Iterator[str]:
    if missing:
        yield _("Sans session : %s.") % sequence(quarter.label for quarter in missing)
    lapsed = sum(1 for report in at.known_reports if report.lapse_reason and report.when in missing)
    if lapsed:
        yield ngettext("%s carence constatée.", "%s carences constatées.", lapsed) % digits(lapsed)


def _held_late(late: list[QuarterReport]) -> Iterator[str]:
    """The quarters examined after their end, sitting by sitting."""
    for day in sorted({report.session_day for report in late}):
        names = sequence(report.when.label for report in late if report.session_day == day)
        yield _("Session tenue hors délai, le %(day)s, pour %(names)s.") % {"day": long_date(day), "names": names}


def _ahead(held: list[QuarterReport], due: list[Quarter]) -> Iterator[str]:
    """A session held in a quarter that still runs is not counted with those that were due."""
    running = [report.when.label for report in held if report.when not in due]
    if running:
        yield _("Sans compter celle de %s, qui court encore.") % sequence(running)


def committee(at: Situation) -> Iterator[Found]:
    """The regional follow-up committee is installed within the first period that its meetings have."""
    met = any(done.code == "O10" and not done.lapsed for done in at.contract.standing_fulfilments.values())
    due = next(every(at.delays.committee, at.term), None) if at.contract.knows_its_day else None
    if due and at.day > due and not met:
        words = {"signed": long_date(at.contract.signed_on), "day": long_date(at.day)}
        title = said(_("Le comité régional de suivi n’est pas installé"), is_district=at.contract.region.is_district)
        evidence = _("Signé le %(signed)s ; aucune réunion enregistrée au %(day)s.") % words
        yield Found("committee", "", title, evidence)


def overdue_recommendations(at: Situation) -> Iterator[Found]:
    """What a session asked is done by its day."""
    waiting = (Recommendation.State.OPEN, Recommendation.State.ONGOING)
    late = [
        recommendation
        for report in at.known_reports
        if report.when != at.until
        for recommendation in report.recommendations.all()
        if recommendation.state in waiting and recommendation.due_on and recommendation.due_on < at.day
    ]
    if late:
        oldest = min(late, key=lambda recommendation: recommendation.due_on)
        words = {"count": digits(len(late))}
        title = ngettext(
            "%(count)s recommandation du CROCSAD a passé son échéance",
            "%(count)s recommandations du CROCSAD ont passé leur échéance",
            len(late),
        )
        evidence = _("La plus ancienne : « %(text)s », pour le %(day)s (%(who)s).") % {
            "text": Truncator(oldest.text).chars(QUOTED),
            "who": oldest.responsible,
            "day": long_date(oldest.due_on),
        }
        yield Found("recommendations", "", title % words, evidence)


# Code of the control, stored beside what it finds; the labels head the national list.
CONTROLS: dict[str, Callable[[Situation], Iterator[Found]]] = {
    "own-share": own_share,
    "early-money": early_money,
    "moved-outside": moved_outside,
    "beyond-plan": beyond_plan,
    "missed-bsi": missed_bsi,
    "short-inscription": short_inscription,
    "sessions": sessions,
    "committee": committee,
    "recommendations": overdue_recommendations,
    "duration": duration,
    "outside-term": outside_term,
    "shares": shares,
    "total": total,
}
LABELS = {
    "own-share": gettext_lazy("Contribution non inscrite"),
    "early-money": gettext_lazy("Fonds avant la signature"),
    "moved-outside": gettext_lazy("Fonds hors de la durée"),
    "beyond-plan": gettext_lazy("Au-delà du plan"),
    "missed-bsi": gettext_lazy("BSI manqué"),
    "short-inscription": gettext_lazy("Inscription inférieure à l’engagement"),
    "sessions": gettext_lazy("Sessions du CROCSAD non tenues"),
    "committee": gettext_lazy("Comité régional absent"),
    "recommendations": gettext_lazy("Recommandations en retard"),
    "duration": gettext_lazy("Projet plus long que le contrat"),
    "outside-term": gettext_lazy("Argent prévu hors de la durée"),
    "shares": gettext_lazy("Parts différentes du coût"),
    "total": gettext_lazy("Total différent des projets"),
}
