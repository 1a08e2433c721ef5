"""Numbers that are registered together under one reception: each by itself, and those that cannot be told too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.references.commands.numbers import Asking, KeptNumbers, Registered
from services.eligibility.references.store import HandedIn, Named, NumberOutcome, NumberReception, NumberReceptions
from shared.errors import ServiceError


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number as it is handed in: with whose it is, or why that cannot be asked."""

    reference_number: str | None
    named: Named | None
    error: str | None = None
    """A refusal's code where ``named`` is None."""
    sent: str | None = None
    """What was asked, as the face that asked writes it; kept as long as the reception."""


async def register_together(
    asked: Sequence[AskedNumber], kept: KeptNumbers, asking: Asking, handed_in: HandedIn, receptions: NumberReceptions
) -> NumberReception:
    """Register those that can be, and keep what came of all of them.

    Raises TooManyMisses (nothing was looked up), KeyTaken or DatabaseUnavailable.
    """
    numbers = [
        (each.reference_number, each.named)
        for each in asked
        if each.named is not None and each.reference_number is not None
    ]
    received: list[NumberReception] = []

    async def keep(connection: AsyncConnection, registered: Registered) -> None:
        wrong = iter(registered.wrong)
        outcomes = [_outcome(each, None if each.named is None else next(wrong)) for each in asked]
        received.append(await receptions.keep(connection, handed_in, outcomes, registered.at))

    await kept.register(numbers, asking, keep)
    return received[0]


def _outcome(each: AskedNumber, wrong: ServiceError | None) -> NumberOutcome:
    code = each.error if wrong is None else wrong.code
    return NumberOutcome(each.reference_number, code, each.sent)
