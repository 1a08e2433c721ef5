"""The simulator's own calls of its services, as when a world is filled or a patient is made: what marks them.

They are nobody's requests: no fault happens to them, and the journal does not tell of them.
"""

from typing import Any

OWN = ("x-onshi-own", "1")
"""The header that they carry."""
_SENT = (OWN[0].encode(), OWN[1].encode())


def is_own_call(scope: Any) -> bool:
    """Tell whether a request carries it."""
    return _SENT in scope["headers"]
