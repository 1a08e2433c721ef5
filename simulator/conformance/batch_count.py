"""Counting the requests of a batch in one ledger: requests of one shape are added together, once for each rule.

Most requests of a batch are alike, and most rules say the same of each of them.
"""

from collections.abc import Sequence

from simulator.conformance.judging import Judging, Said
from simulator.conformance.ledger import Ledger
from simulator.conformance.observation import Observation


class _Alike:
    """Requests of one shape that give no example any more, and are not added yet."""

    __slots__ = ("said", "times")

    def __init__(self, said: Sequence[Said]) -> None:
        self.said, self.times = said, 0


class BatchCount:
    """Counts in ``ledger``; it is right after ``finish``."""

    def __init__(self, ledger: Ledger, judging: Judging) -> None:
        self.ledger, self._judging = ledger, judging
        self._alike: dict[int, _Alike] = {}
        """By the identity of what is said, which is kept alive here."""

    def add(self, seen: Observation) -> None:
        """Count a request; those of a client come in the order in which they ended."""
        ledger, said = self.ledger, self._judging.alone(seen)
        alike = self._alike.get(id(said))
        if alike is None:
            self._add_with_example(said, seen.request_id)
        else:
            alike.times += 1
        for rule_id, judged in self._judging.in_time(seen, ledger.past):
            ledger.tally(rule_id).add(judged.request_id, is_kept=judged.is_kept)
        ledger.note(seen)

    def finish(self) -> Ledger:
        """Add what is not added yet, and return the ledger."""
        for alike in self._alike.values():
            for rule_id, is_kept in alike.said:
                self.ledger.tally(rule_id).add_more(alike.times, is_kept=is_kept)
        self._alike.clear()
        return self.ledger

    def _add_with_example(self, said: Sequence[Said], request_id: str) -> None:
        for rule_id, is_kept in said:
            self.ledger.tally(rule_id).add(request_id, is_kept=is_kept)
        if all(self.ledger.tally(rule_id).has_examples(is_kept=is_kept) for rule_id, is_kept in said):
            self._alike[id(said)] = _Alike(said)
