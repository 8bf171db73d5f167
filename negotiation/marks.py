"""What a page puts into its form by itself: its token, and the mark that says for whom the page was made.

The mark is signed and holds for one account and one address. It outlives the session: a form sent after the session's
end still says whose it is, and what another site makes a browser send never bears one.
"""

from datetime import timedelta

from django.core import signing

ONCE, MARK, GUARD = "once", "mark", "csrfmiddlewaretoken"
# None of it was typed by anybody.
UNTYPED = (ONCE, MARK, GUARD)
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
    return signing.TimestampSigner(salt=f"negotiation.marks:{path}")
