"""What each role may do to each table, asked of PostgreSQL itself: the least it needs, and nothing that rewrites."""

import contextlib

import asyncpg
import pytest

from shared.db.roles import SCHEMAS, runtime_role
from shared.settings import SERVICES
from tests.worlds import TestDatabase

_PRIVILEGES = """
SELECT n.nspname AS schema, c.relname AS table,
       has_table_privilege($1, c.oid, 'SELECT') AS read, has_table_privilege($1, c.oid, 'INSERT') AS add,
       has_table_privilege($1, c.oid, 'UPDATE') AS change, has_table_privilege($1, c.oid, 'DELETE') AS remove,
       has_table_privilege($1, c.oid, 'TRUNCATE') AS empty,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND has_column_privilege($1, c.oid, a.attnum, 'UPDATE')) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY($2) AND c.relname <> 'alembic_version'
"""
FOREIGN_READS: dict[str, dict[str, set[str] | None]] = {
    "eligibility": {"registry_published": None, "consent_published": None},
    "consent": {
        "registry_published": {
            "persons",
            "institutions",
            "token_keys",
            "card_certificates",
            "trust_roots",
            "revocations",
            "status_lists",
        },
        "eligibility_published": {"disclosures", "seals", "checkpoint_keys", "retention_marks"},
    },
    "registry": {"jpki_published": {"card_holders", "certificates"}},
    "jpki": {"registry_published": {"card_certificates"}},
    "reader": {},
}
"""What a service reads of others: None is every table of the schema."""
WORKING_TABLES = {
    ("eligibility", "reference_numbers"),
    ("consent", "sessions"),
    ("eligibility", "idempotency_keys"),
    ("eligibility", "nonces"),
    ("eligibility", "bulk_receptions"),
    ("eligibility", "number_receptions"),
    ("registry", "secret_guesses"),
    ("registry", "imports"),
    ("registry", "import_parts"),
    ("jpki", "card_tricks"),
    ("reader", "visits"),
    ("reader", "passcodes"),
    ("reader", "screens"),
    ("reader", "receptions"),
}
"""What holds nothing for good, so that its service takes rows away again. No record and no truth is among them."""


async def privileges(database: TestDatabase, role: str) -> list[asyncpg.Record]:
    schemas = [schema for service in SERVICES for schema in SCHEMAS[service]]
    admin = await asyncpg.connect(database.admin_url)
    try:
        return await admin.fetch(_PRIVILEGES, role, schemas)
    finally:
        await admin.close()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_touches_foreign_tables_by_reading_what_is_published_at_most(
    database: TestDatabase, service: str
) -> None:
    foreign = [
        row for row in await privileges(database, runtime_role(service)) if row["schema"] not in SCHEMAS[service]
    ]
    assert not [
        row for row in foreign if row["add"] or row["change"] or row["remove"] or row["empty"] or row["columns"]
    ]
    for row in foreign:
        published = FOREIGN_READS[service].get(row["schema"], set())
        assert row["read"] == (published is None or row["table"] in published), (row["schema"], row["table"])


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_deletes_but_from_its_working_tables_or_empties_anything(
    database: TestDatabase, service: str
) -> None:
    rows = await privileges(database, runtime_role(service))
    removable = {(row["schema"], row["table"]) for row in rows if row["remove"]}
    assert removable == {table for table in WORKING_TABLES if table[0] == service}
    assert not [(row["schema"], row["table"]) for row in rows if row["empty"]]


async def test_a_working_table_is_changed_only_where_it_must_be(database: TestDatabase) -> None:
    rows = await privileges(database, "onshi_eligibility")
    changed = {row["table"]: set(row["columns"]) for row in rows if row["schema"] == "eligibility" and row["columns"]}
    assert not changed.pop("bulk_receptions", None)
    assert {name: changed[name] for name in ("reference_numbers", "idempotency_keys", "bulk_items")} == {
        "reference_numbers": {"reference_number", "registered_at"},
        "idempotency_keys": {"body_digest", "check_id", "taken_at"},
        "bulk_items": {
            "insurer_number",
            "symbol",
            "number",
            "branch",
            "birthdate",
            "check_id",
            "error",
            "limit_certificate_changed",
            "handed_out_at",
            "recheck_of",
        },
    }


