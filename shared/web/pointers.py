"""Where something is wrong with a request, as a JSON pointer (RFC 6901) into its body; ``""`` is the body as a whole.

Of other parts of a request the first segment says which: ``/query/limit``, ``/path/card_id``, ``/header/if-match``.
"""

import re
from collections.abc import Iterable

from shared.domain.my_number import may_be_my_number

_LONGEST_NAME = 64
_A_PERSONS_NUMBER = re.compile(r"\d{6}")
"""番号 and card numbers have six digits and more; no member of ours has."""


def pointer_to(place: Iterable[str | int]) -> str:
    """Return the pointer to ``place``, or to as much of it as can be told.

    A member's name is the caller's own: one that is no name may be anything, also a person's number.
    """
    segments = []
    for part in place:
        if isinstance(part, str) and not _is_a_name(part):
            break
        segments.append(str(part).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{segment}" for segment in segments)


def _is_a_name(part: str) -> bool:
    if len(part) > _LONGEST_NAME or not part.isprintable():
        return False
    return _A_PERSONS_NUMBER.search(part) is None and not may_be_my_number(part)
