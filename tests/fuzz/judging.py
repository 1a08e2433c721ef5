"""What holds of every input that a reader is given: a value or a refusal of the catalogue, soon, and no echo."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from shared.errors import ServiceError, Violation

SLOWEST_S = 2.0
"""No input of some kilobytes may take longer, on a machine that does much else."""
_INTERNAL = 500
_MAY_COME_AGAIN = 503
_NUMBERS = re.compile(r"\d{6,}")


def complaint_about(read: Callable[[], Sequence[Violation] | None], given: str, came: Counter[str]) -> str | None:
    """Read, and return what is wrong with what came of it; None where all is well.

    ``given``: what was sent, as text. No number of it with six digits or more may stand in a refusal. ``came`` counts
    what was read, also that of which ``read`` returns what is wrong in parts of it, and refusals by status and code.
    """
    begun_at = time.perf_counter()
    try:
        told = read()
        came["read in part" if told else "read"] += 1
        if echoed := _echoed(_texts(told or ()), given):
            return f"echo in what is told of a part, of a number with {len(echoed)} digits"
    except ServiceError as refusal:
        came[f"{refusal.status} {refusal.code}"] += 1
        if refusal.status >= _INTERNAL and refusal.status != _MAY_COME_AGAIN:
            return f"refused with {refusal.status} {refusal.code}"
        if echoed := _echoed([refusal.detail, refusal.detail_ja, *_texts(refusal.violations)], given):
            return f"echo in {refusal.code} of a number with {len(echoed)} digits"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return f"{type(error).__name__}"
    if time.perf_counter() - begun_at > SLOWEST_S:
        return "slow"
    return None


def _texts(violations: Iterable[Violation]) -> list[str]:
    return [text for each in violations for text in (each.pointer, each.code, each.message, each.message_ja)]


def _echoed(texts: Iterable[str | None], given: str) -> str | None:
    """Return a number of what was given that stands in one of these texts."""
    words = " ".join(text for text in texts if text)
    return next((number for number in _NUMBERS.findall(words) if number in given), None)
