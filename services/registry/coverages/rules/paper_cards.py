"""What of the insurance cards of paper and plastic (被保険者証) still counts on a day. Pure.

No new ones since 2024-12-02 (令和5年法律第48号); the last could be used until 2025-12-01; expired ones were tolerated,
with an online check, until 2026-07-31. Since then: My Number Card, phone, or 資格確認書.
"""

from datetime import date
from enum import StrEnum
from typing import Final

NO_MORE_ISSUED_FROM: Final = date(2024, 12, 2)
LAST_VALID_DAY: Final = date(2025, 12, 1)
LAST_TOLERATED_DAY: Final = date(2026, 7, 31)


class PaperCard(StrEnum):
    """What a card issued before the end is worth."""

    VALID = "valid"
    TOLERATED = "tolerated"
    VOID = "void"


def can_be_issued(on: date) -> bool:
    """Tell whether insurers still issued cards on ``on``."""
    return on < NO_MORE_ISSUED_FROM


def worth_of_a_card(on: date) -> PaperCard:
    """Return what a card is worth on ``on``, its own last day set aside."""
    if on <= LAST_VALID_DAY:
        return PaperCard.VALID
    return PaperCard.TOLERATED if on <= LAST_TOLERATED_DAY else PaperCard.VOID
