"""A full disk: checks are refused, to be sent again; readiness says so; room is enough to be served again."""

import asyncio

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.settings import SERVICES
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.conftest import PASSWORDS
from tests.full_disk import SmallDisk, small_disk
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase

MEGABYTES = 160
"""A new cluster with its log takes about 90."""
A_PAGE_HOLDS = 40
"""More records than this, and the table needs another page of the disk."""
WITHIN_S = 120.0


async def test_a_full_disk_is_refused_and_not_ready_until_there_is_room(
    authorities: dict[int, Authority], card_key: RSAPrivateKey, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(MEGABYTES) as disk:
        server = EmbeddedPostgres(disk.folder, "admin-test-password")
        try:
            await server.start()
            await migrate(server.admin_url, PASSWORDS)
            urls = {name: server.url_of(runtime_role(name), PASSWORDS[name], "postgres") for name in SERVICES}
            async with clinic_at(TestDatabase(server.admin_url, urls), authorities, card_key) as clinic:
                await clinic.publish(builders.person())
                assert (await clinic.check(by_identifier())).json()["validity"] == "valid"
                assert (await clinic.http.get("/readyz")).json()["checks"]["database"] is True
                await fill_and_ask(disk, clinic, capsys)

                disk.make_room()
                assert (await answered(clinic)).json()["validity"] == "valid"
                assert (await clinic.http.get("/readyz")).json()["checks"]["database"] is True
        finally:
            await server.stop()


async def fill_and_ask(disk: SmallDisk, clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    disk.fill()
    before = await recorded(clinic)
    capsys.readouterr()

    asked = [await clinic.check(by_identifier()) for _ in range(2 * A_PAGE_HOLDS)]

    refused = [answer for answer in asked if answer.status_code != 200]
    assert refused != []
    assert {answer.json()["type"] for answer in refused} == {"urn:onshi:problem:database-unavailable"}
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in refused} == {(503, "2")}
    # What was answered is on record, and nothing else.
    assert await recorded(clinic) == before + len(asked) - len(refused)
    ready = await clinic.http.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["database"]) == (503, False)
    told = capsys.readouterr().out
    assert "53100" in told
    assert "Traceback" not in told
    assert told.count("the database is not available") < len(refused)


async def recorded(clinic: Clinic) -> int:
    count: int = await clinic.admin.fetchval("SELECT count(*) FROM eligibility_published.disclosures")
    return count


async def answered(clinic: Clinic) -> httpx.Response:
    """Ask until it is answered: nobody restarts anything."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            answer = await clinic.check(by_identifier())
            if answer.status_code == 200:
                return answer
            assert answer.status_code == 503, answer.text
