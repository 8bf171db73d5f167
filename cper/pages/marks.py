"""What a page puts into its form by itself: its token, and the mark that says for whom the page was made.

The mark is signed and holds for one account and one address. It outlives the session: a form sent after the session's
end still says whose it is, and what another site makes a browser send never bears one.
"""

import hashlib
from datetime import timedelta

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

ONCE, MARK, GUARD = "once", "mark", "csrfmiddlewaretoken"
# None of it was typed by anybody.
UNTYPED = (ONCE, MARK, GUARD)
# What a page says of the file that the site has received for an entry: its hash.
RECEIVED = "received-"
# A page may stay open over a long week-end.
AGE = timedelta(days=7)


def mark(account: int, path: str) -> str:
    """The mark of the page at `path` made for that account."""
    return _signer(path).sign(str(account))


def account_of(marked: str, path: str) -> int | None:
    """The account for which the page at `path` was made; None for no mark, a forged one, one too old."""
    try:
        return int(_signer(path).unsign(marked, max_age=AGE))
    except signing.BadSignature:
        return None


def _signer(path: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"cper.pages.marks:{path}")


def sha256_of(file: UploadedFile) -> str:
    """The hash of a file as it was sent, which is left at its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
