"""Person n of the scale bench: rows by the million in SQL (publishing.py), the same in Python for who is asked about.

Ids follow from n by a hash: in an index they lie anywhere, as those of imports do. Everybody is invented, insured at
one place, between 28 and 61 years old, and has a limit certificate of a category that fits.
"""

from datetime import date, datetime, timedelta
from hashlib import md5
from typing import Final
from uuid import UUID

import msgspec

from loadtests.worlds.population import Patient
from shared.clock import day_in_japan
from shared.domain.codes import LimitCategory, LimitCertificateKind, Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, LimitCertificate, PersonRecord
from shared.domain.insurers import InsurerKind

INSURER: Final = "06139018"
SYMBOL: Final = "123"
BRANCH: Final = "00"
FIRST_BIRTHDATE: Final = date(1966, 1, 1)
BIRTHDATES: Final = 12_000
FIRST_NUMBER: Final = 1_000_000
_PLACES: Final = {
    # What a record says of person n, and where it stands in the template of publishing.py.
    "person_id": "%1$s",
    "birthdate": "%2$s",
    "coverage_id": "%3$s",
    "number": "%4$s",
}


def patient(n: int, today: date) -> Patient:
    """Return person n as the tables have them."""
    record = _record(
        str(_hashed(f"person {n}")),
        str(_hashed(f"coverage {n}")),
        str(FIRST_NUMBER + n),
        FIRST_BIRTHDATE + timedelta(days=n % BIRTHDATES),
        today,
    )
    # A serial number of nine bytes whose first is 1: none begins with zeros.
    serial = int.from_bytes(b"\x01" + _digest(f"serial {n}")[:8], "big")
    return Patient(n, _hashed(f"version {n}"), serial, record)


def template(now: datetime) -> str:
    """Return the published record of anybody, for PostgreSQL's ``format``."""
    nobody = date(1900, 1, 1)
    record = _record(_PLACES["person_id"], _PLACES["coverage_id"], _PLACES["number"], nobody, day_in_japan(now))
    return msgspec.json.encode(record).decode().replace(f'"{nobody}"', f'"{_PLACES["birthdate"]}"')


def _record(person_id: str, coverage_id: str, number: str, birthdate: date, today: date) -> PersonRecord:
    limit = LimitCertificate(
        certificate_id="019a0000-0000-7000-8000-0000000000d1",
        kind=LimitCertificateKind.LIMIT,
        category=LimitCategory.A03,
        issued_on=today - timedelta(days=100),
        valid_from=today - timedelta(days=100),
        valid_to=today + timedelta(days=200),
    )
    coverage = Coverage(
        coverage_id=coverage_id,
        insurer=Insurer(INSURER, "架空健康保険組合", InsurerKind.SOCIETY),
        symbol=SYMBOL,
        number=number,
        branch=BRANCH,
        relationship=Relationship.SELF,
        acquired_on=today - timedelta(days=900),
        issued_on=today - timedelta(days=390),
        limit_certificates=(limit,),
    )
    return PersonRecord(
        person_id=person_id,
        name="架空　患者",
        name_kana="カクウ　カンジャ",
        sex=Sex.FEMALE,
        birthdate=birthdate,
        postal_code="1000000",
        address="東京都架空区模擬町一丁目2番3号",
        coverages=(coverage,),
    )


def _hashed(text: str) -> UUID:
    return UUID(bytes=_digest(text))


def _digest(text: str) -> bytes:
    # What PostgreSQL can make as well; nothing is kept secret by it.
    return md5(text.encode(), usedforsecurity=False).digest()
