"""PostgreSQL goes and comes back; nothing is lost, nothing is spent, nobody has to restart anything."""

import asyncio
import os
import shutil
import signal
import tempfile
from pathlib import Path

import asyncpg
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority import Authority
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.settings import SERVICES
from tests import builders
from tests.clinic import clinic_at
from tests.conftest import PASSWORDS
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
