"""What becomes of each line: all of it is recorded, or nothing, by the rules of single registrations. Pure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.registry.certificates.rules.kinds import CERTIFICATE_RULES
from services.registry.certificates.rules.succession import decide_issue
from services.registry.coverages.rules.filing import Filing, new_coverage
from services.registry.imports.rules.adding import Adding
from services.registry.imports.rules.cards import CardOnRecord, is_new_card
from services.registry.imports.rules.changing import Changes, changes_by
from services.registry.imports.rules.facts import Facts, Made
from services.registry.imports.rules.joining import is_still, joined
from services.registry.imports.rules.lines import Line, LineCard, LineCertificate, LineCoverage
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from services.registry.persons.rules import decide_registration
from shared.domain.coverage import Insurer, PersonRecord
from shared.domain.identifiers import InsurerNumber
from shared.domain.number_rules import CheckDigits, insurer_number_violations
from shared.errors import AlreadyExists, RequestInvalid, RoleNotAllowed, ServiceError, Violation


@dataclass(frozen=True, slots=True)
class Importer:
    """Whose file it is: an insurer's, or an operator's (None), who may bring members of any insurer."""

    insurer_number: str | None
    check_digits: CheckDigits

    @property
    def is_operator(self) -> bool:
        """Whether it is an operator's."""
        return self.insurer_number is None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The instant at which the batch counts as recorded, and what gives its versions their ids."""

    at: datetime
    today: date
    new_id: Callable[[], UUID]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line."""

    line: int
    is_new: bool = False
    """Whether anything of it was not on record."""
    violations: tuple[Violation, ...] = ()
    """Why nothing of it is recorded."""
    person_id: UUID | None = None
    """Whom it is about, where it was taken."""


class _NeedsLaterInstant(Exception):
    """A line changes what was recorded in this very batch."""


