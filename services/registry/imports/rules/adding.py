"""What the lines of a batch add to its facts, each for those after it; a refused one is taken back. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from services.registry.imports.rules.cards import CardOnRecord
from services.registry.imports.rules.changing import Changes
from services.registry.imports.rules.facts import Facts, Made
from services.registry.imports.rules.lines import LineCard, LineCertificate
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.coverage import Insurer


@dataclass(slots=True)
class Adding:
    """The facts of a batch, and what is to be recorded; ``begin`` opens a line, ``take_back`` undoes it."""

    facts: Facts
    made: Made = field(default_factory=Made)
    is_new: bool = False
    """Whether the line that is open has added anything."""
    changed_by_line: set[str] = field(default_factory=set)
    """The coverages that it has recorded or changed."""
    _undo: list[Callable[[], Any]] = field(default_factory=list)

    def begin(self) -> None:
        """Open a line."""
        self._undo, self.is_new, self.changed_by_line = [], False, set()

    def take_back(self) -> None:
        """Undo all that the open line has added."""
        while self._undo:
            self._undo.pop()()
        self.is_new = False

    def person(self, made: RecordedPerson) -> None:
        """Add a person who was not on record."""
        person_id, record = UUID(made.record.person_id), made.record
        born_then = self.facts.born.setdefault(record.birthdate, [])
        self.facts.persons[person_id] = [made]
        self.facts.births[person_id] = record.birthdate
        born_then.append(record)
        self.made.persons.append(made)
        self._added(
            lambda: self.facts.persons.pop(person_id),
            lambda: self.facts.births.pop(person_id),
            born_then.pop,
            self.made.persons.pop,
        )

    def insurer(self, insurer: Insurer) -> None:
        """Add an insurer; that alone is nothing new of a line."""
        self.facts.insurers[insurer.number] = insurer
        self.made.insurers.append(insurer)
        self._undo += [lambda: self.facts.insurers.pop(insurer.number), self.made.insurers.pop]

    def coverage(self, recorded: RecordedCoverage) -> None:
        """Add a coverage that was not on record."""
        coverage_id = recorded.coverage.coverage_id
        self.facts.filing.add(recorded)
        self.made.coverages[coverage_id] = recorded
        self.changed_by_line.add(coverage_id)
        self._added(
            lambda: self.facts.filing.take_back(recorded),
            lambda: self.made.coverages.pop(coverage_id),
        )

    def changes(self, changes: Changes, version_of: Callable[[RecordedCoverage], RecordedCoverage]) -> None:
        """Let coverages become what a line makes of them; ``version_of`` stamps each."""
        for before, after in changes.coverages:
            self._change(before, version_of(after))
        for person_id in changes.person_ids:
            self.made.touched.append(person_id)
            self._undo.append(self.made.touched.pop)

    def certificate(self, each: LineCertificate, before: RecordedCoverage) -> RecordedCoverage:
        """Hang a certificate on a coverage; return what that is now."""
        coverage_id = before.coverage.coverage_id
        others = getattr(before.coverage, each.field)
        named: dict[str, Any] = {each.field: (*others, each.certificate)}
        after = replace(before, coverage=replace(before.coverage, **named))
        self.facts.certificates[each.certificate_id] = [(UUID(coverage_id), each.certificate)]
        self.made.certificates.append((each.field, coverage_id, each.certificate))
        self._added(lambda: self.facts.certificates.pop(each.certificate_id), self.made.certificates.pop)
        for known in (self.facts.filing.on_record, self.made.coverages, self.made.changed):
            if coverage_id in known:
                known[coverage_id] = after
                self._undo.append(partial(known.__setitem__, coverage_id, before))
        if coverage_id not in self.made.coverages:
            self.made.touched.append(after.person_id)
            self._undo.append(self.made.touched.pop)
        return after

    def card(self, card: LineCard, person_id: UUID, known: CardOnRecord) -> None:
        """Add a card's registration."""
        cards = self.facts.cards
        cards[card.certificate] = replace(known, registered_for=person_id)
        self.made.cards.append((person_id, card))
        self._added(partial(cards.__setitem__, card.certificate, known), self.made.cards.pop)

    def _change(self, before: RecordedCoverage, after: RecordedCoverage) -> None:
        coverage_id = after.coverage.coverage_id
        on_record = self.facts.filing.on_record
        held = on_record.get(coverage_id)
        # Certificates stay on it, whatever it becomes.
        with_certificates = after if held is None else replace(after, coverage=_certified(after, held))
        self.facts.filing.change(before, after)
        self.made.changed[coverage_id] = with_certificates
        self.changed_by_line.add(coverage_id)
        self._added(
            lambda: self.facts.filing.change_back(before, after),
            lambda: self.made.changed.pop(coverage_id),
        )
        if held is not None:
            on_record[coverage_id] = with_certificates
            self._undo.append(partial(on_record.__setitem__, coverage_id, held))

    def _added(self, *undo: Callable[[], Any]) -> None:
        self.is_new = True
        self._undo += undo


def _certified(after: RecordedCoverage, held: RecordedCoverage) -> Any:
    return replace(
        after.coverage,
        limit_certificates=held.coverage.limit_certificates,
        elderly_certificates=held.coverage.elderly_certificates,
        specific_disease_certificates=held.coverage.specific_disease_certificates,
        medical_tickets=held.coverage.medical_tickets,
    )
