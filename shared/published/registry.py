"""What the registry publishes (schema ``registry_published``): the statements that read it, and what they return."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.coverage import PersonRecord
from shared.published.by_key import one_row
from shared.published.versions import holds_at

_PERSON_COLUMNS = "person_id, version_id, document, address_hidden, self_information_blocked"

decode_person = msgspec.json.Decoder(PersonRecord).decode
"""A published person as the record that it is."""


def columns_of(record: PersonRecord) -> dict[str, object]:
    """Return what a published version of a person holds: the record, and the flags that are asked for beside it."""
    return {
        "document": msgspec.json.encode(record).decode(),
        "address_hidden": record.address_hidden,
        "self_information_blocked": record.self_information_blocked,
    }


def person_known_at(at: str, name: str, person_id: str) -> str:
    """Return the join of ``name``: the version of the person that is known at ``at``; all are expressions."""
    found = f"FROM registry_published.persons WHERE person_id = {person_id} AND {holds_at('persons', at)}"
    return one_row(name, _PERSON_COLUMNS, found)


def person_version(name: str, version_id: str) -> str:
    """Return the join of ``name``: one version of a person."""
    found = f"FROM registry_published.persons WHERE version_id = {version_id}"
    return one_row(name, _PERSON_COLUMNS, found)


def other_version(name: str, version_id: str, than: str) -> str:
    """Return the join of ``name``: the document of a person's version, if it is another one than ``than``."""
    found = f"FROM registry_published.persons WHERE version_id = {version_id} AND version_id <> {than}"
    return one_row(name, "document", found)


def insured_as(name: str, asked: str, at: str) -> str:
    """Return the join of ``name``: whose coverages the identifiers of row ``asked`` fit; several, one or NULLs."""
    return f"""LEFT JOIN LATERAL (
    SELECT person_id, coverage_id FROM registry_published.insured_identifiers i
     WHERE {_fits(asked, at)} OFFSET 0) {name} ON true"""  # noqa: S608 - put together from constants


def _fits(asked: str, at: str) -> str:
    return f"{_is_number_of(asked, at)} AND i.birthdate = {asked}.birthdate"


def _is_number_of(asked: str, at: str) -> str:
    return f"""i.insurer_number = {asked}.insurer_number AND i.number = {asked}.number AND i.symbol = {asked}.symbol
       AND ({asked}.branch IS NULL OR i.branch IS NULL OR i.branch = {asked}.branch) AND {holds_at("i", at)}"""


def card_of(name: str, certificate: str, at: str) -> str:
    """Return the join of ``name``: whose insurance card the certificate of row ``certificate`` is (``person_id``)."""
    found = f"FROM registry_published.card_certificates WHERE {_IS_SERIAL.format(certificate)}"
    return one_row(name, "person_id", f"{found} AND {holds_at('card_certificates', at)}")


def revocation_of(name: str, certificate: str, at: str) -> str:
    """Return the join of ``name``: the revocation of a certificate (``serial_number``)."""
    found = f"FROM registry_published.revocations WHERE {_IS_SERIAL.format(certificate)}"
    return one_row(name, "serial_number", f"{found} AND {holds_at('revocations', at)}")


def status_list_of(name: str, certificate: str, at: str) -> str:
    """Return the join of ``name``: the revocation list of a certificate's authority (``next_update``)."""
    found = f"FROM registry_published.status_lists WHERE authority_key_id = {certificate}.authority_key_id"
    return one_row(name, "next_update", f"{found} AND {holds_at('status_lists', at)}")


def verified_of(name: str, certificate: str, at: str) -> str:
    """Return the join of ``name``: of which bytes a certificate's chain was verified (``certificate_digest, mark``)."""
    found = f"FROM registry_published.verified_certificates WHERE {_IS_SERIAL.format(certificate)}"
    return one_row(name, "certificate_digest, mark", f"{found} AND {holds_at('verified_certificates', at)}")


def institution_of(name: str, institution_code: str, at: str) -> str:
    """Return the join of ``name``: the institution as it is known at ``at``."""
    return f"""LEFT JOIN registry_published.institutions {name}
       ON {name}.institution_code = {institution_code} AND {holds_at(name, at)}"""


_IS_SERIAL = "authority_key_id = {0}.authority_key_id AND serial_number = {0}.serial_number"

TRUST_ROOTS = f"""
SELECT r.authority_key_id, r.certificate FROM registry_published.trust_roots r
WHERE {holds_at("r", "$1")} ORDER BY r.authority_key_id
"""  # noqa: S608 - put together from constants

TOKEN_KEYS = f"""
SELECT k.key_id, k.jwk::text AS jwk FROM registry_published.token_keys k WHERE {holds_at("k", "$1")}
"""  # noqa: S608 - put together from constants

PERSON = f"""
SELECT p.document FROM registry_published.persons p WHERE p.person_id = $1 AND {holds_at("p", "$2")}
"""  # noqa: S608 - put together from constants

PEOPLE_AFTER = f"""
SELECT p.document FROM registry_published.persons p
WHERE p.person_id > $1 AND {holds_at("p", "$2")} ORDER BY p.person_id LIMIT $3
"""  # noqa: S608 - put together from constants

KNOWN_INSTITUTIONS = f"""
SELECT i.institution_code FROM registry_published.institutions i
WHERE {holds_at("i", "$1")} AND (i.institution_code = ANY($2::text[]) OR left(i.institution_code, 2) = $3)
"""  # noqa: S608 - put together from constants

