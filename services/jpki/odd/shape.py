"""What an odd proof is: a name, what is odd about it, and where and how it must be refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from services.jpki.odd.hand import Hand

Step = Literal["body", "proof", "nonce", "claims", "certificate", "signature", "status", "person", "record"]
"""The steps of a check by card, in their order; the last is the write that spends the nonce."""
STEPS: Final[tuple[Step, ...]] = get_args(Step)
_RECORDED: Final[frozenset[Step]] = frozenset({"claims", "certificate", "signature", "status", "person"})


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class OddProof:
    """One thing wrong, and the refusal that it must get."""

    id: str
    step: Step
    """At which step it must be refused."""
    code: str
    """The refusal's code in the catalogue of refusals."""
    title: Text
    odd: Text
    """What is wrong with it; where ``forge`` is None, also what it takes to meet it."""
    forge: Callable[[Hand], str] | None = field(repr=False)
    """Makes it from what a card has; None where it takes more than a card: a sender, or a register."""

    @property
    def is_recorded(self) -> bool:
        """Whether the refusal is on record, and has spent the nonce; before the nonce is known there is nothing."""
        return self.step in _RECORDED
