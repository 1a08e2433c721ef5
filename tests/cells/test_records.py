"""Records of a cell, read at its hub: the patient's history, and consents about checks of the cell. About 6 s.

The records of all cells are gathered in a second database of the hub's server. Institutions have no names there: it
does not follow the hub here, as one server cannot subscribe to itself so simply.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr

from services.consent.app import create_app
from services.eligibility.app import create_asgi
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.domain.roles import Role
from shared.settings import Settings
from shared.web.edge import Edge
from simulator.audit.export import CannotExport, export_trail
from simulator.audit.findings import Verdict
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from simulator.cells.records import gather, publish_records
from tests import builders
from tests.cells.conftest import Place, admin_url_of
from tests.cells.following import answers, beating, holds, within
from tests.checkpoint_key import KEY_PEM
from tests.clinic import Card, Clinic, clinic_at
from tests.conftest import PASSWORDS
from tests.service.consent.office import Office
from tests.worlds import serving

RECORDS = "onshi_records"
OPERATOR: dict[str, Any] = {"role": Role.OPERATOR, "institution": None}


@dataclass(frozen=True)
class Hub:
    """The hub's consent service, a clinic of the cell, the same clinic at the hub, and an administrator of records."""

    office: Office
    in_cell: Clinic
    at_hub: Clinic
    records: asyncpg.Connection
    cell: Place


@pytest.fixture(scope="session")
async def records(servers: tuple[EmbeddedPostgres, EmbeddedPostgres]) -> str:
    """The administrator's URL of the database of all records."""
    admin = await asyncpg.connect(servers[0].admin_url)
    await admin.execute(f"CREATE DATABASE {RECORDS}")
    await admin.close()
    url = admin_url_of(servers[0], RECORDS)
    await migrate(url, PASSWORDS)
    return url


@asynccontextmanager
async def at_the_hub(
    hub: Place, cell: Place, records: str, folder: Path, authorities: dict[int, Any], card_key: Any
) -> AsyncIterator[Hub]:
    cell_url = cell.server.url_of("onshi_records", "a password of its own", "onshi_default")
    await publish_records(cell.admin, cell_url)
    admin = await asyncpg.connect(records)
    await gather(admin, cell_url, "one", 60.0, print)
    reading = hub.server.url_of(runtime_role("consent"), PASSWORDS["consent"], RECORDS)
    (key := folder / "checkpoint-key.pem").write_bytes(KEY_PEM)
    sealing = {"published_age_limit_s": 30.0, "checkpoint_key_file": key}
    try:
        async with (
            clinic_at(hub.database, authorities, card_key) as at_hub,
            beating(hub),
            serving(Edge(create_app(hub.database.settings(cell_records_database_url=SecretStr(reading))))) as consent,
        ):
            await within(10, lambda: holds(cell, "SELECT count(*) = 3 FROM registry_published.trust_roots"))
            async with serving(Edge(create_asgi(cell.database.settings(**sealing)))) as http:
                in_cell = replace(at_hub, http=http)
                yield Hub(Office(in_cell, consent), in_cell, at_hub, admin, cell)
    finally:
        await admin.close()


async def patient(hub: Hub) -> Card:
    card = hub.in_cell.card()
    await hub.at_hub.publish(builders.person(), card)
    # What is published last.
    await within(10, lambda: holds(hub.cell, "SELECT count(*) = 1 FROM registry_published.verified_certificates"))
    await within(10, lambda: answers(hub.in_cell))
    return card


