"""The counters of one client in one world and generation, and how a request is counted in them."""

from collections.abc import Mapping, Sequence

import msgspec

from simulator.conformance.judging import Judging
from simulator.conformance.observation import Observation
from simulator.conformance.past import Past
from simulator.conformance.situations import met_by

MOST_EXAMPLES = 5
MOST_PEOPLE = 1_000
"""People of whom it is known that the client was answered about them; of more nothing is said."""


class Tally(msgspec.Struct, array_like=True):
    """How often a rule was kept and broken, and the first requests that broke it, else that kept it."""

    kept: int = 0
    broken: int = 0
    kept_by: list[str] = []
    broken_by: list[str] = []


class Ledger(msgspec.Struct, kw_only=True):
    """What is known of one client."""

    past: Past = msgspec.field(default_factory=Past)
    rules: dict[str, Tally] = {}
    met: dict[str, int] = {}
    """How often which situation."""
    people: dict[str, int] = {}
    """How often somebody was found."""
    shed: int = 0
    """Requests that were not counted."""

    def count(self, seen: Observation, judging: Judging) -> None:
        """Count a request; those of a client come in the order in which they ended."""
        for rule_id, is_kept, request_id in judging.judge(seen, self.past):
            tally = self.rules.get(rule_id)
            if tally is None:
                tally = self.rules[rule_id] = Tally()
            if is_kept:
                tally.kept += 1
                _add(tally.kept_by, request_id)
            else:
                tally.broken += 1
                _add(tally.broken_by, request_id)
        self.past.remember(seen)
        for situation in met_by(seen):
            self.met[situation] = self.met.get(situation, 0) + 1
        if seen.person is not None and seen.is_check and seen.is_answered:
            if seen.person in self.people:
                self.people[seen.person] += 1
            elif len(self.people) < MOST_PEOPLE:
                self.people[seen.person] = 1

    @property
    def knows_everybody(self) -> bool:
        """Whether nobody was left out."""
        return len(self.people) < MOST_PEOPLE


def together(ledgers: Sequence[Ledger]) -> tuple[Mapping[str, int], Mapping[str, int], int]:
    """Return the situations met, the people found, and how many requests were not counted, of several clients."""
    met: dict[str, int] = {}
    people: dict[str, int] = {}
    for ledger in ledgers:
        for into, found in ((met, ledger.met), (people, ledger.people)):
            for key, times in found.items():
                into[key] = into.get(key, 0) + times
    return met, people, sum(ledger.shed for ledger in ledgers)


def _add(examples: list[str], request_id: str) -> None:
    if len(examples) < MOST_EXAMPLES and request_id not in examples:
        examples.append(request_id)
