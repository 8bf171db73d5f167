"""What the database refuses of papers, reviews, sessions and acts, whoever writes and however."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Body, Function, Role
from cper.places.models import Cercle, CerclePlacement
from negotiation.models import Contract, ContractSector, Decision, Passage, Piece, SignatureRecord, Turn
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    institution,
    judged,
    named,
    region,
    stamp,
)

pytestmark = pytest.mark.django_db

FROZEN = {"pdf": b"%PDF", "sha256": "0" * 64}


def again(row, **changes):
    """The same row once more, with these changes."""
    for field, value in changes.items():
        setattr(row, field, value)
    row.pk = None
    row.save(force_insert=True)


def changed(row, **changes):
    for field, value in changes.items():
        setattr(row, field, value)
    row.save()


def at_signature() -> Contract:
    return ContractFactory(step=Step.SIGNATURE, ready=True)


def session():
    return at_signature().sessions.get()


def again_of_finance(**facts):
    again(at_signature().opinions.get(institution__body=Body.FINANCE), round=2, superseded=True, **facts)


def draft(**facts):
    contract = at_signature()
    return contract.drafts.create(number=1, proposed_at=NOW, judged=judged(contract), **CLAUSES | facts, **stamp())


def signature(**facts):
    """The Governor's signature of an approved text."""
    text = draft(approved_at=NOW, **FROZEN, **named())
    given = {"action": "sign", "role": Role.GOVERNOR, "given_at": NOW, "signed_on": TODAY, "signed_place": "Kayes"}
    return text.contract.assents.create(judged=text.judged, **given | stamp(Role.GOVERNOR) | facts)


def milestone(**facts):
    return ContractFactory().milestones.create(rank=1, text="Signature", source="grille", **facts)


def passage(source: Step, target: Step, contract: Contract | None = None) -> Passage:
    facts = {"action": "adopt", "at": NOW, "version": 2, **stamp()}
    return Passage.objects.create(contract=contract or ContractFactory(), source=source, target=target, **facts)


def overlapping(function: Function) -> None:
    mandate = MandateFactory(function=function)
    MandateFactory(function=function, person=mandate.person, institution=mandate.institution, valid_from=TODAY)


def placed_twice() -> None:
    cercle = Cercle.objects.create(name="Diéma", slug="diema")
    CerclePlacement.objects.create(cercle=cercle, region=region("kayes"))
    CerclePlacement.objects.create(cercle=cercle, region=region("nioro"), valid_from=TODAY)


def another_project() -> Decision:
    held = ContractFactory(step=Step.SELECTION, ready=True).sessions.get()
    project = ProjectFactory(contract=held.contract)
    return Decision(session=held, project=project, outcome="retained", priority=1)