CARDS_OF_PERSON = """
SELECT c.authority_key_id, c.serial_number, c.known_from,
       CASE WHEN c.known_to <= $2 THEN c.known_to END AS ended_at
FROM registry_published.card_certificates c
WHERE c.person_id = $1 AND c.known_from <= $2
ORDER BY c.known_from DESC LIMIT $3
"""
"""Versions that were known at some time are wanted here, not the one that holds."""

CARD_CERTIFICATE = f"""
SELECT c.person_id, r.serial_number IS NOT NULL AS is_revoked, s.next_update
FROM (SELECT $1::bytea AS authority_key_id, $2::bytea AS serial_number) q
LEFT JOIN registry_published.card_certificates c
       ON c.authority_key_id = q.authority_key_id AND c.serial_number = q.serial_number AND {holds_at("c", "$3")}
LEFT JOIN registry_published.revocations r
       ON r.authority_key_id = q.authority_key_id AND r.serial_number = q.serial_number AND {holds_at("r", "$3")}
LEFT JOIN registry_published.status_lists s
       ON s.authority_key_id = q.authority_key_id AND {holds_at("s", "$3")}
"""  # noqa: S608 - put together from constants

PEOPLE_BORN_ON = f"""
SELECT p.version_id, p.document
FROM (SELECT DISTINCT born.person_id FROM (
          SELECT i.person_id FROM registry_published.insured_identifiers i
           WHERE i.birthdate = $1 AND {holds_at("i", "$2")} OFFSET 0) born) i
{person_known_at("$2", "p", "i.person_id")}
WHERE p.version_id IS NOT NULL
"""  # noqa: S608 - put together from constants

PEOPLE_INSURED_AS = f"""
SELECT q.place, array_agg(DISTINCT i.person_id) AS people
FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[])
     AS q (place, insurer_number, symbol, number, branch, birthdate)
JOIN registry_published.insured_identifiers i ON {_fits("q", "$7")}
GROUP BY q.place
"""  # noqa: S608 - put together from constants

PEOPLE_OF_NUMBERS = f"""
SELECT q.place, array_agg(DISTINCT i.person_id) AS people
FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
     AS q (place, insurer_number, symbol, number, branch)
JOIN registry_published.insured_identifiers i ON {_is_number_of("q", "$6")}
GROUP BY q.place
"""  # noqa: S608 - put together from constants
"""Where no birthdate is asked for (照会番号登録 by message)."""


def has_good_card(row: str, at: str) -> str:
    """Return the SQL that tells whether the card of ``row`` is still its person's and not revoked, at ``at``."""
    return f"""
EXISTS (SELECT FROM registry_published.card_certificates c
         WHERE c.authority_key_id = {row}.authority_key_id AND c.serial_number = {row}.serial_number
           AND c.person_id = {row}.person_id AND {holds_at("c", at)})
AND NOT EXISTS (SELECT FROM registry_published.revocations r
         WHERE r.authority_key_id = {row}.authority_key_id AND r.serial_number = {row}.serial_number
           AND {holds_at("r", at)})"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class CertificateOnRecord:
    """What is published of a card's certificate."""

    person_id: UUID | None
    """Whose insurance card it is; None when it is not registered (初回登録)."""
    is_revoked: bool
    status_fresh_until: datetime | None
    """Until when its authority's revocation list can be trusted; None when there is none."""


@dataclass(frozen=True, slots=True)
class CardOfPerson:
    """A card that is or was a person's insurance card (初回登録)."""

    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    registered_at: datetime
    ended_at: datetime | None


async def read_cards_of_person(
    connection: AsyncConnection, person_id: UUID, at: datetime, limit: int
) -> list[CardOfPerson]:
    """Return the cards that were registered for a person until ``at``, the newest first, ended or not."""
    rows = await connection.exec_driver_sql(CARDS_OF_PERSON, (person_id, at, limit))
    return [
        CardOfPerson(bytes(row["authority_key_id"]), bytes(row["serial_number"]), row["known_from"], row["ended_at"])
        for row in rows.mappings()
    ]


async def read_person(connection: AsyncConnection, person_id: UUID, at: datetime) -> PersonRecord | None:
    """Return the person as known at ``at``; None when nobody of this id was."""
    document = (await connection.exec_driver_sql(PERSON, (person_id, at))).scalar_one_or_none()
    return None if document is None else decode_person(document)


async def read_people_after(
    connection: AsyncConnection, person_id: UUID, at: datetime, limit: int
) -> list[PersonRecord]:
    """Return up to ``limit`` people as known at ``at``, in the order of their ids behind ``person_id``."""
    rows = await connection.exec_driver_sql(PEOPLE_AFTER, (person_id, at, limit))
    return [decode_person(document) for document in rows.scalars()]


async def read_known_institutions(
    connection: AsyncConnection, codes: Sequence[str], prefecture: str | None, at: datetime
) -> set[str]:
    """Return which of ``codes``, and which institutions of a prefecture (two digits), were known at ``at``."""
    rows = await connection.exec_driver_sql(KNOWN_INSTITUTIONS, (at, list(codes), prefecture))
    return set(rows.scalars())


async def read_card_certificate(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, at: datetime
) -> CertificateOnRecord:
    """Return what was known at ``at`` of the certificate that ``authority_key_id`` has given this serial number."""
    rows = await connection.exec_driver_sql(CARD_CERTIFICATE, (authority_key_id, serial_number, at))
    row = rows.mappings().one()
    return CertificateOnRecord(row["person_id"], row["is_revoked"], row["next_update"])
