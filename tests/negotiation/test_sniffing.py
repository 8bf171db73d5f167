"""An uploaded file is what it says, or is refused with the sentence that tells how to mend it."""

import hashlib
import io
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from negotiation.sniffing import Examined, RefusedFile, examine
from tests.negotiation.hostile import GOOD, HOSTILE, packed_pdf, pdf, picture

SENTENCES = {
    "empty": "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre ordinateur, puis joignez-le de nouveau.",
    "too_heavy": "Ce fichier dépasse 20\u00a0Mo. Réduisez-le, ou scannez-le avec moins de points par pouce.",
}
