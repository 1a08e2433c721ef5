"""What came of asking about a persona just now, beside what was expected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from onshi.problems import OnshiProblem
from simulator.pages.outcomes import ShownMember, outcome
from simulator.personas.persona import Persona

Way = Literal["card", "insured"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it: an answer, a refusal, or nothing (``lost``: what happened instead)."""

    id: str
    persona: Persona = field(repr=False)
    way: Way
    today: date
    took_ms: float
    document: Mapping[str, Any] | None = field(default=None, repr=False)
    problem: OnshiProblem | None = None
    lost: str | None = None

    @property
    def is_as_expected(self) -> bool:
        """Whether each member that the persona expects is there."""
        expected, members = self._expected(), self._members()
        return bool(expected) and all(members.get(name) == value for name, value in expected.items())

    @property
    def has_day_passed(self) -> bool:
        """Whether the clock has left the day for which the expected answer holds."""
        return self.today != self.persona.as_of

    @property
    def shown(self) -> list[ShownMember]:
        """The members that tell what came of it."""
        members = self._members()
        wanted = {"validity", "refusal", *self._expected()}
        return outcome({name: value for name, value in members.items() if name in wanted})

    @property
    def pretty(self) -> str:
        """The whole answer as JSON; empty where there is none."""
        return "" if self.document is None else json.dumps(self.document, ensure_ascii=False, indent=2)

    def _expected(self) -> Mapping[str, str]:
        expected = self.persona.expected
        return (expected.card if self.way == "card" else expected.insured) or {}

    def _members(self) -> dict[str, str]:
        if self.problem is not None:
            return {"refusal": self.problem.code}
        return {name: value for name, value in (self.document or {}).items() if isinstance(value, str)} | _refusal(
            self.document
        )


def _refusal(document: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what closes a purpose: an answer, and no error."""
    refusal = (document or {}).get("refusal")
    code = refusal.get("code") if isinstance(refusal, dict) else None
    return {"refusal": code} if isinstance(code, str) else {}
