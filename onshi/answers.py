"""The answer of an eligibility check, as far as a client branches on it; the whole document stays at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer (資格確認結果). Fields that a newer simulator adds are found in ``document``.

    A refused purpose is an answer too: ``outcome`` is ``refused``, ``refusal`` says why, no ``results``.
    """

    check_id: str
    as_of: str
    method: str
    outcome: str
    validity: str | None
    refusal: Mapping[str, Any] | None
    certificate_state: str | None
    results: tuple[Mapping[str, Any], ...]
    notices: tuple[Mapping[str, Any], ...]
    document: Mapping[str, Any]

    @property
    def is_valid(self) -> bool:
        """Whether the insurance is in force on the day asked about (資格有効性 1)."""
        return self.validity == "valid"

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Read the JSON of an answer; members it does not know are left in ``document``."""
        return cls(
            check_id=document["check_id"],
            as_of=document["as_of"],
            method=document["method"],
            outcome=document["outcome"],
            validity=document["validity"],
            refusal=document["refusal"],
            certificate_state=document["certificate_state"],
            results=tuple(document["results"]),
            notices=tuple(document["notices"]),
            document=document,
        )
