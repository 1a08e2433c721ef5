"""Consents, withdrawals and openings stand in the sealed chain: a superuser who touches one is found, and where."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.seal.acts import ACT_FIELDS, ACT_LEAF_SQL, ACT_SQL
from shared.seal.records import canonical, leaf_of
from simulator.audit.retention.records import count_what_ends, purge
from simulator.audit.retention.rule import Purged, Rule
from tests.checkpoint_key import KEY
from tests.clinic import Clinic
from tests.service.consent.office import office_beside
from tests.service.eligibility.stored_records import open_up
from tests.service.sealed_acts import SealedActs, sealed_acts
from tests.worlds import CLOCK, TestDatabase

IN_ORDER = ["consent_given", "consent_withdrawn", "opening_made", "opening_closed"]
ANOTHER = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def acts(clinic: Clinic, database: TestDatabase, tmp_path: Path) -> AsyncIterator[SealedActs]:
    async with office_beside(clinic, database) as office:
        yield await sealed_acts(office, database, tmp_path)


def where(acts: SealedActs, act: str, noun: str = "act") -> str:
    return f"{noun} {acts.acts[act]} (seal 1, place {IN_ORDER.index(act) + 2})"


async def test_each_act_is_listed_as_it_is_done_and_sealed_in_the_order_of_the_record(acts: SealedActs) -> None:
    (row,) = await acts.office.clinic.admin.fetch(
        "SELECT check_ids::text[] AS ids, form FROM eligibility_published.seals"
    )

    assert row["ids"] == [acts.consent_id.partition(".")[0], *(acts.acts[act] for act in IN_ORDER)]
    assert row["form"] == 2
    verdict = await acts.verdict()
    assert (verdict.findings, verdict.records, verdict.sealed) == ([], 5, 5)


async def test_an_act_names_who_did_it_and_no_person(acts: SealedActs) -> None:
    text = await acts.office.clinic.admin.fetchval(
        f"SELECT {ACT_SQL} FROM consent_published.acts a WHERE act = 'consent_withdrawn'"  # noqa: S608 - a constant
    )
    act = msgspec.json.decode(text)

    assert (act["acted_by"], act["reason"], act["kind"], act["channel"]) == (
        "test-institution",
        "patient",
        "medication",
        "home_visit",
    )
    assert act["is_from_before"] is False
    person_id = await acts.office.clinic.admin.fetchval("SELECT person_id::text FROM consent.consent_versions LIMIT 1")
    assert person_id not in text


OTHER = {
    "acted_at": "acted_at + interval '1 microsecond'",
    "is_from_before": "true",
    "check_id": "gen_random_uuid()",
    "consent_id": "gen_random_uuid()",
    "given_at": "given_at - interval '1 microsecond'",
    "viewable_until": "acted_at",
    "opening_id": "gen_random_uuid()",
    "institution_codes": "'{9910000018}'",
    "opened_at": "acted_at",
    "ends_at": "acted_at",
    "listed_in": "(listed_in::text::bigint - 1)::text::xid8",
}


@pytest.mark.parametrize("column", [name for name in ACT_FIELDS if name != "act_id"])
async def test_any_column_of_an_act_changed_by_a_superuser_is_found(acts: SealedActs, column: str) -> None:
    value = OTHER.get(column, "'another'")
    await acts.tamper(f"UPDATE consent_published.acts SET {column} = {value} WHERE act = 'consent_given'")  # noqa: S608

    assert ("record-changed", where(acts, "consent_given")) in await acts.findings()


async def test_every_column_of_an_act_is_sealed(acts: SealedActs) -> None:
    columns = await acts.office.clinic.admin.fetch(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'consent_published.acts'::regclass"
        " AND attnum > 0 AND NOT attisdropped"
    )

    assert {row[0] for row in columns} == set(ACT_FIELDS)


@pytest.mark.parametrize("act", IN_ORDER)
async def test_a_dropped_act_is_found_at_its_place(acts: SealedActs, act: str) -> None:
    await acts.tamper("DELETE FROM consent_published.acts WHERE act = $1", act)

    assert ("record-removed", where(acts, act, "record")) in await acts.findings()


async def test_an_act_put_in_before_a_checkpoint_is_found(acts: SealedActs) -> None:
    await acts.tamper(
        "INSERT INTO consent_published.acts SELECT (r).* FROM (SELECT jsonb_populate_record(a,"
        " jsonb_build_object('act_id', $1::text)) AS r FROM consent_published.acts a"
        " WHERE act = 'consent_given') AS copied",
        ANOTHER,
    )

    assert ("record-inserted", f"act {ANOTHER}") in await acts.findings()


async def test_acts_that_changed_places_are_both_found(acts: SealedActs) -> None:
    given, withdrawn = acts.acts["consent_given"], acts.acts["consent_withdrawn"]
    await acts.tamper(
        "UPDATE consent_published.acts SET act_id = CASE act WHEN 'consent_given' THEN $2::uuid ELSE $1::uuid END"
        " WHERE act_id IN ($1, $2)",
        given,
        withdrawn,
    )

    findings = await acts.findings()
    assert ("record-changed", where(acts, "consent_given")) in findings
    assert ("record-changed", where(acts, "consent_withdrawn")) in findings


async def test_an_act_behind_the_last_seal_waits_and_is_counted(acts: SealedActs) -> None:
    await open_up(acts.office.clinic.admin)
    verdict = await acts.verdict()
    assert (verdict.findings, verdict.unsealed) == ([], 1)
    assert await acts.seal() == 1
    assert (await acts.verdict()).unsealed == 0


async def test_withdrawals_while_it_is_sealed_all_stand_in_the_chain_once(acts: SealedActs) -> None:
    office = acts.office
    made = [await office.checked(acts.card, consents=["medication"], purpose="CARE_HOME") for _ in range(6)]

    async def give_and_withdraw(check_id: str) -> None:
        body = {"check_id": check_id, "kinds": ["medication"], "channel": "online"}
        await office.post("/v1/consents", body)
        await office.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"})

    async def keep_sealing() -> None:
        for _ in range(20):
            await acts.seal()

    await asyncio.gather(keep_sealing(), *(give_and_withdraw(check_id) for check_id in made))
    await acts.seal()

    verdict = await acts.verdict()
    in_database = await office.clinic.admin.fetchval(
        "SELECT (SELECT count(*) FROM eligibility_published.disclosures)"
        " + (SELECT count(*) FROM consent_published.acts)"
    )
    assert (verdict.findings, verdict.unsealed) == ([], 0)
    assert verdict.sealed == verdict.records == in_database


def rule(days_later: int) -> Rule:
    return Rule(30, CLOCK.now() + timedelta(days=days_later), KEY)


async def test_acts_end_with_their_seals_under_the_same_mark(acts: SealedActs) -> None:
    await open_up(acts.office.clinic.admin)
    assert await count_what_ends(acts.database.admin_url, rule(41)) == Purged(records=5, seals=1)

    purged = await purge(acts.database.admin_url, rule(41))

    assert (purged.records, purged.seals, purged.changed) == (5, 1, 0)
    verdict = await acts.verdict()
    assert (verdict.findings, verdict.purged, verdict.unsealed) == ([], 5, 1)


async def test_an_act_that_was_dropped_before_the_purge_is_not_forgotten(acts: SealedActs) -> None:
    await acts.tamper("DELETE FROM consent_published.acts WHERE act = 'consent_withdrawn'")

    assert (await purge(acts.database.admin_url, rule(41))).changed == 1
    assert ("changed-before-purge", "mark of seals 1 to 1") in await acts.findings()


async def test_where_nothing_is_sealed_acts_of_consents_end_with_their_versions(acts: SealedActs) -> None:
    await acts.tamper("DELETE FROM eligibility_published.seals")
    early, late = (Rule(30, CLOCK.now() + timedelta(days=days), None) for days in (40, 41))

    assert await purge(acts.database.admin_url, early) == Purged(is_sealed=False)
    assert await purge(acts.database.admin_url, late) == Purged(is_sealed=False, records=1, consent_versions=2)
    # Openings are kept, and so is who made them.
    left = await acts.office.clinic.admin.fetch("SELECT act FROM consent_published.acts ORDER BY listed_in")
    assert [row["act"] for row in left] == ["opening_made", "opening_closed"]


STRAYS = [
    ("DELETE FROM consent_published.consents WHERE reason IS NOT NULL", "consent_withdrawn"),
    ("UPDATE consent_published.consents SET reason = NULL", "consent_withdrawn"),
    ("UPDATE consent_published.consents SET viewable_until = given_at WHERE reason IS NULL", "consent_given"),
    ("UPDATE consent_published.consents SET person_id = gen_random_uuid() WHERE reason IS NULL", "consent_given"),
    ("DELETE FROM consent_published.openings", "opening_made"),
    ("UPDATE consent_published.openings SET ends_at = ends_at + interval '9 days'", "opening_made"),
    ("UPDATE consent_published.openings SET known_to = 'infinity'", "opening_made"),
    ("UPDATE consent_published.openings SET institution_code = '9910000026'", "opening_made"),
]


@pytest.mark.parametrize(("statement", "act"), STRAYS)
async def test_what_checks_obey_is_held_against_the_act_that_made_it(
    acts: SealedActs, statement: str, act: str
) -> None:
    await acts.tamper(statement)

    assert ("act-not-obeyed", f"act {acts.acts[act]}") in await acts.findings()


@pytest.mark.parametrize("purged_first", [False, True])
async def test_a_consent_that_no_act_made_is_found(acts: SealedActs, purged_first: bool) -> None:
    if purged_first:
        await purge(acts.database.admin_url, rule(41))
        assert await acts.findings() == []
    await acts.tamper(
        "INSERT INTO consent_published.consents (consent_id, version_id, person_id, institution_code, kind, state,"
        " given_at, check_id, channel, known_from)"
        " VALUES ($1, $1, $1, '9910000018', 'medication', 'given', $2, $1, 'home_visit', $2)",
        ANOTHER,
        CLOCK.now() + timedelta(minutes=1),
    )

    assert await acts.findings() == [("act-missing", f"consent or opening {ANOTHER}")]


text_of_the_database = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(text=st.none() | text_of_the_database, codes=st.lists(text_of_the_database, min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_postgresql_and_python_hash_the_same_bytes_of_an_act(
    clinic: Clinic, text: str | None, codes: list[str]
) -> None:
    act_id = await open_up(clinic.admin, text=text, codes=codes)

    ((written, leaf),) = await clinic.admin.fetch(
        f"SELECT {ACT_SQL}, {ACT_LEAF_SQL} FROM consent_published.acts a WHERE act_id = $1",  # noqa: S608 - constants
        act_id,
    )

    act = msgspec.json.decode(written)
    assert canonical(act) == written.encode()
    assert leaf_of(act) == leaf


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_published.acts SET act = 'consent_given'",
        "DELETE FROM consent_published.acts",
        "TRUNCATE consent_published.acts",
    ],
)
@pytest.mark.parametrize("service", ["consent", "eligibility"])
async def test_no_service_changes_or_removes_an_act(database: TestDatabase, service: str, statement: str) -> None:
    connection = await asyncpg.connect(database.urls[service])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()
