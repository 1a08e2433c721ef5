"""The rule ends months of the record and leaves a signed mark: the audit tells this from tampering, before and after.

The world stands at 20 November 2026, and the rule keeps for thirty days: it reaches the end of November after
forty-one days, that of December after seventy-two.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.eligibility.record.commands.sealing import seal
from shared.ids import new_id
from shared.published.eligibility import retention
from shared.published.eligibility.months import PARTS
from shared.seal.checkpoints import CheckpointKey, is_signed, read_instant, written_instant
from shared.seal.retention import RetentionMark
from shared.worlds.world import open_world
from simulator.audit.findings import Verdict
from simulator.audit.retention import records as purging
from simulator.audit.retention.holding import hold
from simulator.audit.retention.months import next_sealed
from simulator.audit.retention.records import count_what_ends, purge
from simulator.audit.retention.rule import CannotPurge, Purged, Rule
from simulator.audit.stored_seals import seal_of
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from tests import builders
from tests.checkpoint_key import KEY
from tests.clinic import Clinic
from tests.service.eligibility.questions import by_identifier
from tests.service.sealed_checks import UNKNOWN, SealedChecks, move_unsealed, sealed_checks
from tests.worlds import CLOCK, TestDatabase

FIRST = [("record-removed", "seal 1")]
MARK = "mark of seals 1 to 1"


@pytest.fixture
async def checks(clinic: Clinic, database: TestDatabase, tmp_path: Path) -> AsyncIterator[SealedChecks]:
    """Its second seal, and what is behind it, is of December."""
    async with sealed_checks(clinic, database, tmp_path, timedelta(days=20)) as checks:
        yield checks


def rule(days_later: int, kept_days: int = 30, key: CheckpointKey | None = KEY) -> Rule:
    return Rule(kept_days, CLOCK.now() + timedelta(days=days_later), key)


async def seal_rest(checks: SealedChecks) -> None:
    await seal_later(checks.database, timedelta(days=20))


async def left(checks: SealedChecks) -> list[str]:
    return [str(record["check_id"]) for record in await checks.clinic.records()]


async def test_whole_seals_go_from_the_beginning_and_the_trail_fits(checks: SealedChecks) -> None:
    purged = await purge(checks.database.admin_url, rule(41))

    assert purged == Purged(records=3, seals=1)
    assert (await left(checks))[:2] == checks.check_ids[3:]
    verdict = await checks.verdict()
    assert (verdict.findings, verdict.purged, verdict.sealed, verdict.unsealed) == ([], 3, 2, 1)
    (mark,) = verdict.marks
    assert (mark.from_sequence, mark.through_sequence, mark.record_count, mark.changed_count) == (1, 1, 3, 0)
    assert (mark.kept_days, mark.key_id) == (30, KEY.key_id)


async def test_nothing_is_left_of_a_purged_seal_but_its_checkpoint(checks: SealedChecks) -> None:
    await purge(checks.database.admin_url, rule(41))

    rows = await checks.clinic.admin.fetch(
        "SELECT check_ids, leaves FROM eligibility_published.seals ORDER BY sequence"
    )
    assert (rows[0]["check_ids"], rows[0]["leaves"]) == ([], b"")
    assert len(rows[1]["check_ids"]) == 2
    page = (await checks.clinic.http.get("/v1/checkpoints")).json()
    assert [item["total_count"] for item in page["items"]] == [5, 3]


async def test_what_is_young_stays_and_what_is_not_sealed_too(checks: SealedChecks) -> None:
    assert await purge(checks.database.admin_url, rule(40)) == Purged()
    assert (await purge(checks.database.admin_url, rule(1000))).records == 3
    # Of December one is not sealed yet.
    assert len(await left(checks)) == 3
    await seal_rest(checks)
    assert (await purge(checks.database.admin_url, rule(1000))).records == 3
    assert await left(checks) == []


async def test_a_seal_made_while_the_clock_stood_earlier_waits_for_its_records(
    clinic: Clinic, database: TestDatabase
) -> None:
    await clinic.check(UNKNOWN)
    settings = database.settings(clock_offset_s=(CLOCK.offset - timedelta(days=90)).total_seconds())
    async with open_world(settings, "eligibility") as world:
        assert await seal(world, KEY) == 1

    assert await purge(database.admin_url, rule(40)) == Purged()
    assert (await purge(database.admin_url, rule(41))).records == 1


async def test_each_month_has_its_mark_and_the_next_purge_goes_on(checks: SealedChecks) -> None:
    await seal_rest(checks)
    await purge(checks.database.admin_url, rule(41))
    assert await purge(checks.database.admin_url, rule(71)) == Purged()
    await purge(checks.database.admin_url, rule(72))

    verdict = await checks.verdict()
    assert (verdict.findings, verdict.purged) == ([], 6)
    assert [(mark.from_sequence, mark.through_sequence) for mark in verdict.marks] == [(1, 1), (2, 3)]
    assert await purge(checks.database.admin_url, rule(72)) == Purged()


async def test_several_months_end_in_one_purge_one_after_the_other(checks: SealedChecks) -> None:
    await seal_rest(checks)
    assert await purge(checks.database.admin_url, rule(1000)) == Purged(records=6, seals=3)
    assert [(mark.from_sequence, mark.through_sequence) for mark in (await checks.verdict()).marks] == [(1, 1), (2, 3)]
    assert await checks.clinic.admin.fetch(PARTS) == []


async def test_a_record_that_was_sealed_with_those_of_the_month_before_ends_with_them(checks: SealedChecks) -> None:
    """Sealing takes a second: at midnight one seal holds records of two months."""
    await move_unsealed(checks.clinic.admin, timedelta(days=-20))
    await checks.clinic.check(UNKNOWN)
    (young, _) = await checks.clinic.admin.fetch(
        "SELECT check_id FROM eligibility_published.disclosures ORDER BY listed_in DESC LIMIT 2"
    )
    at = CLOCK.now() + timedelta(days=11)
    await checks.clinic.admin.execute(MOVE, young["check_id"], new_id(at, os.urandom), at)
    await seal_later(checks.database, timedelta(days=11), records=2)

    # At the end of November that one is too young, and all stays.
    assert await purge(checks.database.admin_url, rule(41)) == Purged()
    assert (await purge(checks.database.admin_url, rule(51))).records == 7
    verdict = await checks.verdict()
    assert (verdict.findings, verdict.purged) == ([], 7)


MOVE = "UPDATE eligibility_published.disclosures SET check_id = $2, checked_at = $3 WHERE check_id = $1"


async def archived(checks: SealedChecks) -> tuple[Path, list[bytes]]:
    """Purge November into a folder; return its one file, and the lines of the trail that goes on."""
    folder = checks.folder / "archive"
    folder.mkdir()
    await purge(checks.database.admin_url, replace(rule(41), archive=folder))
    await checks.verdict()
    (file,) = folder.iterdir()
    return file, (checks.folder / "trail").read_bytes().splitlines()


def verified(trail: list[bytes], *archives: list[bytes]) -> Verdict:
    keys = {KEY.key_id: KEY.public_key}
    return verify_trail(read_trail(trail), keys, None, [read_trail(lines) for lines in archives])


async def test_what_was_archived_is_verified_with_the_trail_that_goes_on(checks: SealedChecks) -> None:
    file, trail = await archived(checks)

    assert (file.name, file.stat().st_mode & 0o777) == ("disclosures_2026_11-seals-1-1.ndjson", 0o600)
    alone, together = verified(trail), verified(trail, file.read_bytes().splitlines())
    assert (alone.findings, alone.purged, alone.sealed) == ([], 3, 2)
    assert (together.findings, together.purged, together.sealed, together.records) == ([], 0, 5, 6)


async def test_what_was_done_to_an_archive_is_located(checks: SealedChecks) -> None:
    file, trail = await archived(checks)
    lines = file.read_bytes().splitlines()
    third = next(
        number for number, line in enumerate(lines) if b'"record"' in line and checks.check_ids[2].encode() in line
    )
    changed, removed = list(lines), [*lines[:third], *lines[third + 1 :]]
    changed[third] = lines[third].replace(b'"outcome":"answered"', b'"outcome":"rejected"')
    other = [line.replace(b'"total_count":3', b'"total_count":4') for line in lines]

    def found(archive: list[bytes]) -> list[tuple[str, str]]:
        return [(finding.code, finding.where) for finding in verified(trail, archive).findings]

    assert found(changed) == [("record-changed", checks.where(3))]
    assert found(removed) == [("file-cut", "the file"), ("record-removed", checks.where(3))]
    assert ("archive-foreign", "seal 1") in found(other)


async def test_what_nobody_seals_is_not_archived(database: TestDatabase, tmp_path: Path) -> None:
    with pytest.raises(CannotPurge, match="cannot be archived"):
        await purge(database.admin_url, replace(rule(41, key=None), archive=tmp_path))


async def test_whoever_reads_for_long_is_not_waited_for(checks: SealedChecks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "_TRIES", 1)
    reader = await asyncpg.connect(checks.database.admin_url)
    try:
        async with reader.transaction():
            await reader.fetch("SELECT check_id FROM eligibility_published.disclosures")
            with pytest.raises(asyncpg.LockNotAvailableError):
                await purge(checks.database.admin_url, rule(41))
            assert len(await left(checks)) == 6
            assert await checks.findings() == []
        assert await purge(checks.database.admin_url, rule(41)) == Purged(records=3, seals=1)
    finally:
        await reader.close()


async def test_sealing_goes_on_behind_what_was_purged(checks: SealedChecks) -> None:
    await purge(checks.database.admin_url, rule(1000))
    # Of a month that has ended: the clock was moved back.
    await checks.clinic.check(UNKNOWN)
    async with open_world(checks.database.settings(), "eligibility") as world:
        assert await seal(world, KEY) == 2

    verdict = await checks.verdict()
    assert (verdict.findings, verdict.purged, verdict.sealed) == ([], 3, 4)


async def test_the_marks_are_public_and_signed(checks: SealedChecks) -> None:
    http = checks.clinic.http
    assert (await http.get("/v1/retention-marks")).json()["items"] == []
    await seal_rest(checks)
    await purge(checks.database.admin_url, rule(41))
    await purge(checks.database.admin_url, rule(1000))

    newest = (await http.get("/v1/retention-marks?limit=1")).json()
    rest = (await http.get(f"/v1/retention-marks?limit=1&cursor={newest['next_cursor']}")).json()

    assert (newest["next_cursor"], rest["next_cursor"]) == ("2", None)
    assert [key["key_id"] for key in newest["keys"]] == [KEY.key_id]
    marks = [*newest["items"], *rest["items"]]
    assert [(mark["from_sequence"], mark["through_sequence"], mark["record_count"]) for mark in marks] == [
        (2, 3, 3),
        (1, 1, 3),
    ]
    for mark in marks:
        signature = bytes.fromhex(mark.pop("signature"))
        assert is_signed(msgspec.convert(mark, RetentionMark), signature, KEY.public_key)


async def test_a_dry_run_counts_and_touches_nothing(checks: SealedChecks) -> None:
    before = await left(checks)

    assert await count_what_ends(checks.database.admin_url, rule(41)) == Purged(records=3, seals=1)
    await seal_rest(checks)
    assert await count_what_ends(checks.database.admin_url, rule(72)) == Purged(records=6, seals=3)
    assert await left(checks) == before
    assert (await checks.verdict()).marks == []


async def test_checks_are_answered_while_a_step_is_under_way(checks: SealedChecks) -> None:
    async with purging._connected(checks.database.admin_url) as connection, purging._as_owner(connection):
        ended = await next_sealed(connection, rule(41), 0)
        assert ended is not None
        await hold(connection, ended, rule(41))
        await connection.execute(retention.REMOVE_ACTS, [])
        await connection.execute(retention.EMPTY_SEALS, 1, 1)

        assert (await checks.clinic.check(UNKNOWN)).status_code == 200
        assert (await checks.clinic.check_by_card(checks.card)).status_code == 200


async def test_of_two_purges_at_once_one_is_refused(checks: SealedChecks) -> None:
    other = await asyncpg.connect(checks.database.admin_url)
    await other.execute(purging._LOCK)
    with pytest.raises(CannotPurge):
        await purge(checks.database.admin_url, rule(41))
    await other.close()


async def test_a_sealed_record_is_not_purged_without_a_key(checks: SealedChecks) -> None:
    with pytest.raises(CannotPurge, match="ONSHI_CHECKPOINT_KEY_FILE"):
        await purge(checks.database.admin_url, rule(41, key=None))
    assert len(await left(checks)) == 6


async def test_a_record_that_nobody_seals_ends_by_its_own_age(clinic: Clinic, database: TestDatabase) -> None:
    for _ in range(3):
        await clinic.check(UNKNOWN)

    assert await purge(database.admin_url, rule(40, key=None)) == Purged(is_sealed=False)
    assert await count_what_ends(database.admin_url, rule(41, key=None)) == Purged(is_sealed=False, records=3)
    # With a key it will be sealed first.
    assert await purge(database.admin_url, rule(41)) == Purged()
    assert await purge(database.admin_url, rule(41, key=None)) == Purged(is_sealed=False, records=3)
    assert await clinic.records() == []


async def test_a_new_key_may_sign_the_mark(checks: SealedChecks) -> None:
    other = CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)))
    await purge(checks.database.admin_url, rule(41, key=other))

    # The checks trusts the first key alone.
    assert await checks.findings() == [("key-unknown", MARK), *FIRST]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE TABLE SET code = 'other' WHERE check_id = THIRD",
        "DELETE FROM TABLE WHERE check_id = THIRD",
        "UPDATE SEALS SET leaves = sha256('1') || substr(leaves, 33) WHERE sequence = 1",
        "UPDATE SEALS SET check_ids = check_ids[:2] WHERE sequence = 1",
        "UPDATE SEALS SET check_ids = '{}', leaves = '' WHERE sequence = 1",
    ],
)
async def test_what_was_tampered_with_before_the_purge_is_not_forgotten(checks: SealedChecks, statement: str) -> None:
    await checks.tamper(statement)

    purged = await purge(checks.database.admin_url, rule(41))

    assert purged.changed >= 1
    assert ("changed-before-purge", MARK) in await checks.findings()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["DELETE FROM TABLE WHERE check_id = FOURTH"], [("record-removed", "FOURTH")]),
        (["UPDATE TABLE SET code = 'other' WHERE check_id = FOURTH"], [("record-changed", "FOURTH")]),
        (
            ["DELETE FROM TABLE", "UPDATE SEALS SET check_ids = '{}', leaves = ''"],
            [("record-removed", "seal 2")],
        ),
        (["DELETE FROM MARKS"], FIRST),
        (["UPDATE MARKS SET kept_days = 31"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET record_count = 2"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET changed_count = 1"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET removed_at = removed_at - interval '1 us'"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET through_hash = sha256('1')"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET signature = sha256('1') || sha256('2')"], [("signature-wrong", MARK), *FIRST]),
        (["UPDATE MARKS SET key_id = 'another'"], [("key-unknown", MARK), *FIRST]),
        (
            [
                "UPDATE MARKS SET through_sequence = 2, record_count = 5",
                "DELETE FROM TABLE WHERE check_id = FOURTH",
            ],
            [("signature-wrong", "mark of seals 1 to 2"), *FIRST, ("record-removed", "FOURTH")],
        ),
        (
            [
                "INSERT INTO MARKS SELECT 2, 2, through_hash, 2, 0, 30, removed_at, key_id, signature FROM MARKS",
                "DELETE FROM TABLE WHERE check_id = FOURTH",
            ],
            [("signature-wrong", "mark of seals 2 to 2"), ("record-removed", "FOURTH")],
        ),
    ],
)
async def test_what_is_done_after_the_purge_is_located(
    checks: SealedChecks, statements: list[str], expected: list[tuple[str, str]]
) -> None:
    await purge(checks.database.admin_url, rule(41))
    await checks.tamper(*(text.replace("FOURTH", f"'{checks.check_ids[3]}'") for text in statements))

    assert await checks.findings() == [
        (code, checks.where(4) if where == "FOURTH" else where) for code, where in expected
    ]


async def test_a_record_put_back_is_found(checks: SealedChecks) -> None:
    await checks.clinic.admin.execute("CREATE TABLE public.kept AS TABLE eligibility_published.disclosures")
    await purge(checks.database.admin_url, rule(41))
    await checks.tamper(
        "SELECT eligibility_published.make_month('2026-11-20')",
        "INSERT INTO TABLE SELECT * FROM public.kept WHERE check_id = THIRD",
    )

    assert await checks.findings() == [("record-inserted", f"record {checks.check_ids[2]}")]
    # Nor does a later purge take the trace away.
    with pytest.raises(CannotPurge, match="have ended already"):
        await purge(checks.database.admin_url, rule(1000))


async def test_a_record_put_into_a_month_is_counted_when_it_ends(checks: SealedChecks) -> None:
    await checks.tamper(
        "INSERT INTO TABLE SELECT (json_populate_record(d, json_build_object('check_id',"
        " '01a1f600-0000-7000-8000-000000000000'))).* FROM TABLE d WHERE check_id = THIRD"
    )
    assert (await purge(checks.database.admin_url, rule(41))).changed == 1
    assert ("changed-before-purge", MARK) in await checks.findings()


async def store_mark(checks: SealedChecks, mark: RetentionMark, key: CheckpointKey) -> None:
    """As whoever has database and key could."""
    signed = Rule(mark.kept_days, read_instant(mark.removed_at), key)
    await purging._store(checks.clinic.admin, mark, key, signed)


async def mark_of_second(checks: SealedChecks, at: datetime) -> RetentionMark:
    (second,) = [seal_of(row) for row in await checks.clinic.admin.fetch(retention.SEALS_BETWEEN, 2, 2)]
    return RetentionMark(2, 2, second.checkpoint.hash(), 2, 0, 30, written_instant(at), KEY.key_id)


async def test_a_mark_for_what_is_not_old_enough_is_found_though_it_is_signed(checks: SealedChecks) -> None:
    await store_mark(checks, await mark_of_second(checks, CLOCK.now() + timedelta(days=49)), KEY)
    await checks.tamper(f"DELETE FROM TABLE WHERE check_id = '{checks.check_ids[3]}'")  # noqa: S608 - an id of ours

    assert await checks.findings() == [("mark-too-early", "mark of seals 2 to 2"), ("record-removed", checks.where(4))]


async def test_a_mark_signed_by_somebody_else_is_found(checks: SealedChecks) -> None:
    other = CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)))
    await store_mark(checks, await mark_of_second(checks, CLOCK.now() + timedelta(days=51)), other)
    await checks.tamper(f"DELETE FROM TABLE WHERE check_id = '{checks.check_ids[3]}'")  # noqa: S608 - an id of ours

    assert await checks.findings() == [("signature-wrong", "mark of seals 2 to 2"), ("record-removed", checks.where(4))]


async def test_a_last_check_ends_with_its_record(clinic: Clinic, database: TestDatabase) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    await clinic.check_by_card(card)
    await seal_later(database, timedelta())
    agreed = (await clinic.check(by_identifier(limit_certificate_consent=True))).json()["check_id"]
    # Of December, as its seal is.
    at = CLOCK.now() + timedelta(days=20)
    moved = new_id(at, os.urandom)
    await clinic.admin.execute(MOVE, UUID(agreed), moved, at)
    await clinic.admin.execute("UPDATE eligibility.last_checks SET check_id = $1, checked_at = $2", moved, at)
    await seal_later(database, timedelta(days=20))

    async def last() -> list[tuple[str, bool]]:
        rows = await clinic.admin.fetch("SELECT * FROM eligibility.last_checks")
        return [(str(row["check_id"]), row["card_checked_at"] is not None) for row in rows]

    assert await last() == [(str(moved), True)]
    await purge(database.admin_url, rule(41))
    assert await last() == [(str(moved), False)]
    await purge(database.admin_url, rule(72))
    assert await last() == []


async def seal_later(database: TestDatabase, later: timedelta, records: int = 1) -> None:
    settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
    async with open_world(settings, "eligibility") as world:
        assert await seal(world, KEY) == records
