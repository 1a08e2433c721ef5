"""How long caches may keep an answer about certificates' status (RFC 5019, 6.2). Pure.

``Last-Modified`` and ``Expires`` repeat what the answer says, by the clock of the world; a cache goes by ``max-age``
(RFC 9111, 5.3), which counts from when the answer was received, whatever day it is in the world.
"""

from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from services.jpki.status.rules.ocsp import ANSWER_LIFETIME


def caching_headers(answer: bytes, this_update: datetime) -> dict[str, str]:
    """Return the headers of an answer without a nonce, as of ``this_update`` (UTC)."""
    begins = this_update.replace(microsecond=0)
    return {
        "ETag": f'"{sha256(answer).hexdigest()}"',
        "Last-Modified": format_datetime(begins, usegmt=True),
        "Expires": format_datetime(begins + ANSWER_LIFETIME, usegmt=True),
        "Cache-Control": f"max-age={int(ANSWER_LIFETIME.total_seconds())}, public, no-transform, must-revalidate",
    }
