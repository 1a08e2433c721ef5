"""Where something is wrong with a request, as a JSON pointer (RFC 6901) into its body; ``""`` is the body as a whole.

Of other parts of a request the first segment says which: ``/query/limit``, ``/path/card_id``, ``/header/if-match``.
"""

from collections.abc import Iterable

from shared.domain.my_number import may_be_my_number

_LONGEST_NAME = 64


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
    return len(part) <= _LONGEST_NAME and part.isprintable() and not may_be_my_number(part)
