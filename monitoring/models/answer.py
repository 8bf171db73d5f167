"""What one side asks in writing and the other answers once: the two sides signed, neither ever rewritten."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct, User

ANSWER = (
    "answered_at",
    "answered_on",
    "answered_by",
    "answered_by_name",
    "answered_by_title",
    "answered_by_institution",
    "answered_by_mention",
    "answered_by_act",
    "reason",
)


class Answered(SignedAct):
    """`by` and its copies are who asks, `answered_by` and its copies who answers; `reason` is the answer in words."""

    at = models.DateTimeField(_("le"))
    answered_at = models.DateTimeField(_("examinée le"), null=True)
    answered_on = models.DateField(_("examen daté du"), null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_by_title = models.CharField(max_length=120, blank=True)
    answered_by_institution = models.CharField(max_length=160, blank=True)
    answered_by_mention = models.CharField(max_length=4, blank=True)
    answered_by_act = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("motif"), max_length=4000, blank=True)

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        return self.answered_at is None

    @property
    def answerer(self) -> str:
        """« Awa Traoré, Directeur général de l’ANICT »."""
        return f"{self.answered_by_name}, {self.answered_by_title} {self.answered_by_mention}".strip()

    def sign_answer(self, stamp: dict, at, on) -> None:
        """Write down who answers, as they are that day."""
        for name, value in stamp.items():
            setattr(self, f"answered_{name}", value)
        self.answered_at, self.answered_on = at, on


def whole_answer(name: str, answer: str) -> models.CheckConstraint:
    """An answer has its author and its day, and `answer` is known with it, never before."""
    given = Q(answered_at__isnull=False, answered_on__isnull=False, answered_by__isnull=False)
    none = Q(answered_at=None, answered_on=None, answered_by=None, reason="")
    return models.CheckConstraint(
        name=f"{name}_answer_is_whole",
        condition=(given & Q(**{f"{answer}__isnull": False})) | (none & Q(**{answer: None})),
        violation_error_message=_("Une réponse a son auteur, sa date et son sens."),
    )


def answered_once(name: str, *answer: str) -> list[pgtrigger.Trigger]:
    """What was asked never changes; what was answered neither, once it is; nothing is erased."""
    return [
        pgtrigger.ReadOnly(name=f"{name}_asked_never_changes", exclude=[*ANSWER, *answer]),
        pgtrigger.Protect(
            name=f"{name}_answered_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__answered_at__isnull=False),
        ),
        pgtrigger.Protect(name=f"{name}_is_never_deleted", operation=pgtrigger.Delete),
    ]
