"""A dossier sent back with its remarks, and what the region does about them."""

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.vocabulary import IN_SHORT
from negotiation.workflow import Criterion, Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
)
from tests.situations import file_all_papers

IMPACT, FORM = Criterion.IMPACT.value, Criterion.FORM.value
ASKED = "Emplois non chiffrés."


def sent_back(*criteria: str, comment: str = "") -> Contract:
    """A dossier of two projects, back with the region: those criteria are not met for the first one."""
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    ProjectFactory(contract=contract)
    file_all_papers(contract)
    judge(contract, *criteria)
    said = "\n".join(f"Projet 1, {IN_SHORT[Criterion(criterion)]} : {ASKED}" for criterion in criteria)
    operations.make_move(contract, "send_back", by=actor(Role.DGCT_HEAD), at=NOW, comment=comment or said)
    return Contract.objects.get(pk=contract.pk)


def judge(contract: Contract, *unmet: str) -> None:
    """Answer what is to be examined: met, but for those criteria of the first project."""
    first = contract.projects.get(number=1)
    answers = {
        (project.pk, criterion.value): (True, "") for project in contract.projects.all() for criterion in Criterion
    }
    answers |= {(first.pk, criterion): (False, ASKED) for criterion in unmet}
    operations.assess(contract, answers, by=actor(Role.DGCT), at=NOW)


def unmet(contract: Contract) -> list[str]:
    return [remark.subject for remark in Contract.objects.get(pk=contract.pk).remarks if not remark.is_met]


def answer(contract: Contract, words: str = "120 emplois, voir la page 14.") -> None:
    answers = {remark.key: words for remark in Contract.objects.get(pk=contract.pk).remarks}
    operations.answer_remarks(contract, answers, by=actor(Role.REGION, function=Function.AGENT), at=NOW)
