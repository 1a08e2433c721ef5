"""The tables of the schema ``registry_published``: what other services read, open while ``known_to`` is infinity."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.table_forms import INSTANT, metadata

SCHEMA = "registry_published"


def _published(name: str, key: tuple[Column[Any], ...], *columns: Column[Any] | Index) -> Table:
    return Table(
        name,
        metadata,
        *key,
        *columns,
        Column("known_from", INSTANT, primary_key=True),
        Column("known_to", INSTANT, nullable=False, server_default=text("'infinity'")),
        schema=SCHEMA,
    )


def _key(name: str, type_: Any = Text) -> Column[Any]:
    return Column(name, type_, primary_key=True)


def _needed(name: str, type_: Any = Text, **more: Any) -> Column[Any]:
    return Column(name, type_, nullable=False, **more)


published_persons = _published(
    "persons",
    (_key("person_id", Uuid),),
    _needed("version_id", Uuid, unique=True),
    _needed("document"),
    _needed("address_hidden", Boolean),
    _needed("self_information_blocked", Boolean),
    Index("persons_with_tickets", "person_id", postgresql_where=text("""document LIKE '%"treatment_month":%'""")),
)
published_certificates = _published(
    "card_certificates",
    (_key("authority_key_id", LargeBinary), _key("serial_number", LargeBinary)),
    _needed("person_id", Uuid),
    Index("card_certificates_by_person", "person_id"),
)
published_verified_certificates = _published(
    "verified_certificates",
    (_key("authority_key_id", LargeBinary), _key("serial_number", LargeBinary)),
    _needed("certificate_digest", LargeBinary),
    _needed("mark", LargeBinary),
)
"""Of which bytes the chain was verified, and on what that rests (shared/pki/path.py)."""
published_identifiers = _published(
    "insured_identifiers",
    (_key("insurer_number"), _key("number"), _key("symbol"), _key("coverage_id", Uuid)),
    Column("branch", Text),
    _needed("birthdate", Date),
    _needed("person_id", Uuid),
    Index("insured_identifiers_by_person", "person_id"),
    Index("insured_identifiers_by_birthdate", "birthdate"),
)
published_revocations = _published(
    "revocations",
    (_key("authority_key_id", LargeBinary), _key("serial_number", LargeBinary)),
    _needed("reason"),
    _needed("revoked_at", INSTANT),
)
published_status_lists = _published(
    "status_lists",
    (_key("authority_key_id", LargeBinary),),
    _needed("this_update", INSTANT),
    _needed("next_update", INSTANT),
)
published_institutions = _published("institutions", (_key("institution_code"),), _needed("name"), _needed("role"))
published_token_keys = _published("token_keys", (_key("key_id"),), _needed("jwk", JSONB))
published_roots = _published(
    "trust_roots", (_key("authority_key_id", LargeBinary),), _needed("certificate", LargeBinary)
)
published_heartbeats = Table(
    "heartbeats",
    metadata,
    Column("source", Text, primary_key=True),
    Column("beaten_at", INSTANT, nullable=False),
    schema=SCHEMA,
)
"""When the registry last beat: no version of anything, but one row that is overwritten (docs/cells.md)."""
published_misses = Table(
    "misses",
    metadata,
    Column("question_id", Uuid, primary_key=True),
    Column("asker", Text, nullable=False),
    Column("missed_at", INSTANT, nullable=False),
    Index("misses_by_asker", "asker", "missed_at"),
    schema=SCHEMA,
)
"""What the registry was asked about nobody: rows are added, and end with the record of checks."""
