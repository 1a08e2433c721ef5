"""What came of trying an odd proof just now, beside the refusal that it must get."""

from dataclasses import dataclass

from services.jpki.odd.shape import OddProof


@dataclass(frozen=True, slots=True)
class Tried:
    """One odd proof that was sent, and what came of it: a code, or nothing (``lost``: what happened instead)."""

    id: str
    odd: OddProof
    took_ms: float
    status: int | None = None
    code: str | None = None
    """Of the refusal; None where the check was answered."""
    request_id: str | None = None
    lost: str | None = None

    @property
    def is_as_expected(self) -> bool:
        """Whether it was refused as it must be."""
        return self.code == self.odd.code
