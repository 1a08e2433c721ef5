"""Judging a request by all rules, at little cost: what a rule says of one request alone is the same for all alike."""

from collections.abc import Iterator, Sequence

from simulator.conformance.observation import Observation
from simulator.conformance.past import Past
from simulator.conformance.rule import Judged, Rule

Said = tuple[str, bool]
"""A rule's id, and whether it is kept."""
_MOST_SHAPES = 2_000


class Judging:
    """Judges by ``rules``; of those that need no past it remembers what they said of requests of the same shape."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._alone = [rule for rule in rules if not rule.needs_past]
        self._in_time = [(rule.id, rule.judge) for rule in rules if rule.needs_past]
        self._known: dict[object, list[Said]] = {}

    def alone(self, seen: Observation) -> Sequence[Said]:
        """Return what the rules say that need no past: for requests of one shape the same object, while it is known."""
        shape = _shape(seen)
        known = self._known.get(shape)
        if known is None:
            judged = [(rule.id, rule.judge(seen, Past())) for rule in self._alone]
            known = [(rule_id, each.is_kept) for rule_id, each in judged if each is not None]
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            self._known[shape] = known
        return known

    def in_time(self, seen: Observation, past: Past) -> Iterator[tuple[str, Judged]]:
        """Yield the id and the verdict of each rule that needs the past and says anything."""
        for rule_id, judge in self._in_time:
            judged = judge(seen, past)
            if judged is not None:
                yield rule_id, judged


def _shape(seen: Observation) -> object:
    """Return all of a request but who and when."""
    return (
        seen.service,
        seen.operation,
        seen.status,
        seen.code,
        seen.method,
        seen.purpose,
        seen.is_whole,
        seen.is_faulty,
        seen.has_agent,
        seen.goes_on,
        seen.waits,
        seen.consent,
        seen.has_branch,
        seen.has_proof,
        seen.check_id is None,
        seen.violations,
        seen.message,
        seen.flaws,
    )