async def test_what_was_asked_in_a_cell_and_at_the_hub_is_one_history(
    hub: Place, cell: Place, records: str, tmp_path: Path, authorities: dict[int, Any], card_key: Any
) -> None:
    async with at_the_hub(hub, cell, records, tmp_path, authorities, card_key) as place:
        card = await patient(place)
        first = (await place.in_cell.check_by_card(card)).json()["check_id"]
        second = (await place.at_hub.check_by_card(card)).json()["check_id"]
        third = (await place.in_cell.check_by_card(card)).json()["check_id"]
        await within(10, lambda: knows(place, third))

        headers = await place.office.me(card)
        page = await place.office.http.get("/v1/me/disclosures?limit=2", headers=headers)
        cursor = page.json()["next_cursor"]
        rest = await place.office.http.get(f"/v1/me/disclosures?limit=100&cursor={cursor}", headers=headers)
        everything = (await place.office.get("/v1/disclosures?limit=2", **OPERATOR)).json()["items"]

        assert [item["check_id"] for item in page.json()["items"]] == [third, second]
        assert rest.json()["items"][0]["check_id"] == first
        assert [item["check_id"] for item in everything] == [third, second]
        # It says where it was made; and the hub neither seals nor lists it.
        assert await place.records.fetchval("SELECT cell FROM eligibility_published.disclosures LIMIT 1") == "one"
        kept_at_hub = {str(row["check_id"]) for row in await place.at_hub.records()}
        assert kept_at_hub & {first, second, third} == {second}
        await within(10, lambda: all_is_sealed(place))
        assert await hub.admin.fetchval("SELECT count(*) FROM eligibility_published.seals WHERE cell = 'one'") == 0
        # The cell's chain is verified where it is gathered, without a word about the hub's own.
        verdict = await audited(
            hub.server.url_of(runtime_role("eligibility"), PASSWORDS["eligibility"], RECORDS), "one"
        )
        assert verdict.findings == []
        assert verdict.sealed >= 2


async def test_a_consent_about_a_check_of_a_cell_waits_for_it_and_comes_back_to_the_cell(
    hub: Place, cell: Place, records: str, tmp_path: Path, authorities: dict[int, Any], card_key: Any
) -> None:
    async with at_the_hub(hub, cell, records, tmp_path, authorities, card_key) as place:
        card = await patient(place)
        check_id = (await place.in_cell.check_by_card(card, consents=["medication"])).json()["check_id"]

        withdrawal = {"reason": "institution"}
        withdrawn = await place.office.post(f"/v1/consents/{check_id}.medication/withdrawal", withdrawal)

        assert withdrawn.json()["withdrawal_reason"] == "institution", withdrawn.text
        ended = "SELECT count(*) = 1 FROM consent_published.consents WHERE reason IS NOT NULL"
        await within(10, lambda: holds(cell, ended))
        # What the patient agreed to is an act of the hub's: the cell's own chain says nothing of it.
        own = cell.database.urls["eligibility"]
        await within(10, lambda: all_is_sealed(place))
        assert (await audited(own, "one")).findings == []
        assert {finding.code for finding in (await audited(own, None)).findings} == {"act-missing"}
        with pytest.raises(CannotExport, match="of a cell 'two' is here"):
            await audited(own, "two")
        of_nobody = "/v1/consents/019aa000-0000-7000-8000-000000000000.medication/withdrawal"
        assert (await place.office.post(of_nobody, withdrawal)).status_code == 404


async def audited(url: str, cell: str | None) -> Verdict:
    """The verdict on what is exported from a database."""
    settings = Settings(eligibility_database_url=SecretStr(url))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "trail.jsonl")

        def verdict() -> Verdict:
            export_trail(settings, None, file, lambda _done, _total: None, cell=cell)
            return verify_trail(read_trail(file.read_bytes().splitlines()))

        return await asyncio.to_thread(verdict)


async def knows(place: Hub, check_id: str) -> bool:
    found = "SELECT true FROM eligibility_published.disclosures WHERE check_id = $1"
    return bool(await place.records.fetchval(found, check_id))


async def all_is_sealed(place: Hub) -> bool:
    """Whether as many records of the cell are gathered as its seals hold, and there are some."""
    asked = """
        SELECT sum(record_count) = (SELECT count(*) FROM eligibility_published.disclosures WHERE cell = 'one')
        FROM eligibility_published.seals WHERE cell = 'one'"""
    return bool(await place.records.fetchval(asked))
