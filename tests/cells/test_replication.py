"""What a hub publishes is true in its cell within a moment, or is not answered from. 12 s, or 30 beside much else."""

import os
import re
import signal

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from shared.published.heartbeats import READ_AGE
from shared.published.replicated import HEARTBEATS, STAY_AT_THE_HUB, TABLES
from simulator.cells.cell import subscribe, unsubscribe
from simulator.cells.failure import CellFailed
from simulator.cells.hub import publish
from tests import builders
from tests.cells.conftest import Place
from tests.cells.following import answers, beating, holds, in_cell_of, within
from tests.clinic import Card, Clinic, clinic_at
from tests.service.eligibility.questions import by_identifier

LIMIT_S = 1.5
PROBLEM = "urn:onshi:problem:"


async def test_a_copy_is_the_hubs_published_rows_and_no_others(hub: Place, cell: Place) -> None:
    schemas = await hub.admin.fetch(
        "SELECT schemaname || '.' || tablename FROM pg_tables"
        " WHERE schemaname IN ('registry_published', 'consent_published')"
    )

    assert {row[0] for row in schemas} == {HEARTBEATS, *TABLES, *STAY_AT_THE_HUB}
    places = await hub.admin.fetch("SELECT slot_name, failover FROM pg_replication_slots")
    assert [tuple(row) for row in places] == [("onshi_cell_one", True)]
    # Before the first beat nobody knows how old it is.
    assert await cell.admin.fetchval(READ_AGE) is None


async def test_a_check_in_a_cell_follows_what_happens_at_the_hub(
    hub: Place, cell: Place, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> None:
    async with (
        clinic_at(hub.database, authorities, card_key) as at_hub,
        beating(hub),
        in_cell_of(at_hub, cell, 30.0) as in_cell,
    ):
        card = in_cell.card()
        await at_hub.publish(builders.person(), card)
        # What is published last.
        await within(10, lambda: holds(cell, "SELECT count(*) = 1 FROM registry_published.verified_certificates"))
        await within(10, lambda: answers(in_cell))

        there = await in_cell.check_by_card(card)
        alone = await at_hub.check_by_card(card)
        assert there.json()["validity"] == alone.json()["validity"] == "valid"
        assert there.json()["results"] == alone.json()["results"]

        await at_hub.revoke(card)
        await within(10, lambda: refused_as(in_cell, card, "certificate-revoked"))
        # Records stay where they were made.
        kept_at_hub = {str(row["check_id"]) for row in await at_hub.records()}
        assert alone.json()["check_id"] in kept_at_hub
        assert there.json()["check_id"] not in kept_at_hub


async def test_without_its_hub_a_cell_answers_up_to_the_limit_then_refuses_and_goes_on_when_it_is_back(
    hub: Place, cell: Place, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> None:
    async with (
        clinic_at(hub.database, authorities, card_key) as at_hub,
        in_cell_of(at_hub, cell, LIMIT_S) as in_cell,
    ):
        card = in_cell.card()
        await at_hub.publish(builders.person(), card)
        async with beating(hub):
            await within(10, lambda: holds(cell, "SELECT count(*) = 1 FROM registry_published.verified_certificates"))
            await within(10, lambda: answers(in_cell))
        os.kill(hub.server.process_id, signal.SIGKILL)

        async def refuses() -> bool:
            age_s = await cell.admin.fetchval(READ_AGE)
            is_answered = await answers(in_cell)
            # Within the limit what it holds is true enough. It was as old as this, or older, when it was read.
            assert not is_answered or age_s <= LIMIT_S
            return not is_answered

        await within(60, refuses)
        assert await refused_as(in_cell, card, "certificate-status-unknown")
        assert (await in_cell.check(by_identifier())).json()["type"] == f"{PROBLEM}database-unavailable"
        assert await is_ready(in_cell) is False

        await hub.server.start()
        async with beating(hub):
            await within(60, lambda: answers(in_cell))
            await within(10, lambda: is_ready(in_cell))


async def test_a_cell_subscribes_again_and_ends_with_nothing_left_behind(hub: Place, cell: Place) -> None:
    await publish(hub.admin, hub.hub_url)
    await subscribe(cell.admin, hub.hub_url, "one", 60.0, print)
    await hub.admin.execute("INSERT INTO registry_published.institutions VALUES ('1', 'x', 'institution', now())")
    await within(10, lambda: holds(cell, "SELECT count(*) = 1 FROM registry_published.institutions"))

    await unsubscribe(cell.admin)

    assert await hub.admin.fetchval("SELECT count(*) FROM pg_replication_slots") == 0
    assert await cell.admin.fetchval("SELECT count(*) FROM registry_published.institutions") == 0
    assert await cell.admin.fetchval(READ_AGE) is None


async def test_what_cannot_be_followed_is_said_in_a_sentence(hub: Place, cell: Place) -> None:
    await unsubscribe(cell.admin)
    await cell.admin.execute("INSERT INTO registry_published.institutions VALUES ('1', 'x', 'institution', now())")
    with pytest.raises(CellFailed, match=r"holds rows of its own \(registry_published.institutions\)"):
        await subscribe(cell.admin, hub.hub_url, "one", 60.0, print)
    await hub.admin.execute("ALTER TABLE registry_published.institutions ADD COLUMN newer text")
    with pytest.raises(CellFailed, match=r"run `onshi migrate` here first \(not here: \S+institutions\.newer\)"):
        await subscribe(cell.admin, hub.hub_url, "one", 60.0, print)
    nowhere = re.sub(r"host=[^&]+", "host=/nowhere", hub.hub_url)
    with pytest.raises(CellFailed, match=r"cannot be reached \(FileNotFoundError\)") as failed:
        await subscribe(cell.admin, nowhere, "one", 60.0, print)
    assert "password" not in str(failed.value)


async def test_who_comes_as_a_cell_reads_what_is_published_and_nothing_else(hub: Place) -> None:
    visitor = await asyncpg.connect(hub.hub_url)
    try:
        assert await visitor.fetchval("SELECT count(*) FROM registry_published.persons") == 0
        for table in ("registry.clients", "consent.consent_versions", "eligibility_published.disclosures"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await visitor.execute(f"TABLE {table} LIMIT 1")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await visitor.execute("DELETE FROM registry_published.revocations")
    finally:
        await visitor.close()


async def refused_as(clinic: Clinic, card: Card, code: str) -> bool:
    answer = await clinic.check_by_card(card)
    return answer.status_code != 200 and answer.json()["type"] == f"{PROBLEM}{code}"


async def is_ready(clinic: Clinic) -> bool:
    return (await clinic.http.get("/readyz")).status_code == 200
