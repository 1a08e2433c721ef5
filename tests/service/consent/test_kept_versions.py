"""The consent service's own role cannot take a withdrawal, a consent or an opening out of sight."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from tests import builders
from tests.clinic import INSTITUTION
from tests.service.consent.office import Office
from tests.worlds import CLOCK, TestDatabase


@pytest.fixture
async def runtime(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.urls["consent"])
    yield connection
    await connection.close()


async def given(office: Office) -> str:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    registered = await office.post("/v1/consents", body)
    assert registered.status_code == 201, registered.text
    return f"{check_id}.medication"


async def withdrawn(office: Office) -> str:
    consent_id = await given(office)
    answer = await office.post(f"/v1/consents/{consent_id}/withdrawal", {"reason": "patient"})
    assert answer.status_code == 200, answer.text
    return consent_id


async def states(office: Office) -> list[tuple[str, str | None]]:
    items = (await office.get("/v1/consents")).json()["items"]
    return [(item["state"], item["withdrawal_reason"]) for item in items]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_published.consents SET known_to = known_from WHERE reason IS NOT NULL",
        "UPDATE consent_published.consents SET known_to = now() + interval '1 day' WHERE reason IS NOT NULL",
        "UPDATE consent.consent_versions SET superseded_at = recorded_at WHERE reason IS NOT NULL",
        "UPDATE consent.consent_versions SET superseded_at = 'infinity' WHERE reason IS NULL",
        "UPDATE consent_published.consents SET known_to = 'infinity' WHERE reason IS NULL",
    ],
)
async def test_a_withdrawal_cannot_be_taken_out_of_sight(
    office: Office, runtime: asyncpg.Connection, statement: str
) -> None:
    await withdrawn(office)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await runtime.execute(statement)

    assert await states(office) == [("expired", "patient")]


async def test_a_withdrawal_is_not_ended_by_a_version_after_it_either(
    office: Office, runtime: asyncpg.Connection
) -> None:
    await withdrawn(office)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="a withdrawal is never ended"):
        await runtime.execute(
            "WITH ended AS (UPDATE consent_published.consents SET known_to = known_from WHERE reason IS NOT NULL"
            " RETURNING *) INSERT INTO consent_published.consents SELECT consent_id, gen_random_uuid(), person_id,"
            " institution_code, kind, 'given', given_at, viewable_until, known_from + interval '1 us', 'infinity',"
            " check_id, channel, NULL FROM ended"
        )

    assert await states(office) == [("expired", "patient")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_published.consents SET known_to = known_from",
        "UPDATE consent_published.consents SET known_to = known_from + interval '1 second'",
        "UPDATE consent.consent_versions SET superseded_at = recorded_at",
    ],
)
async def test_a_consent_does_not_end_without_the_version_that_follows(
    office: Office, runtime: asyncpg.Connection, statement: str
) -> None:
    await given(office)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await runtime.execute(statement)

    assert await states(office) == [("given", None)]


async def test_the_version_that_follows_begins_where_the_other_ends(
    office: Office, runtime: asyncpg.Connection
) -> None:
    await given(office)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="ends when the next begins"):
        await runtime.execute(
            "WITH ended AS (UPDATE consent_published.consents SET known_to = known_from RETURNING *)"
            " INSERT INTO consent_published.consents SELECT consent_id, gen_random_uuid(), person_id,"
            " institution_code, kind, 'expired', given_at, viewable_until, '9999-01-01', 'infinity',"
            " check_id, channel, 'patient' FROM ended"
        )

    assert await states(office) == [("given", None)]


@pytest.mark.parametrize("known_to", ["known_from", "now()"])
async def test_an_opening_ends_by_its_closure_only(office: Office, runtime: asyncpg.Connection, known_to: str) -> None:
    await office.publish_institution()
    ends_at = (CLOCK.now() + timedelta(days=2)).isoformat()
    body = {"purpose": "DISASTER_READ", "institution_codes": [INSTITUTION], "ends_at": ends_at}
    opened = await office.as_operator("/v1/openings", body)
    assert opened.status_code == 201, opened.text

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="ends when it was closed"):
        await runtime.execute(f"UPDATE consent_published.openings SET known_to = {known_to}")  # noqa: S608 - literals

    closed = await office.as_operator(f"/v1/openings/{opened.json()['opening_id']}/closure", {})
    assert (closed.status_code, closed.json()["is_open"]) == (200, False)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="closed once"):
        await runtime.execute("UPDATE consent_published.openings SET known_to = known_from")
