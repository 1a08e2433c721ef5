"""Judging a request by all rules, at little cost: what a rule says of one request alone is the same for all alike."""

from collections.abc import Sequence

from simulator.conformance.observation import Observation
from simulator.conformance.past import Past
from simulator.conformance.rule import Rule

Said = tuple[str, bool, str]
"""A rule's id, whether it is kept, and the request that shows it."""
_MOST_SHAPES = 2_000


class Judging:
    """Judges by ``rules``; of those that need no past it remembers what they said of requests of the same shape."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._alone = [rule for rule in rules if not rule.needs_past]
        self._in_time = [(rule.id, rule.judge) for rule in rules if rule.needs_past]
        self._known: dict[object, list[tuple[str, bool]]] = {}

    def judge(self, seen: Observation, past: Past) -> list[Said]:
        """Return what each rule says that says anything."""
        said = [(rule_id, is_kept, seen.request_id) for rule_id, is_kept in self._said_alone(seen)]
        for rule_id, judge in self._in_time:
            judged = judge(seen, past)
            if judged is not None:
                said.append((rule_id, judged.is_kept, judged.request_id))
        return said

    def _said_alone(self, seen: Observation) -> list[tuple[str, bool]]:
        shape = _shape(seen)
        known = self._known.get(shape)
        if known is None:
            judged = [(rule.id, rule.judge(seen, Past())) for rule in self._alone]
            known = [(rule_id, each.is_kept) for rule_id, each in judged if each is not None]
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            self._known[shape] = known
        return known


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
    )
