"""The rules of one world as a worker knows them, and which of them fit a request."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from shared.clock import Clock, ShiftedClock
from shared.worlds.fault_plan import NOBODY, Who
from simulator.faults.chance import is_in_share
from simulator.faults.operations import Operation, is_meant, named
from simulator.faults.requests import Facts
from simulator.faults.rule import Rule, is_exhausted

_ID, _OF_PROFILE = "fault-", "profile-"
_NONE: frozenset[str] = frozenset()
_A_RULE = re.compile(rf"{_ID}([1-9][0-9]{{0,17}})")


@dataclass(slots=True)
class LiveRule:
    """A rule with how many requests of all workers it has fitted, as far as this worker knows."""

    number: int
    rule: Rule
    seen: int

    @property
    def id(self) -> str:
        """What callers know it by."""
        return f"{_OF_PROFILE}{self.number}" if self.rule.of_profile else id_of(self.number)

    @property
    def key(self) -> bytes:
        """The seed of what is drawn for it."""
        return bytes.fromhex(self.rule.key)


class Plan:
    """The rules of a world: those that are counted come first, in the order in which they were made.

    So faults of one kind of request fire one after the other, and what is meant for a while, or for ever, fills up.
    """

    def __init__(self, world: tuple[str, int], rules: Iterable[LiveRule], clock: Clock) -> None:
        """``world`` is its name and generation."""
        self.world = world
        self._rules = sorted(rules, key=_turn)
        self._clock = clock
        self.needs_body = any(_needs_body(each.rule) for each in self._rules)
        self._kinds_of: dict[str, frozenset[str]] = {}

    def kinds_for(self, operation: Operation | None) -> frozenset[str]:
        """Return the kinds of rules that can be about an operation: what a request pays which no rule is about."""
        if operation is None:
            return _NONE
        kinds = self._kinds_of.get(operation.operation_id)
        if kinds is None:
            kinds = frozenset(each.rule.kind for each in self._rules if _can_mean(each.rule, operation))
            self._kinds_of[operation.operation_id] = kinds
        return kinds

    def names(self, key: str) -> bool:
        """Tell whether a rule is about whoever is known by ``key``."""
        return any(key in live.rule.who for live in self._rules)

    def fitting(self, kinds: Collection[str], facts: Facts, who: Who = NOBODY) -> Iterator[LiveRule]:
        """Yield the rules of these kinds that fit a request and have not ended, in their turn."""
        for live in self._rules:
            rule = live.rule
            if rule.kind in kinds and _fits(live, facts, who) and not is_exhausted(rule, live.seen):
                if has_ended(rule, self._clock):
                    continue
                yield live


def id_of(number: int) -> str:
    """Return the id of a world's rule."""
    return f"{_ID}{number}"


def number_of(rule_id: str) -> int | None:
    """Return the number in an id; None where it is none."""
    found = _A_RULE.fullmatch(rule_id)
    return None if found is None else int(found[1])


def has_ended(rule: Rule, clock: Clock) -> bool:
    """Tell whether a rule's time is over, by the world's clock or, at the latest, in real time."""
    if rule.ends_at is None or rule.ends_really_at is None:
        return False
    return clock.now() >= rule.ends_at or ShiftedClock().now() >= rule.ends_really_at


def _turn(live: LiveRule) -> tuple[bool, bool, int]:
    return live.rule.of_profile, live.rule.times is None, live.number


def _can_mean(rule: Rule, operation: Operation) -> bool:
    name = rule.match.operation
    return operation in named(name) if name is not None else not operation.is_of_operation


def _needs_body(rule: Rule) -> bool:
    match = rule.match
    return rule.share is not None or any((match.persona, match.client_reference, match.client_id))


def _fits(live: LiveRule, facts: Facts, who: Who) -> bool:
    rule, match = live.rule, live.rule.match
    return (
        match.test in (None, facts.test)
        and match.client_id in (None, facts.client_id)
        and match.institution_code in (None, facts.institution_code)
        and match.face in (None, facts.face)
        and match.client_reference in (None, facts.client_reference)
        and (not facts.is_own if match.operation is None else is_meant(match.operation, facts.path, facts.operation))
        and (match.persona is None or not (who or facts.who).isdisjoint(rule.who))
        and (rule.share is None or is_in_share(live.key, rule.share, facts.key))
    )
