"""The text of the model that conventions are printed from, and whether the DGCT has validated it as it stands."""

from functools import cache
from hashlib import sha256

from django.template.loader import get_template

from negotiation.models import ConventionModel

# The text of the model: the templates that the convention is printed from.
MODEL = (
    "convention",
    "_person",
    "_article",
    "_projects",
    "_financing",
    "_financing_row",
    "_year_plan",
    "_team",
    "_follow_up",
    "_pieces",
    "_recipients",
    "_signature_block",
)


@cache
def model_print() -> str:
    """The fingerprint of the model's text: its templates, whatever their spaces and line breaks."""
    texts = (get_template(f"pdf/{name}.html").template.source for name in MODEL)
    return sha256("\n".join(" ".join(text.split()) for text in texts).encode()).hexdigest()


def is_validated() -> bool:
    """Whether the DGCT has validated the model as it stands."""
    return ConventionModel.objects.filter(fingerprint=model_print()).exists()
