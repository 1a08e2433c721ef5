"""What the simulated J-LIS publishes (``jpki_published``), to the registry alone: whose a card is, its certificates.

The resident key stands for what J-LIS and the fund derive from the My Number. It is opaque: no answer, log or document
shows it, and no request carries it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.codes import Sex
from shared.domain.matching import Description
from shared.published.versions import holds_at

CARD_HOLDER = f"""
SELECT h.resident_key, h.name, h.name_kana, h.birthdate, h.sex, h.address FROM jpki_published.card_holders h
WHERE h.authority_key_id = $1 AND h.serial_number = $2 AND {holds_at("h", "$3")}
"""  # noqa: S608 - put together from constants

CARD_HOLDERS = f"""
SELECT h.authority_key_id, h.serial_number, h.resident_key, h.name, h.name_kana, h.birthdate, h.sex, h.address
FROM unnest($1::bytea[], $2::bytea[]) AS w (authority_key_id, serial_number)
JOIN jpki_published.card_holders h
  ON h.authority_key_id = w.authority_key_id AND h.serial_number = w.serial_number AND {holds_at("h", "$3")}
"""  # noqa: S608 - put together from constants

CERTIFICATES_OF_RESIDENT = f"""
SELECT h.authority_key_id, h.serial_number FROM jpki_published.card_holders h
WHERE h.resident_key = $1 AND {holds_at("h", "$2")}
"""  # noqa: S608 - put together from constants

CERTIFICATES_TO_FOLLOW = f"""
SELECT h.authority_key_id, h.serial_number, h.follows_authority_key_id, h.follows_serial_number, h.replaces
FROM jpki_published.card_holders h
JOIN registry_published.card_certificates f ON f.authority_key_id = h.follows_authority_key_id
  AND f.serial_number = h.follows_serial_number AND {holds_at("f", "$1")}
WHERE h.follows_serial_number IS NOT NULL AND {holds_at("h", "$1")} AND NOT EXISTS (
  SELECT FROM registry_published.card_certificates c
  WHERE c.authority_key_id = h.authority_key_id AND c.serial_number = h.serial_number)
ORDER BY h.known_from, h.serial_number
"""  # noqa: S608 - put together from constants

IS_TO_BE_FOLLOWED = f"""
SELECT EXISTS (
  SELECT FROM registry_published.card_certificates f
  WHERE f.authority_key_id = $1 AND f.serial_number = $2 AND {holds_at("f", "$5")}
) AND NOT EXISTS (
  SELECT FROM registry_published.card_certificates c WHERE c.authority_key_id = $3 AND c.serial_number = $4
) AS is_to_be_followed
"""  # noqa: S608 - put together from constants
"""A certificate ($1, $2) is registered, and the one that came after it ($3, $4) has not been linked yet."""

CERTIFICATE = """
SELECT certificate FROM jpki_published.certificates WHERE authority_key_id = $1 AND serial_number = $2
"""

NEW_CERTIFICATES = f"""
SELECT j.number, j.authority_key_id, j.serial_number, c.person_id IS NOT NULL AS is_of_card, v.mark
FROM jpki_published.certificates j
LEFT JOIN registry_published.card_certificates c
       ON c.authority_key_id = j.authority_key_id AND c.serial_number = j.serial_number AND {holds_at("c", "$2")}
LEFT JOIN registry_published.verified_certificates v
       ON v.authority_key_id = j.authority_key_id AND v.serial_number = j.serial_number AND {holds_at("v", "$2")}
WHERE j.number > $1 ORDER BY j.number LIMIT $3
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class Follower:
    """A certificate that was never registered, and the registered one of the same person that it follows."""

    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    followed_authority_key_id: bytes
    followed_serial_number: bytes = field(repr=False)
    replaces: bool
    """The followed certificate was renewed; else this is a phone's, beside its card's."""


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate that J-LIS has made."""

    number: int
    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    is_of_card: bool
    """Whether it is a registered card's."""
    mark: bytes | None
    """On what the registry's verification of it rests, if there is one."""


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose a card is, as J-LIS says it."""

    resident_key: bytes = field(repr=False)
    description: Description | None = field(repr=False)
    """4情報; None where J-LIS was not given them."""


async def read_card_holder(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, at: datetime
) -> CardHolder | None:
    """Return whose the card with this certificate is, as known at ``at``; None when J-LIS has no such card."""
    found = await connection.exec_driver_sql(CARD_HOLDER, (authority_key_id, serial_number, at))
    row = found.mappings().one_or_none()
    return None if row is None else _holder_of(row)


async def read_card_holders(
    connection: AsyncConnection, certificates: Sequence[tuple[bytes, bytes]], at: datetime
) -> dict[tuple[bytes, bytes], CardHolder]:
    """Return the same of those of these certificates (authority key identifier, serial number) that J-LIS knows."""
    authorities, serials = [each[0] for each in certificates], [each[1] for each in certificates]
    rows = await connection.exec_driver_sql(CARD_HOLDERS, (authorities, serials, at))
    return {(bytes(row["authority_key_id"]), bytes(row["serial_number"])): _holder_of(row) for row in rows.mappings()}


def _holder_of(row: RowMapping) -> CardHolder:
    described = None
    if row["name"] is not None:
        described = Description(row["name"], row["birthdate"], Sex(row["sex"]), row["name_kana"], row["address"])
    return CardHolder(bytes(row["resident_key"]), described)


async def read_certificates_of_resident(
    connection: AsyncConnection, resident_key: bytes, at: datetime
) -> list[tuple[bytes, bytes]]:
    """Return the certificates of all cards and phones of a resident: authority key identifier and serial number."""
    rows = await connection.exec_driver_sql(CERTIFICATES_OF_RESIDENT, (resident_key, at))
    return [(bytes(row["authority_key_id"]), bytes(row["serial_number"])) for row in rows.mappings()]


async def read_certificate(connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes) -> bytes | None:
    """Return a card's certificate (DER); None where J-LIS has made none of this name yet."""
    found = await connection.exec_driver_sql(CERTIFICATE, (authority_key_id, serial_number))
    return found.scalar_one_or_none()


async def read_new_certificates(
    connection: AsyncConnection, after: int, at: datetime, limit: int
) -> list[NewCertificate]:
    """Return the certificates that were made after the one of number ``after``, in their order."""
    rows = await connection.exec_driver_sql(NEW_CERTIFICATES, (after, at, limit))
    return [
        NewCertificate(
            row["number"], bytes(row["authority_key_id"]), bytes(row["serial_number"]), row["is_of_card"], row["mark"]
        )
        for row in rows.mappings()
    ]


async def read_certificates_to_follow(connection: AsyncConnection, at: datetime) -> list[Follower]:
    """Return the certificates that follow a registered one and were never registered themselves, in their order."""
    rows = await connection.exec_driver_sql(CERTIFICATES_TO_FOLLOW, (at,))
    return [
        Follower(
            bytes(row["authority_key_id"]),
            bytes(row["serial_number"]),
            bytes(row["follows_authority_key_id"]),
            bytes(row["follows_serial_number"]),
            row["replaces"],
        )
        for row in rows.mappings()
    ]
