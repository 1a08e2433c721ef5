"""A cell whose copy of what is published is too old answers nothing from it. Costs about 4 s."""

import asyncio
import re
from collections.abc import AsyncIterator

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from shared.published.replicated import MAKE_BEAT
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase

LIMIT_S = 30.0
SAID = r'^onshi_published_age_seconds{world="default"} 36[0-9][0-9]\.'
PROBLEM = "urn:onshi:problem:"
BEATEN = "UPDATE registry_published.heartbeats SET beaten_at = clock_timestamp() - $1 * interval '1 second'"


@pytest.fixture
async def cell(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> AsyncIterator[Clinic]:
    """A clinic before a cell whose copy is of this moment."""
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(MAKE_BEAT)
    await admin.execute(BEATEN, 0.0)
    await admin.close()
    async with clinic_at(database, authorities, card_key, published_age_limit_s=LIMIT_S) as clinic:
        yield clinic


async def test_a_copy_within_the_limit_is_answered_from(cell: Clinic) -> None:
    card = cell.card()
    await cell.publish(builders.person(), card)
    await cell.admin.execute(BEATEN, LIMIT_S - 5)

    assert (await cell.check_by_card(card)).json()["validity"] == "valid"
    assert (await cell.check(by_identifier())).json()["validity"] == "valid"


@pytest.mark.parametrize("age_s", [LIMIT_S + 5, 3600.0, -60.0], ids=["just too old", "an hour", "a clock is wrong"])
async def test_beyond_it_no_card_is_answered_for_and_the_record_says_why(cell: Clinic, age_s: float) -> None:
    card = cell.card()
    await cell.publish(builders.person(), card)
    await cell.admin.execute(BEATEN, age_s)

    by_card = await cell.check_by_card(card)
    by_number = await cell.check(by_identifier())

    assert (by_card.status_code, by_card.json()["type"]) == (503, f"{PROBLEM}certificate-status-unknown")
    assert by_card.headers["Retry-After"] == "5"
    assert (by_number.status_code, by_number.json()["type"]) == (503, f"{PROBLEM}database-unavailable")
    assert [(row["method"], row["outcome"], row["code"]) for row in await cell.records()] == [
        ("my_number_card", "rejected", "certificate-status-unknown")
    ]


async def test_a_revoked_card_is_revoked_however_old_the_copy_is(cell: Clinic) -> None:
    card = cell.card()
    await cell.publish(builders.person(), card)
    await cell.revoke(card)
    await cell.admin.execute(BEATEN, 3600.0)

    assert (await cell.check_by_card(card)).json()["type"] == f"{PROBLEM}certificate-revoked"


async def test_where_no_beat_has_ever_come_nothing_is_answered(cell: Clinic) -> None:
    await cell.publish(builders.person())
    await cell.admin.execute("DELETE FROM registry_published.heartbeats")

    assert (await cell.check(by_identifier())).json()["type"] == f"{PROBLEM}database-unavailable"


async def test_readiness_and_a_metric_say_it_within_two_looks(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> None:
    # A copy that was an hour old when the cell was opened: what is not on the check path knows it from the first look.
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(MAKE_BEAT)
    await admin.execute(BEATEN, 3600.0)
    await admin.close()
    async with clinic_at(database, authorities, card_key, published_age_limit_s=LIMIT_S) as late:
        recheck = await late.check(
            {"recheck_of": "019aa000-0000-7000-8000-000000000000", "purpose": "CARE_HOME_RECHECK"}
        )
        ready = await late.http.get("/readyz")

        assert (recheck.status_code, recheck.json()["type"]) == (503, f"{PROBLEM}database-unavailable")
        assert ready.status_code == 503
        assert [name for name, holds in ready.json()["checks"].items() if not holds] == ["published_current"]
        async with asyncio.timeout(10):
            # The first look may come behind these requests.
            while not re.search(SAID, (await late.http.get("/metrics")).text, re.MULTILINE):  # noqa: ASYNC110 - it is asked for
                await asyncio.sleep(0.05)


async def test_without_a_limit_nobody_asks_how_old_it_is(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    assert (await clinic.check(by_identifier())).json()["validity"] == "valid"
    assert (await clinic.http.get("/readyz")).status_code == 200