@dataclass(slots=True)
class Judging:
    """Judges the lines of a batch, one after the other."""

    importer: Importer
    facts: Facts
    stamp: Stamp
    _found: list[Violation] = field(default_factory=list)
    adding: Adding = field(init=False)

    def __post_init__(self) -> None:
        self.adding = Adding(self.facts)

    @property
    def made(self) -> Made:
        """What is to be recorded."""
        return self.adding.made

    def judge(self, line: Line) -> Outcome | None:
        """Return what becomes of a line; all that is wrong with it is named.

        None: it changes what lines before it have recorded, and begins the next batch, with a later instant.
        """
        self._found = []
        self.adding.begin()
        try:
            person_id = self._judge(line)
        except _NeedsLaterInstant:
            self.adding.take_back()
            return None
        if self._found:
            self.adding.take_back()
            return Outcome(line.number, violations=tuple(self._found))
        return Outcome(line.number, self.adding.is_new, person_id=person_id)

    def _judge(self, line: Line) -> UUID | None:
        person_id = self._person(line)
        if person_id is not None:
            for place, each in enumerate(line.coverages):
                self._coverage(f"/coverages/{place}", each, person_id)
            if line.card is not None:
                self._card(line.card, person_id)
        return person_id

    def _person(self, line: Line) -> UUID | None:
        with self._collecting("/person"):
            person = self._who(line)
            history = self.facts.persons.get(UUID(person.person_id), [])
            if person is not line.person:
                # Found under another id, and not changed: that is not what a file of members is for.
                return UUID(person.person_id)
            registered = decide_registration(person, history, self.stamp.today, self._new_person)
            if registered.is_new:
                self.adding.person(registered.thing)
            return UUID(person.person_id)
        return None

    def _who(self, line: Line) -> PersonRecord:
        """Return whom a line means: its own person, or somebody on record; raises ServiceError."""
        if line.names_person:
            return line.person
        histories = (self.facts.filing.histories.get(each.coverage.coverage_id) for each in line.coverages)
        holders = {history[-1].person_id for history in histories if history}
        own_id = UUID(line.person.person_id)
        if own_id in holders or own_id in self.facts.persons:
            return line.person
        if not holders:
            return joined(line.person, self.facts.born.get(line.person.birthdate, ())) or line.person
        holder = self.facts.persons.get(next(iter(holders)), [])
        if len(holders) > 1 or not is_still(line.person, holder):
            raise AlreadyExists
        return holder[-1].record

    def _new_person(self, record: PersonRecord) -> RecordedPerson:
        return RecordedPerson(record, self.stamp.at, self.stamp.new_id())

    def _coverage(self, pointer: str, filed: LineCoverage, person_id: UUID) -> None:
        with self._collecting(pointer):
            self._insurer(filed)
            filing = Filing(person_id, filed.coverage, self.importer.check_digits, filed.continuation)
            recorded = self._recorded(filed, filing)
            for each in filed.certificates:
                recorded = self._certificate(f"{pointer}/{each.field}/{each.place}", each, recorded)

    def _recorded(self, filed: LineCoverage, filing: Filing) -> RecordedCoverage:
        """Return the coverage as it is on record with what the line says of it; raises ServiceError."""
        known, coverage_id = self.facts.filing, filing.coverage.coverage_id
        changes = changes_by(filed, filing, known)
        if changes is not None:
            self._must_be_of_before(changes)
            self.adding.changes(changes, self._version_of)
            return known.on_record[coverage_id]
        coverage = None if filed.corrects is not None else new_coverage(filing, known)
        if coverage is None:
            return known.on_record[coverage_id]
        recorded = RecordedCoverage(
            filing.person_id,
            coverage,
            self.stamp.at,
            self.stamp.new_id(),
            filing.is_voluntary,
            filing.accepted_late,
        )
        self.adding.coverage(recorded)
        return recorded

    def _must_be_of_before(self, changes: Changes) -> None:
        """Raise what ends the batch where one of these was recorded in it: a version lasts for an instant at least."""
        now = {before.coverage.coverage_id for before, _ in changes.coverages if before.recorded_at >= self.stamp.at}
        if now & self.adding.changed_by_line:
            raise AlreadyExists
        if now:
            raise _NeedsLaterInstant

    def _version_of(self, after: RecordedCoverage) -> RecordedCoverage:
        return replace(after, recorded_at=self.stamp.at, version_id=self.stamp.new_id())

    def _insurer(self, filed: LineCoverage) -> None:
        """Make the insurer of a coverage where an operator brings it; raises ServiceError."""
        number = filed.coverage.insurer.number
        if self.importer.insurer_number not in (None, number):
            raise RoleNotAllowed(
                [
                    Violation(
                        "/insurer_number",
                        "role-not-allowed",
                        "An insurer may do this with its own insurer number only.",
                        "自らの保険者番号についてのみ実行できます。",
                    )
                ]
            )
        if not self.importer.is_operator or number in self.facts.insurers:
            return
        insurer = Insurer(number, filed.insurer_name or f"保険者{number}", filed.coverage.insurer.kind)
        violations = insurer_number_violations(InsurerNumber(number), insurer.kind, self.importer.check_digits)
        if violations:
            raise RequestInvalid(violations)
        self.adding.insurer(insurer)

    def _certificate(self, pointer: str, each: LineCertificate, recorded: RecordedCoverage) -> RecordedCoverage:
        with self._collecting(pointer):
            rules = CERTIFICATE_RULES[each.field]
            history = self.facts.certificates.get(each.certificate_id, ())
            birthdate = self.facts.births[recorded.person_id]
            issued = decide_issue(rules, each.certificate, recorded, birthdate, history)
            if issued.is_new:
                return self.adding.certificate(each, recorded)
        return recorded

    def _card(self, card: LineCard, person_id: UUID) -> None:
        with self._collecting("/card"):
            if not self.importer.is_operator:
                raise RoleNotAllowed
            known = self.facts.cards.get(card.certificate, CardOnRecord())
            if is_new_card(self.facts.persons[person_id][-1].record, known):
                self.adding.card(card, person_id, known)

    @contextmanager
    def _collecting(self, pointer: str) -> Iterator[None]:
        """Note a refusal's violations under ``pointer``; without any, the refusal itself."""
        try:
            yield
        except ServiceError as refusal:
            told = refusal.violations or (Violation("", refusal.code, refusal.detail, refusal.detail_ja),)
            self._found += [replace(each, pointer=_placed(pointer, each.pointer)) for each in told]


def _placed(pointer: str, within: str) -> str:
    # Rules of a person's coverage name the person by the field that single registrations have.
    if within == "/person_id":
        return "/person"
    return within if within.startswith("/person") else pointer + within
