"""What the region answers, in words, to one remark of an examiner."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from negotiation.clauses import FEWEST_IN_AN_ANSWER
from negotiation.models.contract import Contract
from negotiation.models.guards import append_only
from negotiation.models.record import Passage
from negotiation.models.review import CriterionVerdict, Opinion

# One remark stands in a verdict that is not met, in the words of a return, or in an opinion that asks for corrections.
ONE_REMARK = (
    Q(verdict__isnull=False, passage=None, opinion=None)
    | Q(verdict=None, passage__isnull=False, opinion=None)
    | Q(verdict=None, passage=None, opinion__isnull=False)
)


class Answer(SignedAct):
    """The region's answer to a remark. Append-only: it may answer again, and its last words count."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="answers")
    verdict = models.ForeignKey(CriterionVerdict, models.PROTECT, null=True, blank=True, related_name="answers")
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="answers")
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="answers")
    text = models.TextField(_("réponse"), max_length=4000)
    given_at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("réponse à une remarque")
        verbose_name_plural = _("réponses aux remarques")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="answer_is_to_one_remark",
                condition=ONE_REMARK,
                violation_error_message=_("Une réponse porte sur une remarque, et une seule."),
            ),
            models.CheckConstraint(
                name="answer_has_words",
                condition=Q(text__regex=rf"([^[:alpha:]]*[[:alpha:]]){{{FEWEST_IN_AN_ANSWER}}}"),
                violation_error_message=_("Une réponse s’écrit en toutes lettres."),
            ),
        ]
        triggers = append_only("answer")

    def __str__(self) -> str:
        return self.text
