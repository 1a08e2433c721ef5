"""A database that was given with an administrator who may make no other one: refused or said so, never a 500."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from shared.db.embedded import EmbeddedPostgres
from tests.flows.people import clinic_of, persona
from tests.flows.program import WITHIN_S, run, simulator_in, world_folder
from tests.worlds import PLAIN

PASSWORD = "limited-test-password"


@pytest.fixture
async def limited(given_postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a database for its owner, who may make roles and no database."""
    admin = await asyncpg.connect(given_postgres.admin_url)
    await admin.execute(f"CREATE ROLE limited LOGIN CREATEROLE NOCREATEDB PASSWORD '{PASSWORD}'")
    await admin.execute("CREATE DATABASE onshi_limited OWNER limited")
    try:
        yield given_postgres.url_of("limited", PASSWORD, "onshi_limited")
    finally:
        for name in ("onshi_limited", "onshi_limited_sim"):
            await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        # What it made may be changed by nobody else who is no superuser.
        made = await admin.fetch("SELECT rolname FROM pg_roles WHERE rolname LIKE 'onshi\\_%' AND NOT rolsuper")
        for role in (*(row["rolname"] for row in made), "limited"):
            await admin.execute(f'DROP ROLE "{role}"')
        await admin.close()


def test_without_a_control_database_checks_are_answered_and_controls_refuse(limited: str) -> None:
    with world_folder() as folder, simulator_in(folder, more={"ONSHI_DATABASE_URL": limited}) as started:
        insured = persona(started.control_url, "employee-with-limit")["insured"]
        with clinic_of(started.base_url, started.control_url) as clinic:
            assert clinic.check(insured=insured, purpose="CARE_VISIT").is_valid
        asked = (
            ("POST", "/sandboxes", {"name": "mine"}),
            ("GET", "/sandboxes", None),
            ("PUT", "/clock", {"advance": "P1D"}),
            ("POST", "/faults", {"kind": "status", "parameters": {"status": 500}}),
            ("POST", "/patients", {"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"}),
        )
        with httpx.Client(base_url=started.control_url, verify=PLAIN, timeout=WITHIN_S) as controls:
            answers = {path: controls.request(method, path, json=body) for method, path, body in asked}
            pages = [
                controls.get(f"/console/{page}").status_code for page in ("clock", "faults", "sandboxes", "journal")
            ]

        found = {path: (answer.status_code, answer.json().get("type")) for path, answer in answers.items()}
        assert found == dict.fromkeys(found, (409, "urn:onshi:problem:controls-alone"))
        assert all(status < 500 for status in pages), pages


@pytest.fixture
async def prepared(limited: str, given_postgres: EmbeddedPostgres) -> str:
    """The same with a control database beside it, which somebody else has made."""
    admin = await asyncpg.connect(given_postgres.admin_url)
    await admin.execute("CREATE DATABASE onshi_limited_sim OWNER limited")
    await admin.close()
    return limited


def test_with_a_control_database_that_was_made_before_only_sandboxes_are_refused(prepared: str) -> None:
    with world_folder() as folder, simulator_in(folder, more={"ONSHI_DATABASE_URL": prepared}) as started:
        with httpx.Client(base_url=started.control_url, verify=PLAIN, timeout=WITHIN_S) as controls:
            moved = controls.put("/clock", json={"advance": "P1D"})
            asked: tuple[dict[str, str], ...] = ({"from": "default"}, {"from": "empty"}, {"date": "2026-06-15"})
            made = [controls.post("/sandboxes", json={"name": "mine", **each}) for each in asked]
            listed = controls.get("/sandboxes")

        assert moved.status_code == 200, moved.text
        told = [(answer.status_code, answer.json().get("type")) for answer in made]
        assert told == [(409, "urn:onshi:problem:controls-alone")] * 3
        assert listed.json()["items"] == []


async def test_who_may_make_no_roles_is_told_so_at_the_start(limited: str, given_postgres: EmbeddedPostgres) -> None:
    admin = await asyncpg.connect(given_postgres.admin_url)
    await admin.execute("ALTER ROLE limited NOCREATEROLE")
    await admin.close()
    with world_folder() as folder:
        finished = run(
            "up", "--data", str(folder), "--port", "0", "--control-port", "0", more={"ONSHI_DATABASE_URL": limited}
        )

    assert finished.returncode == 1
    *_, told, where_to_read = finished.stderr.splitlines()
    assert told.startswith("onshi: the database 'onshi_limited'")
    assert where_to_read == "onshi: see `onshi guide operating`"
    assert "may not make roles" in finished.stderr
    assert "Traceback" not in finished.stderr
