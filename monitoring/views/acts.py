"""The acts of the follow-up, one way for all: GET shows what is decided and by whom, POST makes one call.

`act_screens.SCREENS` gives each act its form, its page and its operation; here each address becomes a `Case`.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cper.papers.rendering import RenderingFailed
from cper.people.rights import Refused, Stale, Verdict
from cper.people.roles import Function
from monitoring import access, entries, operations, workflow
from monitoring.forms.acts import ActForm, Case
from monitoring.forms.budget import MovementForm
from monitoring.operations.door import what_happened
from monitoring.views import act_facts as facts
from monitoring.views import act_words as words
from monitoring.views import cases
from monitoring.views.act_screens import SCREENS, Led
from monitoring.views.next_act import what_comes_next
from monitoring.views.wording import WORDS
from monitoring.workflow import ASK_WAIVER, CONTRACT, REPORT, TRANCHE
from negotiation import kept

METHODS = ["GET", "HEAD", "POST"]
RETRY_SECONDS = 60


@require_http_methods(METHODS)
def on_contract(request: HttpRequest, reference: str, word: str) -> HttpResponse:
    """What opens a tranche or a quarter, and the movements of funds."""
    action = named(CONTRACT, word, cases.PLAIN)
    return answer(request, lambda: cases.of_contract(request, reference, action))


@require_http_methods(METHODS)
def on_budget(request: HttpRequest, reference: str, word: str, year: int) -> HttpResponse:
    """A fact about the budget of a year; 404 for a year that the contract does not touch."""
    action = named(CONTRACT, word, cases.BUDGET)
    return answer(request, lambda: cases.of_budget(request, reference, action, year))


@require_http_methods(METHODS)
def on_movement(request: HttpRequest, reference: str, pk: int, word: str) -> HttpResponse:
    """A movement of funds undone by another; 404 for a movement of another contract."""
    action = named(CONTRACT, word, cases.MOVEMENT)
    return answer(request, lambda: cases.of_movement(request, reference, action, pk))


@require_http_methods(METHODS)
def duty(request: HttpRequest, reference: str, word: str, key: str) -> HttpResponse:
    """A duty that has an act of its own; 404 for a period that has none."""
    action = named(CONTRACT, word, cases.OWN)
    return answer(request, lambda: cases.of_duty(request, reference, action, key))


@require_http_methods(METHODS)
def national(request: HttpRequest, word: str, key: str) -> HttpResponse:
    """The same for the nation."""
    action = named(CONTRACT, word, cases.NATIONAL)
    return answer(request, lambda: cases.of_nation(request, action, key))


@require_http_methods(METHODS)
def file(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """A paper of a tranche, or a new version of it."""
    return answer(request, lambda: cases.of_paper(request, reference, number, kind))


@require_http_methods(METHODS)
def waive(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    """One rule of the window set aside for one tranche."""
    return answer(request, lambda: cases.of_waiver(request, reference, number, code))


@require_http_methods(METHODS)
def ask_waiver(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    """The region asks that a rule be set aside."""
    return answer(request, lambda: cases.of_waiver(request, reference, number, code, ASK_WAIVER))


@require_http_methods(METHODS)
def on_tranche(request: HttpRequest, reference: str, number: int, word: str) -> HttpResponse:
    """A move of a tranche, or its edition."""
    action = named(TRANCHE, word, cases.TRANCHE_ACTS)
    return answer(request, lambda: cases.of_tranche(request, reference, number, action))


@require_http_methods(METHODS)
def on_quarter(request: HttpRequest, reference: str, code: str, word: str) -> HttpResponse:
    """An act on the review of a quarter."""
    action = named(REPORT, word, SCREENS)
    return answer(request, lambda: cases.of_quarter(request, reference, code, action))


def named(table: tuple, word: str, names: Any) -> workflow.Action:
    """The row of that word; 404 when the table has none, or another address does it."""
    action = workflow.by_word(table, word)
    if action is None or action.name not in names:
        raise Http404(_("Cet acte n’existe pas."))
    return action


def answer(request: HttpRequest, find: Callable[[], Case]) -> HttpResponse:
    """The act's page, or what became of it. 404 out of sight, 403 without the mandate, 409 when it cannot be done."""
    sheet = Sheet(request, find())
    if request.method != "POST":
        return sheet.page()
    try:
        sheet.check()
        if not sheet.form.is_valid():
            return sheet.page()
        led = sheet.screen.perform(sheet.case, sheet.form, by=request.actor, at=request.now)
    except Refused as refusal:
        if refusal.verdict.forbidden:
            raise kept.Forbidden(sheet.said(refusal.verdict.reason), [sheet.form]) from refusal
        return Sheet(request, find(), renewed=True).page(refusal.verdict, status=409)
    except RenderingFailed as failure:
        return unprinted(sheet, failure)
    messages.success(request, sheet.outcome(led, find))
    return redirect(led.address)


