"""The parts of an explanation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path: what had to be, what was found. ``is_ok`` is None where the path did not come so far."""

    step: str
    expected: str
    found: str | None
    is_ok: bool | None
    expected_ja: str | None = None
    """None where the other is no language: a code, a digest, an instant."""
    found_ja: str | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """An answer that was not given, and why."""

    answer: str
    reason: str
    reason_ja: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps in the order of the path, and why no other answer was given."""

    steps: tuple[Step, ...]
    why_not: tuple[WhyNot, ...]
