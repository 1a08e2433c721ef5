"""The bench's people: made from a seed, written straight into the tables that the registry publishes.

All of them are invented and none has twelve digits in a row. What counts is that each has a certificate and a
coverage of their own, so that nothing about one person is warm because another was asked about.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg

from shared.clock import day_in_japan
from shared.domain.codes import LimitCategory, LimitCertificateKind, Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, LimitCertificate, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.insurers import InsurerKind
from shared.ids import new_id

INSTITUTIONS = tuple(InstitutionCode(f"991{number:07}") for number in range(7_770_010, 7_770_090, 10))
"""Eight invented clinics in a prefecture that does not exist; each person goes to one of them."""
_INSURER = Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY)


@dataclass(frozen=True, slots=True)
class Patient:
    """One person, and what a driver must know to ask about them and to judge the answer."""

    index: int
    version_id: UUID
    serial_number: int
    record: PersonRecord

    @property
    def coverage(self) -> Coverage:
        """Their only coverage."""
        return self.record.coverages[0]

    @property
    def institution_code(self) -> InstitutionCode:
        """The clinic that they go to."""
        return INSTITUTIONS[self.index % len(INSTITUTIONS)]


def invent_patients(count: int, seed: int, now: datetime) -> Iterator[Patient]:
    """Make ``count`` people: the same for the same seed and instant."""
    source = random.Random(seed)
    serial_numbers = source.sample(range(1 << 40, 1 << 47), count)
    today = day_in_japan(now)
    for index in range(count):
        person_id, coverage_id, limit_id, version_id = (new_id(now, source.randbytes) for _ in range(4))
        is_self = source.random() < 0.6  # noqa: PLR2004 - about the real share of insured persons among members
        coverage = Coverage(
            coverage_id=str(coverage_id),
            insurer=_INSURER,
            symbol=f"模擬{source.randrange(100, 1000)}",
            number=str(1_000_000 + index),
            branch="00" if is_self else f"{source.randrange(1, 6):02}",
            relationship=Relationship.SELF if is_self else Relationship.FAMILY,
            acquired_on=today - timedelta(days=source.randrange(400, 4000)),
            issued_on=today - timedelta(days=390),
            limit_certificates=(
                LimitCertificate(
                    certificate_id=str(limit_id),
                    kind=LimitCertificateKind.LIMIT,
                    category=LimitCategory.A03,
                    issued_on=today - timedelta(days=100),
                    valid_from=today - timedelta(days=100),
                    valid_to=today + timedelta(days=200),
                ),
            ),
        )
        record = PersonRecord(
            person_id=str(person_id),
            name=f"架空　患者{index:05}",
            name_kana="カクウ　カンジャ",
            sex=source.choice((Sex.MALE, Sex.FEMALE)),
            # Between 20 and 64 years old: the category A03 is one of theirs.
            birthdate=date(today.year - source.randrange(20, 64), source.randrange(1, 13), source.randrange(1, 29)),
            postal_code="1000000",
            address=f"東京都架空区模擬町{source.randrange(1, 10)}丁目{source.randrange(1, 30)}番地",
            coverages=(coverage,),
        )
        yield Patient(index, version_id, serial_numbers[index], record)


async def settle(admin: asyncpg.Connection) -> None:
    """Leave PostgreSQL as a running system is: statistics taken, nothing left to write, no vacuum due."""
    await admin.execute("VACUUM (ANALYZE, FREEZE)")
    await admin.execute("CHECKPOINT")
