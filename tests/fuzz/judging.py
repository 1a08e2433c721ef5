"""What holds of every input that a reader is given: a value or a refusal of the catalogue, soon, and no echo."""

import re
import time
from collections.abc import Callable

from shared.errors import ServiceError

SLOWEST_S = 2.0
"""No input of some kilobytes may take longer, on a machine that does much else."""
_INTERNAL = 500
_MAY_COME_AGAIN = 503
_NUMBERS = re.compile(r"\d{6,}")


def complaint_about(read: Callable[[], object], given: str) -> str | None:
    """Read, and return what is wrong with what came of it; None where all is well.

    ``given``: what was sent, as text. No number of it with six digits or more may stand in a refusal.
    """
    begun_at = time.perf_counter()
    try:
        read()
    except ServiceError as refusal:
        if refusal.status >= _INTERNAL and refusal.status != _MAY_COME_AGAIN:
            return f"refused with {refusal.status} {refusal.code}"
        if echoed := [number for number in _NUMBERS.findall(_words(refusal)) if number in given]:
            return f"echo in {refusal.code} of a number with {len(echoed[0])} digits"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return f"{type(error).__name__}"
    if time.perf_counter() - begun_at > SLOWEST_S:
        return "slow"
    return None


def _words(refusal: ServiceError) -> str:
    told = [refusal.detail, refusal.detail_ja]
    for each in refusal.violations:
        told += [each.pointer, each.code, each.message, each.message_ja]
    return " ".join(text for text in told if text)
