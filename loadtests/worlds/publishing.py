"""What the bench writes in place of the owners of published tables: its people, their surroundings, a history.

Rows go straight into the tables, as the registry and eligibility would have written them one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from loadtests.worlds.cards import Card
from loadtests.worlds.population import INSTITUTIONS, Patient
from shared.domain.roles import Role
from shared.pki.chain import mark_of
from shared.pki.roots import key_id_of_root
from shared.pki.serials import serial_bytes
from shared.pki.tokens import TokenIssuer
from shared.published.eligibility.records import SHOWS_LIMIT
from shared.published.registry import columns_of

_KNOWN_SINCE = timedelta(days=30)
_STATUS_HOLDS = timedelta(days=2)

HAS_MONTHS = "SELECT to_regprocedure('eligibility_published.make_month(timestamptz)') IS NOT NULL"
MADE_RECORD = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    coverage_ids, consent_versions, chosen_consents)
VALUES ($1, $2::timestamptz, 'bench', 'institution', '9910000018', 'insured_identifier', 'CARE_VISIT',
        ($2::timestamptz)::date, 'answered', 'not_found', '{}', '{}', '{}', '{}', '{}')
"""
FIND_RECORD = "SELECT code FROM eligibility_published.disclosures WHERE check_id = $1"
COUNT_RECORDS = "SELECT count(*) FROM eligibility_published.disclosures"
# A version 7 identifier carries its time; a nonce begins with its own, as shared/pki/nonce.py lays it out.
MADE_RECORDS = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, registry_version, coverage_ids, consent_versions, holder_verification, certificate_state,
    chosen_consents, nonce, proof_digest)
SELECT made.check_id, made.at, 'bench-' || p.institution_code, 'institution', p.institution_code,
       CASE WHEN made.by_card THEN 'my_number_card' ELSE 'insured_identifier' END, 'CARE_VISIT',
       (made.at AT TIME ZONE 'Asia/Tokyo')::date, 'answered', 'valid',
       CASE WHEN made.by_card OR made.agreed THEN '{coverage,limit_certificate}'::text[] ELSE '{coverage}' END,
       $5::text[], p.person_id, p.version_id, CASE WHEN made.by_card THEN '{}' ELSE ARRAY[p.coverage_id] END, '{}',
       CASE WHEN made.by_card THEN 'pin' END, CASE WHEN made.by_card THEN 'current' END,
       CASE WHEN made.agreed THEN '{limit_certificate}'::text[] ELSE '{}' END,
       CASE WHEN made.by_card THEN decode(
           '01' || lpad(to_hex((extract(epoch FROM made.at) * 1000)::bigint), 12, '0')
           || lpad(to_hex(p.institution_code::bigint), 10, '0') || left(md5(made.number::text), 16), 'hex') END,
       CASE WHEN made.by_card THEN sha256(made.check_id::text::bytea) END
FROM (SELECT number, number % 10 < 6 AS by_card, number % 10 = 9 AS agreed, check_id,
             uuid_extract_timestamp(check_id) AS at
      FROM (SELECT number,
                   uuidv7((number - $3::integer) * $6::interval / $3::integer - interval '1 day') AS check_id
            FROM generate_series($1::integer, $2::integer) number OFFSET 0) numbered) made
JOIN people p ON p.place = (hashint4(made.number) & 2147483647) % $4::integer
"""
MADE_LAST_CHECKS = f"""
INSERT INTO eligibility.last_checks
SELECT DISTINCT ON (d.person_id, d.institution_code)
       d.person_id, d.institution_code, d.checked_at, d.check_id, d.as_of, d.registry_version,
       max(d.checked_at) FILTER (WHERE d.method = 'my_number_card')
           OVER (PARTITION BY d.person_id, d.institution_code)
FROM eligibility_published.disclosures d WHERE {SHOWS_LIMIT}
ORDER BY d.person_id, d.institution_code, d.checked_at DESC, d.check_id DESC
"""  # noqa: S608 - put together from constants


async def publish_patients(
    admin: asyncpg.Connection,
    patients: Sequence[Patient],
    cards: Sequence[Card],
    root: x509.Certificate,
    now: datetime,
    *,
    verified: int,
) -> None:
    """Write with COPY what the registry publishes about ``patients``, whose cards' certificates ``root`` has issued.

    Of the first ``verified`` it has seen the certificate at 初回登録 and verified its chain.
    """
    known_from = now - _KNOWN_SINCE
    authority_key_id, mark = key_id_of_root(root), mark_of(root)
    await _copy(
        admin,
        "persons",
        ("person_id", "version_id", "document", "address_hidden", "self_information_blocked", "known_from"),
        (
            (UUID(one.record.person_id), one.version_id, *columns_of(one.record).values(), known_from)
            for one in patients
        ),
    )
    await _copy(
        admin,
        "card_certificates",
        ("authority_key_id", "serial_number", "person_id", "known_from"),
        (
            (authority_key_id, serial_bytes(one.serial_number), UUID(one.record.person_id), known_from)
            for one in patients
        ),
    )
    await _copy(
        admin,
        "verified_certificates",
        ("authority_key_id", "serial_number", "certificate_digest", "mark", "known_from"),
        (
            (authority_key_id, serial_bytes(one.serial_number), sha256(card.certificate).digest(), mark, known_from)
            for one, card in zip(patients[:verified], cards, strict=False)
        ),
    )
    await _copy(
        admin,
        "insured_identifiers",
        (
            "insurer_number",
            "symbol",
            "number",
            "branch",
            "birthdate",
            "person_id",
            "coverage_id",
            "known_from",
        ),
        (
            (
                *astuple(one.coverage.identifiers_of(one.record.birthdate)),
                UUID(one.record.person_id),
                UUID(one.coverage.coverage_id),
                known_from,
            )
            for one in patients
        ),
    )


async def publish_surroundings(
    admin: asyncpg.Connection, root: x509.Certificate, tokens: TokenIssuer, now: datetime
) -> None:
    """Write the root, its fresh and empty revocation list, the institutions and the key that signs tokens."""
    known_from = now - _KNOWN_SINCE
    authority_key_id = key_id_of_root(root)
    await _copy(
        admin,
        "trust_roots",
        ("authority_key_id", "certificate", "known_from"),
        [(authority_key_id, root.public_bytes(Encoding.DER), known_from)],
    )
    await _copy(
        admin,
        "status_lists",
        ("authority_key_id", "this_update", "next_update", "known_from"),
        [(authority_key_id, now, now + _STATUS_HOLDS, known_from)],
    )
    await _copy(
        admin,
        "institutions",
        ("institution_code", "name", "role", "known_from"),
        [(code, "架空診療所", Role.INSTITUTION.value, known_from) for code in INSTITUTIONS],
    )
    await _copy(
        admin,
        "token_keys",
        ("key_id", "jwk", "known_from"),
        [(tokens.key_id, msgspec.json.encode(tokens.public_jwk()).decode(), known_from)],
    )


async def _copy(
    admin: asyncpg.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> None:
    await admin.copy_records_to_table(table, schema_name="registry_published", columns=columns, records=rows)
