"""The convention: the texts proposed, returned, approved; the ceremony, the frozen files, who receives them."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiation.clock import day_of
from negotiation.french import long_date
from negotiation.models import Contract, ConventionDraft, SignatureRecord
from negotiation.views.panels.session import approvals
from negotiation.workflow import Step, number

# The frozen files weigh; a page that only names them does not carry them.
RELATIONS = ("assents", Prefetch("drafts", ConventionDraft.objects.defer("pdf")))


def convention(contract: Contract) -> dict:
    drafts = contract.drafts.all()
    record = SignatureRecord.objects.filter(contract=contract).defer("pdf").first()
    return {
        "drafts": [draft_card(draft) for draft in drafts],
        "document_url": document_url(contract),
        "document_label": _("Convention approuvée (PDF)") if _frozen(drafts) else _("Projet de convention (PDF)"),
        "approvals": approvals(contract, "sign"),
        "record": _record(contract, record) if record else None,
        "originals": originals(contract),
        "copies": copies(contract),
    }
