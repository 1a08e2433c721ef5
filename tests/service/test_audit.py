"""A superuser tampers with the record of real checks: the audit names what was done, and where."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.seal.checkpoints import Checkpoint, public_pem
from shared.seal.records import FIELDS
from tests.checkpoint_key import KEY, KEY_PEM
from tests.clinic import Clinic, clinic_at
from tests.service.sealed_checks import UNKNOWN, SealedChecks, sealed_checks
from tests.worlds import TestDatabase


@pytest.fixture
async def checks(clinic: Clinic, database: TestDatabase, tmp_path: Path) -> AsyncIterator[SealedChecks]:
    async with sealed_checks(clinic, database, tmp_path) as checks:
        yield checks


async def test_what_nobody_touched_fits(checks: SealedChecks) -> None:
    assert await checks.findings() == []
    assert stat.S_IMODE((checks.folder / "trail").stat().st_mode) == 0o600


OTHER: dict[str, str] = {
    "checked_at": "checked_at + interval '1 microsecond'",
    "as_of": "as_of - 1",
    "person_id": "gen_random_uuid()",
    "registry_version": "gen_random_uuid()",
    "rederived_from": "gen_random_uuid()",
    "kinds": "'{medication}'",
    "rules": "'{}'",
    "chosen_consents": "'{medication}'",
    "consent_versions": "ARRAY[gen_random_uuid()]",
    "coverage_ids": "ARRAY[gen_random_uuid()]",
    "nonce": "'\\x01'",
    "proof_digest": "'\\x01'",
    "listed_in": "(listed_in::text::bigint - 1)::text::xid8",
}


@pytest.mark.parametrize("column", [name for name in FIELDS if name != "check_id"])
async def test_any_column_changed_by_a_superuser_is_found_at_its_record(checks: SealedChecks, column: str) -> None:
    value = OTHER.get(column, "'another'")
    await checks.tamper(f"UPDATE TABLE SET {column} = {value} WHERE check_id = THIRD")  # noqa: S608 - literals from above

    assert await checks.findings() == [("record-changed", checks.where(3))]


async def test_a_record_given_another_number_is_found(checks: SealedChecks) -> None:
    await checks.tamper("UPDATE TABLE SET check_id = '01a1f600-0000-7000-8000-000000000000' WHERE check_id = THIRD")

    assert await checks.findings() == [
        ("record-removed", checks.where(3)),
        ("record-inserted", "record 01a1f600-0000-7000-8000-000000000000"),
    ]


async def test_a_removed_record_is_found_at_its_place(checks: SealedChecks) -> None:
    await checks.tamper("DELETE FROM TABLE WHERE check_id = THIRD")

    assert await checks.findings() == [("record-removed", checks.where(3))]


async def test_an_emptied_record_is_found_whole(checks: SealedChecks) -> None:
    await checks.tamper("TRUNCATE TABLE")

    assert await checks.findings() == [("record-removed", checks.where(number)) for number in range(1, 6)]


async def test_a_record_put_in_before_a_checkpoint_is_found(checks: SealedChecks) -> None:
    await checks.tamper(
        "INSERT INTO TABLE SELECT (r).* FROM (SELECT jsonb_populate_record(d,"
        ' \'{"check_id": "01a1f600-0000-7000-8000-000000000000", "nonce": null, "proof_digest": null}\') AS r'
        " FROM TABLE d WHERE check_id = THIRD) AS copied"
    )

    assert await checks.findings() == [("record-inserted", "record 01a1f600-0000-7000-8000-000000000000")]


async def test_two_records_that_changed_their_contents_are_both_found(checks: SealedChecks) -> None:
    await checks.tamper(
        "UPDATE TABLE SET check_id = CASE check_id WHEN SECOND THEN THIRD::uuid ELSE SECOND::uuid END"
        " WHERE check_id IN (SECOND, THIRD)"
    )

    assert await checks.findings() == [("record-changed", checks.where(2)), ("record-changed", checks.where(3))]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("sequence = 3", "seal-missing"),
        ("form = 1", "signature-wrong"),
        ("record_count = 4", "signature-wrong"),
        ("total_count = 6", "signature-wrong"),
        ("merkle_root = sha256('1')", "signature-wrong"),
        ("previous_hash = sha256('1')", "signature-wrong"),
        ("through_listed_in = '1'", "signature-wrong"),
        ("through_check_id = gen_random_uuid()", "signature-wrong"),
        ("sealed_at = sealed_at - interval '1 microsecond'", "signature-wrong"),
        ("key_id = 'another'", "key-unknown"),
        ("signature = sha256('1') || sha256('2')", "signature-wrong"),
        ("check_ids = ARRAY[check_ids[2], check_ids[1]]", "order-changed"),
        ("leaves = substr(leaves, 33) || substr(leaves, 1, 32)", "leaves-changed"),
    ],
)
async def test_any_column_of_a_seal_changed_is_found_at_the_seal(checks: SealedChecks, change: str, code: str) -> None:
    await checks.tamper(f"UPDATE SEALS SET {change} WHERE sequence = 2")  # noqa: S608 - literals from above

    assert (code, "seal 2") in await checks.findings()


async def test_every_column_of_a_seal_stands_in_the_test_above(checks: SealedChecks) -> None:
    rows = await checks.clinic.admin.fetch(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'eligibility_published.seals'::regclass"
        " AND attnum > 0 AND NOT attisdropped"
    )
    tested = {
        "sequence",
        "form",
        "record_count",
        "total_count",
        "merkle_root",
        "previous_hash",
        "through_listed_in",
        "through_check_id",
        "sealed_at",
        "key_id",
        "signature",
        "check_ids",
        "leaves",
    }

    # A trail is of one cell.
    assert {row[0] for row in rows} == tested | {"cell"}


async def test_a_removed_seal_is_named(checks: SealedChecks) -> None:
    await checks.tamper("DELETE FROM SEALS WHERE sequence = 1")

    assert [finding for finding in await checks.findings() if finding[0] == "seal-missing"] == [
        ("seal-missing", "seal 1")
    ]


async def test_seals_that_changed_places_are_both_found(checks: SealedChecks) -> None:
    await checks.tamper("UPDATE SEALS SET sequence = 3 - sequence")

    findings = await checks.findings()
    assert ("signature-wrong", "seal 1") in findings
    assert ("signature-wrong", "seal 2") in findings


async def test_a_changed_key_is_found_where_no_other_is_given(checks: SealedChecks) -> None:
    other = public_pem(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key())
    await checks.clinic.admin.execute("UPDATE eligibility_published.checkpoint_keys SET public_key_pem = $1", other)

    assert await checks.findings() == [("key-changed", f"key {KEY.key_id}")]


async def test_the_checkpoints_are_public_and_one_that_was_kept_proves_a_rollback(checks: SealedChecks) -> None:
    page = (await checks.clinic.http.get("/v1/checkpoints")).json()
    assert [item["sequence"] for item in page["items"]] == [2, 1]
    assert page["items"][0]["total_count"] == 5
    assert page["next_cursor"] is None
    assert page["keys"] == [{"key_id": KEY.key_id, "public_key_pem": public_pem(KEY.public_key)}]
    kept = {name: value for name, value in page["items"][0].items() if name != "signature"}

    await checks.tamper(
        "DELETE FROM SEALS WHERE sequence = 2",
        "DELETE FROM TABLE WHERE listed_in > (SELECT through_listed_in FROM SEALS)",
    )

    assert await checks.findings() == []
    assert await checks.findings(msgspec.convert(kept, Checkpoint)) == [("truncated", "behind seal 1")]


async def test_older_checkpoints_come_page_by_page(checks: SealedChecks) -> None:
    first = (await checks.clinic.http.get("/v1/checkpoints", params={"limit": 1})).json()
    second = (
        await checks.clinic.http.get("/v1/checkpoints", params={"limit": 1, "cursor": first["next_cursor"]})
    ).json()

    assert [item["sequence"] for page in (first, second) for item in page["items"]] == [2, 1]
    assert second["next_cursor"] is None


async def test_a_service_with_a_key_seals_what_it_answers_within_seconds(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey, tmp_path: Path
) -> None:
    key_file = tmp_path / "checkpoint-key.pem"
    key_file.write_bytes(KEY_PEM)
    async with clinic_at(database, authorities, card_key, checkpoint_key_file=key_file) as clinic:
        check_id = (await clinic.check(UNKNOWN)).json()["check_id"]
        items: list[dict[str, object]] = []
        for _ in range(400):
            if items := (await clinic.http.get("/v1/checkpoints")).json()["items"]:
                break
            await asyncio.sleep(0.05)
        assert (items[0]["through_check_id"], items[0]["key_id"]) == (check_id, KEY.key_id)
        assert 'onshi_sealing{world="default"} 1.0' in (await clinic.http.get("/metrics")).text


async def test_a_service_without_a_key_says_that_nothing_is_sealed(clinic: Clinic) -> None:
    assert (await clinic.check(UNKNOWN)).status_code == 200
    assert (await clinic.http.get("/v1/checkpoints")).json() == {"items": [], "keys": [], "next_cursor": None}
    assert 'onshi_sealing{world="default"} 0.0' in (await clinic.http.get("/metrics")).text
