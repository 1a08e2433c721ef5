"""A line of an import as it is written, in JSON, and as the rules take it."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from pydantic import Field, ValidationError

from services.registry.cards.messages.registrations import CHANNEL, CertificateNamed
from services.registry.cards.rules.cards import Channel
from services.registry.certificates.messages.days import BenefitCertificateBody
from services.registry.certificates.messages.elderly_certificates import ElderlyCertificateRegistration
from services.registry.certificates.messages.limit_certificates import LimitCertificateRegistration
from services.registry.certificates.messages.medical_tickets import MedicalTicketRegistration
from services.registry.certificates.messages.specific_disease_certificates import (
    SpecificDiseaseCertificateRegistration,
)
from services.registry.coverages.messages.changes import Correction
from services.registry.coverages.messages.coverages import FiledCoverage
from services.registry.imports.rules.lines import (
    Line,
    LineCard,
    LineCertificate,
    LineCoverage,
    Unread,
    certificate_id_of,
    coverage_id_of,
    person_id_of,
)
from services.registry.persons.messages import PersonRegistration
from shared.errors import MyNumberNotAccepted, Violation
from shared.web.bodies import Body, Flag, Text
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.problems import violation_of

_MOST_COVERAGES, _MOST_CERTIFICATES = 100, 100
_FIELDS: Final = (
    "limit_certificates",
    "elderly_certificates",
    "specific_disease_certificates",
    "medical_tickets",
)


class ImportedCoverage(FiledCoverage):
    """資格, with what hangs on it."""

    insurer_name: Text | None = Field(
        default=None,
        description="保険者名称: of an insurer that is not on record; only an operator's import makes one.",
    )
    is_correction: Flag = Field(
        default=False,
        description="訂正: of a coverage on record, under its `coverage_id`; what the line names of it is right.",
    )
    limit_certificates: list[LimitCertificateRegistration] = Field(
        default_factory=list, max_length=_MOST_CERTIFICATES, description="限度額適用認定証."
    )
    elderly_certificates: list[ElderlyCertificateRegistration] = Field(
        default_factory=list, max_length=_MOST_CERTIFICATES, description="高齢受給者証."
    )
    specific_disease_certificates: list[SpecificDiseaseCertificateRegistration] = Field(
        default_factory=list, max_length=_MOST_CERTIFICATES, description="特定疾病療養受療証."
    )
    medical_tickets: list[MedicalTicketRegistration] = Field(
        default_factory=list, max_length=_MOST_CERTIFICATES, description="医療券・調剤券."
    )

    def corrected(self) -> dict[str, Any]:
        """Return the fields that a correction names, as `POST /coverages/{id}/corrections` takes them."""
        return {name: getattr(self, name) for name in self.model_fields_set & Correction.model_fields.keys()}


class ImportedCard(CertificateNamed):
    """初回登録 of a card; only an operator's import brings any."""

    channel: Channel = Field(description=CHANNEL)


class ImportLine(Body):
    """One person: as `POST /v1/persons`, with coverages as `POST /v1/coverages`, each with its certificates."""

    person: PersonRegistration = Field(description="加入者. Without `person_id` whoever agrees on record is joined.")
    coverages: list[ImportedCoverage] = Field(
        default_factory=list, max_length=_MOST_COVERAGES, description="資格, oldest first."
    )
    card: ImportedCard | None = Field(default=None, description="カード (利用登録).")


def read_line(number: int, value: Any) -> Line | Unread:
    """Return what a JSON value says; names all that is wrong with it."""
    try:
        body = ImportLine.model_validate(value)
        refuse_my_numbers(body)
    except ValidationError as error:
        return Unread(number, tuple(violation_of(dict(entry)) for entry in error.errors()))
    except MyNumberNotAccepted as error:
        return Unread(number, error.violations)
    return _line_of(number, body)


def _line_of(number: int, body: ImportLine) -> Line | Unread:
    birthdate = body.person.birthdate
    coverages = tuple(_coverage_of(each, birthdate) for each in body.coverages)
    person_id = body.person.person_id
    if person_id is None:
        if not coverages:
            return Unread(number, (_NOBODY,))
        person_id = person_id_of(UUID(coverages[0].coverage.coverage_id))
    card = None if body.card is None else LineCard(body.card.certificate(), body.card.channel)
    return Line(number, body.person.record(person_id), body.person.person_id is not None, coverages, card)


_NOBODY: Final = Violation(
    "/person/person_id",
    "missing",
    "A line without coverages names the person.",
    "資格のない行では person_id を指定してください。",
)


def _coverage_of(body: ImportedCoverage, birthdate: Any) -> LineCoverage:
    coverage = body.coverage(body.coverage_id or _NO_ID)
    coverage_id = body.coverage_id
    if coverage_id is None:
        coverage_id = coverage_id_of(coverage, birthdate)
        coverage = body.coverage(coverage_id)
    certificates = tuple(_certificates_of(body, coverage_id))
    corrects = body.corrected() if body.is_correction else None
    return LineCoverage(coverage, body.insurer_name, body.continuation(), corrects, certificates)


_NO_ID: Final = UUID(int=0)


def _certificates_of(body: ImportedCoverage, coverage_id: UUID) -> Iterator[LineCertificate]:
    for field in _FIELDS:
        bodies: list[BenefitCertificateBody[Any]] = getattr(body, field)
        for place, each in enumerate(bodies):
            certificate_id = each.chosen_id or certificate_id_of(coverage_id, field, each.model_dump_json())
            yield LineCertificate(field, place, certificate_id, each.certificate(certificate_id))


ReadValue = Callable[[int, Any], Line | Unread]