@pytest.mark.parametrize("service", SERVICES)
async def test_what_is_published_is_only_ever_closed(database: TestDatabase, service: str) -> None:
    for row in await privileges(database, runtime_role(service)):
        if row["schema"].endswith("_published"):
            assert not row["change"]
            # The heartbeat is no version of anything: of it only the newest is of use.
            changed = ["beaten_at"] if row["table"] == "heartbeats" else ["known_to"]
            assert row["columns"] in ([], changed), (row["schema"], row["table"])


@pytest.mark.parametrize("table", ["disclosures", "seals", "checkpoint_keys"])
async def test_the_record_can_be_added_to_and_read(database: TestDatabase, table: str) -> None:
    (record,) = [row for row in await privileges(database, "onshi_eligibility") if row["table"] == table]
    assert (record["read"], record["add"], record["change"], record["columns"]) == (True, True, False, [])


@pytest.mark.parametrize("service", SERVICES)
async def test_no_service_says_that_a_rule_removed_something(database: TestDatabase, service: str) -> None:
    (marks,) = [row for row in await privileges(database, runtime_role(service)) if row["table"] == "retention_marks"]
    assert (marks["add"], marks["change"], marks["remove"], marks["empty"], marks["columns"]) == (
        False,
        False,
        False,
        False,
        [],
    )


async def test_the_owner_of_the_consents_sees_of_the_record_which_checks_there_are(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    try:
        rows = await admin.fetch(
            "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges"
            " WHERE grantee = 'onshi_consent_owner' AND table_schema IN ('eligibility', 'eligibility_published')"
        )
    finally:
        await admin.close()
    assert [tuple(row) for row in rows] == [("disclosures", "check_id", "SELECT")]


async def test_the_owner_of_the_record_keeps_the_order_of_acts_and_ends_them(database: TestDatabase) -> None:
    rows = await privileges(database, "onshi_eligibility_owner")
    (acts,) = [row for row in rows if row["table"] == "acts"]
    assert (acts["read"], acts["add"], acts["remove"], acts["empty"]) == (True, False, True, False)
    assert acts["columns"] == ["listed_in"]
    others = [row for row in rows if row["schema"] in SCHEMAS["consent"] and row["table"] != "acts"]
    assert not [row["table"] for row in others if row["read"] or row["add"] or row["remove"] or row["columns"]]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SET ROLE onshi_registry_owner",
        "ALTER TABLE eligibility_published.disclosures DISABLE TRIGGER ALL",
        "DELETE FROM eligibility_published.disclosures",
        "UPDATE eligibility_published.disclosures SET code = 'valid'",
        "UPDATE eligibility_published.seals SET signature = ''",
        "DELETE FROM eligibility_published.seals",
        "UPDATE eligibility_published.seals SET check_ids = '{}', leaves = ''",
        "DELETE FROM eligibility_published.checkpoint_keys",
        "DELETE FROM eligibility_published.retention_marks",
        "INSERT INTO eligibility_published.retention_marks (from_sequence) VALUES (1)",
        "DELETE FROM consent.consent_versions",
        "TRUNCATE registry_published.persons",
        "UPDATE registry_published.persons SET document = '{}'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
async def test_a_runtime_role_is_refused(database: TestDatabase, service: str, statement: str) -> None:
    connection = await asyncpg.connect(database.urls[service])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_runtime_role_cannot_give_itself_more(database: TestDatabase, service: str) -> None:
    connection = await asyncpg.connect(database.urls[service])
    try:
        # PostgreSQL warns that nothing was granted where the role has some privilege, and refuses where it has none.
        with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
            await connection.execute("GRANT DELETE ON eligibility_published.disclosures TO CURRENT_USER")
    finally:
        await connection.close()
    removable = {
        (row["schema"], row["table"]) for row in await privileges(database, runtime_role(service)) if row["remove"]
    }
    assert removable <= WORKING_TABLES


async def test_a_published_version_is_closed_once(database: TestDatabase) -> None:
    registry = await asyncpg.connect(database.urls["registry"])
    try:
        await registry.execute(
            "INSERT INTO registry_published.institutions (institution_code, name, role, known_from)"
            " VALUES ('9910000018', '模擬医院', 'institution', '2026-01-01Z')"
        )
        await registry.execute("UPDATE registry_published.institutions SET known_to = '2026-02-01Z'")
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await registry.execute("UPDATE registry_published.institutions SET known_to = '2026-03-01Z'")
    finally:
        await registry.close()