def unprinted(sheet: "Sheet", failure: RenderingFailed) -> HttpResponse:
    """The report could not be laid out: nothing is written, and the page is there to try again."""
    response = sheet.page(Verdict(allowed=False, reason=str(failure)), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


class Sheet:
    """The page of an act: its case, whether it may be done, and what has been typed so far.

    `renewed` makes it from the subject as it has become, so that what was typed can be sent again knowingly.
    """

    def __init__(self, request: HttpRequest, case: Case, *, renewed: bool = False):
        self.request, self.case, self.renewed = request, case, renewed
        self.screen = SCREENS[case.action.name]

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the act may be done and has something to lean on; 403 without the mandate."""
        verdict = access.decide(self.request.actor, self.case.action.name, self.case.subject)
        if verdict.forbidden:
            raise kept.Forbidden(self.said(verdict.reason), [self.form])
        wanting = self.screen.wanting(self.case) if verdict.allowed else ""
        verdict = Verdict(allowed=False, reason=wanting, mandate=verdict.mandate) if wanting else verdict
        return verdict.put(self.said)

    @cached_property
    def form(self) -> ActForm:
        typed, files = kept.typed(self.request), None
        if typed is not None:
            typed, files = typed.copy(), kept.files(self.request)
            if self.renewed and self.case.version is not None:
                typed["seen"] = str(self.case.version)
        form = self.screen.form(typed, files, case=self.case)
        if self.case.version is not None:
            form.carry(typed)
        for field in form.fields.values():
            field.help_text = self.said(field.help_text)
        return form

    def check(self) -> None:
        """Say at once what the door would say, before asking to mend entries that can no longer serve."""
        if self.verdict.forbidden or self.form.grows:
            return
        if not self.form.is_current:
            raise Stale(Verdict(allowed=False, reason=self.happened()))
        if not self.verdict.allowed:
            raise Refused(self.verdict)

    def happened(self) -> str:
        """Who was faster."""
        case = self.case
        if case.of_a_budget:
            return operations.who_wrote(entries.last_of_year(case.contract, case.source, case.year))
        if isinstance(self.form, MovementForm):
            return operations.who_moved(self.form.written_since)
        return what_happened(case.subject)

    def outcome(self, led: Led, find: Callable[[], Case]) -> str:
        """What was done, then who is awaited, asked of the subject as it now stands."""
        done = words.outcome(self.case, self.form, led.said)
        subject = find().subject if self.case.of_a_machine else led.begun
        return self.said(f"{done} {what_comes_next(subject, self.request.actor)}".strip())

    def page(self, refusal: Verdict | None = None, status: int = 200) -> HttpResponse:
        """The act's page; one that explains when the act cannot be done; either says first why the last try failed."""
        context = self.frame()
        told = self.form.merge() if self.renewed and self.verdict.allowed and self.case.version is not None else []
        if self.verdict.allowed:
            template = self.screen.template
            context |= self.invitation() | self.screen.facts(self.case, self.form)
        else:
            template = "refused"
            context |= self.explanation(refusal)
        if refusal:
            lines = self.after_failure(refusal)
            context["failure"] = {"title": self.said(refusal.sentence), "lines": lines, "told": told}
        return render(self.request, f"monitoring/acts/{template}.html", context, status=status)

    def said(self, sentence: str) -> str:
        """A sentence of the law as it reads for the contract and who holds its offices."""
        return self.case.contract.offices.said(sentence) if self.case.contract else str(sentence)

    def frame(self) -> dict:
        """What the page of an act always says: which act, on what, what the state is for."""
        case = self.case
        stage = getattr(case.subject, "stage", None)
        contract = case.contract
        eyebrow = f"{contract.reference} · {contract.region.full_name}" if contract else _("Suivi national")
        return {
            "title": self.said(case.action.label),
            "eyebrow": eyebrow,
            "reference": contract.reference if contract else "",
            "lead": words.heading_of(case),
            "back": cases.way_back(case),
            "stage": {"name": stage.state.label, "help": self.said(stage.help)} if case.of_a_machine else None,
        }

    def invitation(self) -> dict:
        """The form, what will follow, and under which mandate."""
        its, mandate, form = WORDS[self.case.action.name], self.verdict.mandate, self.form
        form.is_valid()  # what was typed is judged before the page is laid out: it may ask a second question
        return {
            "form": form,
            "entries": [
                {"field": field, "conditional": field.name in form.conditional} for field in form.visible_fields()
            ],
            "decided": its.heading,
            "button": its.button or self.said(self.case.action.label),
            "follows": [self.said(line) for line in words.what_will_happen(self.case)],
            "mandate": mandate,
            "person": self.request.user.name,
            "signs": mandate.function == Function.SIGNATORY,
        }

    def explanation(self, refusal: Verdict | None) -> dict:
        """Why the act cannot be done, what is missing, who is awaited, and what the person had typed."""
        verdict = self.verdict
        return {
            "reason": "" if verdict.missing or refusal else verdict.reason,
            "missing": facts.lacking(self.case, verdict, self.request.actor),
            "next": "" if verdict.missing else self.said(what_comes_next(self.case.subject, self.request.actor)),
            "kept": kept.typed_rows(self.form) if self.form.is_bound else [],
        }

    def after_failure(self, refusal: Verdict) -> list[str]:
        """Nothing is written; what has been typed is there, and may be sent again where the act is still possible."""
        lines = [_("Rien n’a été enregistré.")]
        if not self.verdict.allowed:
            return lines
        lines = [*map(self.said, refusal.missing), *lines]
        kept = self.form.asks_something
        lines.append(
            _("Ce que vous avez écrit est gardé : relisez, puis validez à nouveau si vous le voulez toujours.")
            if kept
            else _("Relisez, puis validez à nouveau si vous le voulez toujours.")
        )
        return lines
