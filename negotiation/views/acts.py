"""The acts of the law, one view for all: GET shows what is decided and by whom, POST makes one call.

`SCREENS` gives each act its form, its page and its operation; a plain move needs no row of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cper.papers.rendering import RenderingFailed
from cper.people import rights
from cper.people.models import Mandate
from cper.people.rights import Refused, Stale, Verdict
from cper.people.roles import Function
from negotiation import access, kept, operations, workflow
from negotiation.forms.acts import ActForm, MoveForm
from negotiation.forms.answers import AnswersForm
from negotiation.forms.review import CriteriaForm, OpinionForm, SendBackForm
from negotiation.forms.selection import ListForm, SessionForm
from negotiation.forms.signing import CeremonyForm, ProposalForm, SignatureForm
from negotiation.models import Contract
from negotiation.operations.door import what_happened
from negotiation.views import act_facts as facts
from negotiation.views import act_words as words
from negotiation.views import selection_facts
from negotiation.views.page import load, locate
from negotiation.views.panels import convention, session
from negotiation.views.standing import lead
from negotiation.workflow import Action


def move(contract: Contract, form: MoveForm, **who: Any) -> None:
    operations.make_move(contract, form.action.name, seen=form.seen_version, comment=form.comment, **who)


def assess(contract: Contract, form: CriteriaForm, **who: Any) -> None:
    operations.assess(contract, form.answers, seen=form.seen_version, **who)


def answer_remarks(contract: Contract, form: AnswersForm, **who: Any) -> None:
    operations.answer_remarks(contract, form.answers, seen=form.seen_version, **who)


def give_opinion(contract: Contract, form: OpinionForm, **who: Any) -> None:
    given = {name: form.cleaned_data[name] for name in ("verdict", "text")}
    operations.give_opinion(contract, **given, envelope=form.granted, seen=form.seen_version, **who)


def draw_list(contract: Contract, form: ListForm, **who: Any) -> None:
    operations.draw_list(contract, form.cleaned_data["projects"], seen=form.seen_version, **who)


def record_session(contract: Contract, form: SessionForm, **who: Any) -> None:
    operations.record_session(contract, form.facts, form.decisions, seen=form.seen_version, **who)


def propose_convention(contract: Contract, form: ProposalForm, **who: Any) -> None:
    operations.propose_convention(contract, form.clauses, seen=form.seen_version, **who)


def return_convention(contract: Contract, form: MoveForm, **who: Any) -> None:
    operations.return_convention(contract, seen=form.seen_version, comment=form.comment, **who)


def approve_convention(contract: Contract, form: CeremonyForm, **who: Any) -> None:
    ceremony = {name: form.cleaned_data[name] for name in ("ceremony_on", "ceremony_place")}
    operations.approve_convention(contract, seen=form.seen_version, chosen=form.chosen, **ceremony, **who)


def sign(contract: Contract, form: SignatureForm, **who: Any) -> None:
    wet = {name: form.cleaned_data[name] for name in ("signed_on", "signed_place", "attended")}
    operations.sign(contract, seen=form.seen_version, **wet, **who)


@dataclass(frozen=True)
class Screen:
    """How an act is asked for: its template, what the page shows and reads, its form, the one operation it calls."""

    template: str
    facts: Callable[[Contract, Any], dict] = lambda contract, form: {}
    form: type[ActForm] = MoveForm
    perform: Callable[..., None] = move
    relations: tuple = ("assents",)


OPINIONS = ("assents", "opinions__institution")
# What is decided after the opinions is decided with their reserves in sight.
SESSION = (*session.RELATIONS, "opinions__institution")
CONVENTION = (*SESSION, *convention.RELATIONS)
SCREENS = {
    "adopt": Screen("deliberation", facts.deliberation_facts),
    "complete": Screen("request", facts.request_facts),
    "submit": Screen("request", facts.request_facts),
    "answer_remarks": Screen("answers", facts.answers_facts, AnswersForm, answer_remarks),
    "assess": Screen("criteria", facts.examination_facts, CriteriaForm, assess),
    "transmit": Screen("examined", facts.transmission_facts),
    "send_back": Screen("examined", facts.unmet_facts, SendBackForm),
    "give_opinion": Screen("opinion", facts.opinion_facts, OpinionForm, give_opinion, OPINIONS),
    "resubmit": Screen("request", facts.correction_facts, relations=OPINIONS),
    "open_negotiation": Screen("opinions", facts.opinions_facts, relations=OPINIONS),
    "draw_list": Screen("list", selection_facts.list_facts, ListForm, draw_list, OPINIONS),
    "approve_list": Screen("listed", selection_facts.listed_facts, relations=OPINIONS),
    "record_session": Screen("session", selection_facts.session_facts, SessionForm, record_session, SESSION),
    "adopt_selection": Screen("selection", selection_facts.selection_facts, relations=SESSION),
    "return_list": Screen("selection", selection_facts.selection_facts, relations=SESSION),
    "propose_convention": Screen(
        "convention", selection_facts.convention_facts, ProposalForm, propose_convention, CONVENTION
    ),
    "approve_convention": Screen(
        "convention", selection_facts.approval_facts, CeremonyForm, approve_convention, CONVENTION
    ),
    "return_convention": Screen(
        "convention", selection_facts.convention_facts, perform=return_convention, relations=CONVENTION
    ),
    "sign": Screen("signature", selection_facts.signature_facts, SignatureForm, sign, CONVENTION),
    "withdraw": Screen("ending"),
    "close": Screen("ending"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, action: Action) -> HttpResponse:
    """One act of the law on one dossier. 404 out of sight, 403 without the mandate, 409 when somebody was first."""
    sheet = Sheet(request, reference, action, kept.typed(request))
    sheet.turn_away()
    if request.method != "POST":
        return sheet.page()
    try:
        if not sheet.form.is_valid():
            sheet.refuse_early()
            return sheet.page()
        sheet.screen.perform(sheet.contract, sheet.form, by=request.actor, at=request.now)
    except Refused as refusal:
        if refusal.verdict.forbidden:
            raise kept.Forbidden(sheet.said(refusal.verdict.reason), [sheet.form]) from refusal
        return Sheet(request, reference, action, request.POST, renewed=True).page(refusal.verdict, status=409)
    except RenderingFailed as failure:
        return sheet.page(Verdict(allowed=False, reason=str(failure)), status=503)
    sheet.contract.refresh_from_db()
    messages.success(request, sheet.said(words.outcome(sheet.contract, sheet.action, request.actor)))
    return redirect(sheet.contract)


class Sheet:
    """The page of an act: the dossier as it stands, whether the act may be done, and what has been typed so far.

    `renewed` makes it from the dossier as it has become, so that what was typed can be sent again knowingly.
    """

    def __init__(
        self, request: HttpRequest, reference: str, action: Action, typed: Any = None, *, renewed: bool = False
    ):
        self.request = request
        self.contract = locate(request, reference)
        self.action = workflow.at(self.contract.step, action.name) or action
        self.screen = SCREENS[action.name]
        self.typed, self.renewed = typed, renewed
        if renewed:
            self.typed = typed.copy()
            self.typed["seen"] = str(self.contract.version)

    def turn_away(self) -> None:
        """403 without the role before all is loaded; who had the page before is told later, with what he typed."""
        actor, roles = self.request.actor, self.action.roles
        if not any(rights.holds(actor, role) for role in roles) and not kept.was_shown(self.request):
            raise kept.Forbidden(self.said(rights.forbids(actor, roles, self.contract).reason))

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the act may be done, asked of the dossier loaded for the page; 403 without the mandate."""
        load(self.contract, *self.screen.relations)
        verdict = access.decide(self.request.actor, self.action.name, self.contract)
        verdict = verdict.put(self.said)
        if verdict.forbidden:
            raise kept.Forbidden(verdict.reason, [self.made(None)] if self.typed else [])
        return verdict

    @cached_property
    def form(self) -> ActForm:
        """A plain move reads nothing: sent, it goes straight to the operation, which asks what `verdict` would ask."""
        reads = self.screen.form is not MoveForm
        return self.made(self.verdict.mandate if reads else None)

    def made(self, mandate: Mandate | None) -> ActForm:
        who = {"mandate": mandate, "day": self.request.actor.day}
        form = self.screen.form(self.typed, contract=self.contract, action=self.action, **who)
        form.carry()
        return form

    def said(self, sentence: str) -> str:
        """A sentence of the law as it reads for this dossier: its collectivité, who holds its offices."""
        return self.contract.offices.said(sentence)

    def refuse_early(self) -> None:
        """Say at once what the door would say, before asking to mend entries that can no longer serve."""
        if not self.form.is_current:
            raise Stale(Verdict(allowed=False, reason=what_happened(self.contract)))
        if not self.verdict.allowed:
            raise Refused(self.verdict)

    def page(self, refusal: Verdict | None = None, status: int = 200) -> HttpResponse:
        """The act's page; one that explains when the act cannot be done; either says first why the last try failed."""
        context = self.frame()
        told = self.form.merge() if self.renewed and self.verdict.allowed else []
        if self.verdict.allowed:
            template = self.screen.template
            context |= self.invitation() | self.screen.facts(self.contract, self.form)
        else:
            template = "refused"
            context |= self.explanation()
        if refusal:
            lines = self.after_failure(refusal)
            context["failure"] = {"title": self.said(refusal.sentence), "lines": lines, "told": told}
        return render(self.request, f"negotiation/acts/{template}.html", context, status=status)

    def frame(self) -> dict:
        """What the page of an act always says: which act, on which dossier, what the step is for."""
        contract, stage = self.contract, self.contract.stage
        return {
            "contract": contract,
            "title": self.said(self.action.label),
            "eyebrow": f"{contract.reference} · {contract.region.full_name}",
            "lead": contract.title,
            "back": {"url": contract.get_absolute_url(), "label": _("Revenir au dossier")},
            "stage": {"name": f"{stage.code} · {stage.step.label}", "help": self.said(stage.help)} if stage else None,
        }

    def invitation(self) -> dict:
        """The form, what will follow, and under which mandate."""
        said = words.WORDS[self.action.name]
        mandate = self.verdict.mandate
        return {
            "form": self.form,
            "decided": said.heading,
            "button": said.button or self.said(self.action.label),
            "follows": self._follows(mandate),
            "mandate": mandate,
            "person": self.request.user.name,
            "signs": mandate.function == Function.SIGNATORY,
        }

    def _follows(self, mandate: Mandate) -> list[str]:
        day = self.request.actor.day
        return [self.said(line) for line in words.what_will_happen(self.contract, self.action, mandate, day)]

    def explanation(self) -> dict:
        """Why the act cannot be done, what is missing and where, and what the person had typed."""
        needs = self.action.needs if self.verdict.missing else ()
        return {
            "reason": "" if self.verdict.missing else self.verdict.reason,
            "conditions": facts.conditions(self.contract, needs, self.request.actor.day),
            "remedies": facts.remedies(self.contract, needs, self.request.actor.day),
            "holders": lead(self.contract, self.request.actor),
            "kept": kept.typed_rows(self.form) if self.typed else [],
        }

    def after_failure(self, refusal: Verdict) -> list[str]:
        """Nothing is written; what has been typed is there, and may be sent again where the act is still possible."""
        lines = [_("Rien n’a été enregistré.")]
        if self.verdict.allowed:
            lines = [*map(self.said, refusal.missing), *lines]
            kept = self.form.asks_something
            lines.append(
                _("Ce que vous avez écrit est gardé : relisez, puis validez à nouveau si vous le voulez toujours.")
                if kept
                else _("Relisez, puis validez à nouveau si vous le voulez toujours.")
            )
        return lines