NO_ENVELOPE = {"envelope": None, "envelope_from": None, "envelope_to": None}
REFUSED = {
    "cercle_in_one_region_at_a_time": placed_twice,
    "institution_once_per_region": lambda: again(institution(Body.COUNCIL), slug="autre"),
    "mandate_dates_in_order": lambda: MandateFactory(valid_from=TODAY, valid_to=TODAY - timedelta(days=1)),
    "mandate_no_identical_overlap_secretariat": lambda: overlapping(Function.SECRETARIAT),
    "mandate_no_identical_overlap_signatory": lambda: overlapping(Function.SIGNATORY),
    "contract_sector_once": lambda: again(ContractSector.objects.get(contract=at_signature())),
    "project_number_once_per_contract": lambda: again(ProjectFactory()),
    "piece_version_once": lambda: again(at_signature().pieces.first(), current=False),
    "piece_sha256_is_hexadecimal": lambda: again(at_signature().pieces.first(), version=2, current=False, sha256="Z"),
    "verdict_once_per_round": lambda: again(at_signature().verdicts.first()),
    "verdict_unmet_has_remark": lambda: again(at_signature().verdicts.first(), round=1, met=False),
    "opinion_once_per_round": lambda: again(at_signature().opinions.first(), superseded=True),
    "opinion_one_current": lambda: again(at_signature().opinions.first(), round=2),
    "opinion_given_whole_or_not_at_all": lambda: again(
        at_signature().opinions.first(), round=2, superseded=True, given_at=None
    ),
    "opinion_short_of_favourable_has_reasons": lambda: again(
        at_signature().opinions.first(), round=2, superseded=True, verdict="unfavourable", **NO_ENVELOPE
    ),
    "opinion_envelope_whole_or_not_at_all": lambda: again_of_finance(envelope_to=None),
    "opinion_envelope_not_negative": lambda: again_of_finance(envelope=-1),
    "opinion_envelope_years_in_order": lambda: again_of_finance(envelope_to=2026),
    "opinion_of_finance_has_its_envelope": lambda: again_of_finance(**NO_ENVELOPE),
    "session_one_current": lambda: again(session()),
    "session_envelope_is_that_of_the_opinion": lambda: changed(session(), envelope=90_000_001),
    "session_held_before_it_is_recorded": lambda: changed(session(), held_on=TODAY + timedelta(days=1)),
    "piece_dated_after_what_it_follows": lambda: again(
        at_signature().pieces.get(kind="session-minutes"), version=2, current=False, dated_on=TODAY - timedelta(days=1)
    ),
    "session_has_participants": lambda: changed(session(), attendance=0),
    "decision_once_per_project": lambda: again(session().decisions.get(), priority=2),
    "decision_priority_once": lambda: another_project().save(),
    "decision_retained_has_priority_others_reason": lambda: changed(session().decisions.get(), outcome="deferred"),
    "passage_keeps_what_it_judged": lambda: again(passage(Step.DELIBERATION, Step.PREPARATION), action="submit"),
    "snapshot_once_per_state": lambda: again(at_signature().snapshots.defer(None).get()),
    "passage_one_move_per_version": lambda: again(passage(Step.DELIBERATION, Step.PREPARATION)),
    "milestone_rank_once": lambda: again(milestone(on=TODAY)),
    "milestone_date_iff_precision": lambda: milestone(on=None),
    "turn_once": lambda: again(Turn.objects.filter(contract=at_signature()).first()),
    "convention_number_once": lambda: again(draft(returned=True)),
    "convention_one_current": lambda: again(draft(), number=2),
    "convention_approved_iff_frozen": lambda: draft(approved_at=NOW, **named()),
    "convention_approved_names_who_signs": lambda: draft(approved_at=NOW, **FROZEN),
    "convention_ceremony_follows_its_approval": lambda: draft(
        approved_at=NOW, **FROZEN, **named() | {"ceremony_on": TODAY - timedelta(days=1)}
    ),
    "convention_has_no_empty_clause": lambda: draft(disputes=" \n"),
    "convention_team_has_functions_and_names": lambda: draft(team="Chef de projet : Awa Traoré\nMoussa Keïta"),
    "assent_signature_has_day_and_place": lambda: an_assent(signed_on=TODAY),
    "assent_signature_is_not_to_come": lambda: signature(signed_on=TODAY + timedelta(days=1)),
    "mandate_one_interim_signs": lambda: standing_in("2-interim"),
    "mandate_one_delegate_signs_the_contract": lambda: standing_in("3-delegation", covers_signing=True),
    "mandate_signing_is_covered_by_a_delegation": lambda: MandateFactory(covers_signing=True),
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_the_impossible_is_refused(constraint):
    with pytest.raises(DatabaseError, match=rf'"{constraint}"|{constraint}:'), transaction.atomic():
        REFUSED[constraint]()


def a_record() -> SignatureRecord:
    return SignatureRecord.objects.create(contract=at_signature(), convention_sha256="0" * 64, made_at=NOW, **FROZEN)


def an_assent(**facts):
    given = {"action": "approve_list", "role": Role.GOVERNOR, "given_at": NOW, **stamp(Role.GOVERNOR)}
    contract = at_signature()
    return contract.assents.create(judged=judged(contract), **given | facts)


def standing_in(basis: str, **facts) -> None:
    """Two who stand in on the same day for the signatory of one council."""
    for _person in range(2):
        facts |= {"function": "signatory", "basis": basis, "act": "Décision n°12", "valid_to": TODAY}
        MandateFactory(**facts)


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (lambda: passage(Step.DELIBERATION, Step.DELIBERATION), "comment"),
        (an_assent, "by_name"),
        (a_record, "sha256"),
        (lambda: Piece.objects.filter(contract=at_signature()).first(), "name"),
        (lambda: draft(approved_at=NOW, **FROZEN, **named()), "ceremony_place"),
        (lambda: draft(returned=True), "disputes"),
        (lambda: at_signature().opinions.first(), "verdict"),
    ],
)
def test_what_was_done_is_neither_rewritten_nor_erased(make, column):
    row = make()
    written = type(row).objects.filter(pk=row.pk)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        written.update(**{column: "autre"})
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        written.delete()
