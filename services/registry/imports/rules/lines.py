"""A line of a file: one person, what covers them, and their card. Pure.

A line that names no ids gets them from what it says (UUIDv5): the same line is the same person and coverage each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from services.registry.cards.rules.cards import CardCertificate, Channel
from services.registry.coverages.rules.acquisition import Continuation
from services.registry.imports.rules.forms import Form
from services.registry.imports.rules.splitting import Part
from services.registry.person_records.rules.certificate_days import AnyBenefitCertificate
from shared.domain.coverage import Coverage, PersonRecord
from shared.errors import Violation

_NAMESPACE: Final = UUID("5d1c9b52-6a0e-5f0b-9a3e-6f2d6f6e7369")
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class LineCertificate:
    """A certificate or ticket on a coverage."""

    field: str
    """The field of a coverage that holds its kind."""
    place: int
    certificate_id: UUID
    certificate: AnyBenefitCertificate


@dataclass(frozen=True, slots=True)
class LineCoverage:
    """A coverage as a line has it."""

    coverage: Coverage
    insurer_name: str | None = None
    """For an insurer that is not on record yet."""
    continuation: Continuation | None = None
    corrects: Mapping[str, Any] | None = None
    """Of a correction (訂正) the fields that the line names; None: it is none."""
    certificates: tuple[LineCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class LineCard:
    """A card's certificate, and where it was registered."""

    certificate: CardCertificate
    channel: Channel


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says."""

    number: int
    person: PersonRecord = field(repr=False)
    """Under the id that is theirs unless they are on record under another."""
    names_person: bool
    """Whether the line names that id itself."""
    coverages: tuple[LineCoverage, ...] = ()
    card: LineCard | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that cannot be taken as it is written, and why."""

    number: int
    violations: tuple[Violation, ...]


LineReading = Callable[[Part, Form], list[Line | Unread]]
"""Reads the lines of a part."""


def coverage_id_of(coverage: Coverage, birthdate: date) -> UUID:
    """Return the id of a coverage that names none: from insurer, 記号, 番号, 枝番, birth date and first day."""
    found_by = coverage.identifiers_of(birthdate)
    parts = (
        found_by.insurer_number,
        found_by.symbol,
        found_by.number,
        found_by.branch or "",
        birthdate.isoformat(),
        coverage.acquired_on.isoformat(),
    )
    return uuid5(_NAMESPACE, _BETWEEN.join(parts))


def person_id_of(coverage_id: UUID) -> UUID:
    """Return the id of a person who is first told of with this coverage, and of whom no other is named."""
    return uuid5(coverage_id, "person")


def certificate_id_of(coverage_id: UUID, kind: str, content: str) -> UUID:
    """Return the id of a certificate that names none: from its coverage, its kind and all that it says."""
    return uuid5(coverage_id, f"{kind}{_BETWEEN}{content}")
