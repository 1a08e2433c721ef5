"""One fault rule: what happens, to whose requests, and how often. As it stands in the control database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec


class Match(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which requests a rule is about; what is None fits every request."""

    test: str | None = None
    client_id: str | None = None
    institution_code: str | None = None
    persona: str | None = None
    operation: str | None = None
    face: str | None = None
    client_reference: str | None = None


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule. ``times`` None: without limit; then it ends by ``ends_at``, or never where it is of a profile."""

    kind: str
    parameters: Mapping[str, Any] = {}
    match: Match = Match()
    skip: int = 0
    times: int | None = 1
    every: int = 1
    share: float | None = None
    for_seconds: float | None = None
    note: str | None = None
    key: str = ""
    """Hexadecimal: made of the world's seed and of what the rule says, so it is the same in every run."""
    who: tuple[str, ...] = ()
    """What the persona of ``match`` is known by (shared/worlds/fault_plan.py)."""
    shown: str | None = None
    """wrong_person: the person_id of whose data is shown."""
    made_at: datetime | None = None
    """By the world's clock."""
    ends_at: datetime | None = None
    """By the world's clock; in real time it ends no later than ``ends_really_at``."""
    ends_really_at: datetime | None = None
    of_profile: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether requests are counted over all workers before one gets the fault."""
        return self.times is not None or self.skip > 0 or self.every > 1

    @property
    def fired_with(self) -> Mapping[str, Any]:
        """The parameters with whatever else acts when it fires."""
        return self.parameters if self.shown is None else {**self.parameters, "person_id": self.shown}

    @property
    def spans(self) -> int:
        """How many requests one firing takes: the polls for which many at once are still worked on, else one."""
        return int(self.parameters.get("polls", 1))


def firing_of(rule: Rule, place: int) -> int | None:
    """Return which firing it is when the ``place``-th request (from 1) comes that the rule fits; None: it has none."""
    past, left = divmod(place - rule.skip - 1, rule.every)
    if past < 0 or left:
        return None
    number = past // rule.spans + 1
    return number if rule.times is None or number <= rule.times else None


def fired_by(rule: Rule, seen: int) -> int:
    """Return how often a rule has fired once ``seen`` requests have come that it fits."""
    fired = max(0, -((rule.skip - seen) // rule.every)) // rule.spans
    return fired if rule.times is None else min(fired, rule.times)


def is_exhausted(rule: Rule, seen: int) -> bool:
    """Tell whether a rule has fired as often as it may."""
    return rule.times is not None and fired_by(rule, seen) >= rule.times
