"""The counters of one client in one world and generation."""

from collections.abc import Mapping, Sequence

import msgspec

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

    def add(self, request_id: str, *, is_kept: bool) -> None:
        """Count a request, and keep it as an example while there are few."""
        if is_kept:
            self.kept += 1
            _add(self.kept_by, request_id)
        else:
            self.broken += 1
            _add(self.broken_by, request_id)

    def add_more(self, times: int, *, is_kept: bool) -> None:
        """Count requests where there are examples enough."""
        if is_kept:
            self.kept += times
        else:
            self.broken += times

    def has_examples(self, *, is_kept: bool) -> bool:
        """Tell whether another example would not be kept."""
        return len(self.kept_by if is_kept else self.broken_by) >= MOST_EXAMPLES


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

    def tally(self, rule_id: str) -> Tally:
        """Return the tally of a rule; it begins with nothing."""
        tally = self.rules.get(rule_id)
        if tally is None:
            tally = self.rules[rule_id] = Tally()
        return tally

    def note(self, seen: Observation) -> None:
        """Remember a request, what it met and whom it found, after the rules have judged it."""
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
