"""What is on record that decides about a batch of lines; what each line adds counts for those after it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.registry.cards.rules.cards import CardCertificate
from services.registry.coverages.rules.filing import FilingFacts
from services.registry.imports.rules.cards import CardOnRecord
from services.registry.imports.rules.lines import LineCard
from services.registry.person_records.rules.certificate_days import AnyBenefitCertificate
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.coverage import Insurer, PersonRecord


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a batch."""

    filing: FilingFacts
    births: dict[UUID, date] = field(repr=False)
    """The same as ``filing`` has, to be added to; so are the insurers."""
    insurers: dict[str, Insurer]
    persons: dict[UUID, list[RecordedPerson]]
    """Every version of those who are on record, the open one last."""
    born: dict[date, list[PersonRecord]] = field(repr=False)
    """By birth date those who may be a line's person, as recorded now."""
    certificates: dict[UUID, list[tuple[UUID, AnyBenefitCertificate]]]
    """Every version of the certificates that are on record already, with the coverage it hangs on."""
    cards: dict[CardCertificate, CardOnRecord]
    """What is known of the cards."""


@dataclass(slots=True)
class Made:
    """What is to be recorded."""

    insurers: list[Insurer] = field(default_factory=list)
    persons: list[RecordedPerson] = field(default_factory=list)
    coverages: dict[str, RecordedCoverage] = field(default_factory=dict)
    """With the certificates on them, by id."""
    certificates: list[tuple[str, str, AnyBenefitCertificate]] = field(default_factory=list)
    """The field that holds its kind, the coverage, and the certificate."""
    changed: dict[str, RecordedCoverage] = field(default_factory=dict)
    """What has become of coverages that were on record, by id."""
    touched: list[UUID] = field(default_factory=list)
    """Whose coverages, on record before, are others now or have certificates that they had not."""
    cards: list[tuple[UUID, LineCard]] = field(default_factory=list)
    """To be registered, each for a person."""

    def person_ids(self) -> Iterable[UUID]:
        """Return whose published record changes."""
        yield from (UUID(each.record.person_id) for each in self.persons)
        yield from (each.person_id for each in self.coverages.values())
        yield from self.touched
