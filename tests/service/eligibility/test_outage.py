"""PostgreSQL goes and comes back, or takes too long: nothing is lost or spent, nobody has to restart anything."""

import asyncio
import os
import shutil
import signal
import tempfile
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.db.database import Database, open_database
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.errors import DatabaseTooSlow
from shared.settings import SERVICES
from tests import builders
from tests.clinic import clinic_at
from tests.conftest import PASSWORDS
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase


async def test_checks_are_refused_while_the_database_is_gone_and_answered_when_it_is_back(
    authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="onshi-test-"))
    server = EmbeddedPostgres(folder, "admin-test-password")
    try:
        await server.start()
        await migrate(server.admin_url, PASSWORDS)
        database = TestDatabase(
            admin_url=server.admin_url,
            urls={name: server.url_of(runtime_role(name), PASSWORDS[name], "postgres") for name in SERVICES},
        )
        async with clinic_at(database, authorities, card_key) as clinic:
            card = clinic.card()
            await clinic.publish(builders.person(), card)
            assert (await clinic.check_by_card(card)).json()["validity"] == "valid"
            body = {"presence_proof": await clinic.sign(card)}

            os.kill(server.process_id, signal.SIGKILL)
            await server.wait()
            refused = await clinic.check(body)
            assert refused.status_code == 503, refused.text
            assert refused.json()["type"] == "urn:onshi:problem:database-unavailable"
            assert refused.json()["retryable"] is True
            assert int(refused.headers["Retry-After"]) > 0
            assert (await clinic.http.get("/readyz")).status_code == 503
            assert (await clinic.http.get("/healthz")).status_code == 200

            await server.start()
            for _ in range(50):
                answer = await clinic.check(body)
                if answer.status_code != 503:
                    break
                await asyncio.sleep(0.1)
            # The very same proof: a 503 has spent nothing.
            assert answer.json()["validity"] == "valid"
            admin = await asyncpg.connect(server.admin_url)
            stored = await admin.fetchval("SELECT count(*) FROM eligibility_published.disclosures")
            await admin.close()
            assert stored == 2
    finally:
        await server.stop()
        shutil.rmtree(folder)


async def test_a_statement_that_takes_too_long_is_told_from_a_database_that_is_gone(
    database: TestDatabase,
    authorities: dict[int, Authority],
    card_key: RSAPrivateKey,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with clinic_at(database, authorities, card_key, statement_timeout_s=2.0) as clinic:
        card = clinic.card()
        await clinic.publish(builders.person(), card)
        body = {"presence_proof": await clinic.sign(card)}
        async with clinic.admin.transaction():
            # Read it may be, written not: every record waits.
            await clinic.admin.execute("LOCK TABLE eligibility_published.disclosures IN EXCLUSIVE MODE")
            capsys.readouterr()
            refused = await clinic.check(body, client_id="clinic-of-nobody")

        assert refused.status_code == 503, refused.text
        told = refused.json()
        assert told["type"] == "urn:onshi:problem:database-too-slow"
        assert (told["retryable"], refused.headers["Retry-After"]) == (True, "5")
        lines = [line for line in capsys.readouterr().out.splitlines() if "too long" in line]
        assert len(lines) == 1
        assert "INSERT eligibility.nonces eligibility_published.disclosures eligibility.last_checks" in lines[0]
        assert "clinic-of-nobody" not in lines[0]
        # The very same proof: nothing was spent.
        assert (await clinic.check(body)).json()["validity"] == "valid"
        assert len(await clinic.records()) == 1


async def test_a_read_that_takes_too_long_is_no_answer_and_no_record(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, statement_timeout_s=2.0) as clinic:
        card = clinic.card()
        await clinic.publish(builders.person(), card)
        body = {"presence_proof": await clinic.sign(card)}
        async with clinic.admin.transaction():
            await clinic.admin.execute("LOCK TABLE registry_published.persons IN ACCESS EXCLUSIVE MODE")
            refused = [await clinic.check(body), await clinic.check(by_identifier())]

        assert [answer.json()["type"] for answer in refused] == ["urn:onshi:problem:database-too-slow"] * 2
        assert await clinic.records() == []
        assert (await clinic.check(body)).json()["validity"] == "valid"


@pytest.mark.parametrize("setting", ["statement_timeout", "lock_timeout"])
async def test_in_a_transaction_too(database: TestDatabase, setting: str) -> None:
    admin = await asyncpg.connect(database.admin_url)
    try:
        async with (
            open_database(database.urls["consent"], statement_timeout_s=5) as opened,
            admin.transaction(),
        ):
            await admin.execute("LOCK TABLE consent.consent_versions")
            with pytest.raises(DatabaseTooSlow):
                await read_within(opened, setting)
    finally:
        await admin.close()


async def read_within(opened: Database, setting: str) -> None:
    async with opened.transaction() as connection:
        await connection.exec_driver_sql(f"SET LOCAL {setting} = '200ms'")
        await connection.exec_driver_sql("SELECT FROM consent.consent_versions")


async def test_a_statement_in_a_transaction_ends_before_its_transaction_would(database: TestDatabase) -> None:
    async with (
        open_database(database.urls["consent"], statement_timeout_s=5) as opened,
        opened.transaction() as connection,
    ):
        limits = await connection.exec_driver_sql(
            "SELECT current_setting('statement_timeout'), current_setting('transaction_timeout')"
        )
        assert tuple(limits.one()) == ("30s", "1min")
