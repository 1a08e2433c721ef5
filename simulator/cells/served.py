"""The eligibility service of a cell, as a process on a port of its own."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from onshi.__main__ import program_command, program_environment
from onshi.connecting import open_http
from simulator.cells.databases import OwnDatabase
from simulator.cluster.ports import at, free_ports
from simulator.cluster.program import NotInTime, Program, wait_until
from simulator.cluster.run_as import RunAs
from simulator.worlds.signing_keys import make_checkpoint_key

AGE_LIMIT_S = 30
"""Longer than a hub's failover after a dead node takes, of about twenty."""
READY_WITHIN_S = 60.0


@contextmanager
def served_cell(name: str, folder: Path, database: OwnDatabase, password: str) -> Iterator[int]:
    """Serve a cell's eligibility until the end of the block, and yield the port once it is ready; raises NotInTime.

    Its keys are its own: a nonce of another cell is none of its.
    """
    key = folder / "checkpoint-key.pem"
    make_checkpoint_key(key)
    (port,) = free_ports(1)
    settings = {
        "ONSHI_ELIGIBILITY_DATABASE_URL": database.url_of("eligibility", password),
        "ONSHI_NONCE_KEY": secrets.token_hex(32),
        "ONSHI_CHECKPOINT_KEY_FILE": str(key),
        "ONSHI_PUBLISHED_AGE_LIMIT_S": str(AGE_LIMIT_S),
    }
    command = program_command("serve", "eligibility", "--port", str(port))
    program = Program(f"cell {name}", command, program_environment(settings), folder / "onshi.log", RunAs())
    program.start()
    try:
        with open_http(base_url=f"http://{at(port)}", timeout=5.0) as http:
            wait_until(lambda: _is_ready(http) or not program.is_running, program.name, READY_WITHIN_S)
        if not program.is_running:
            raise NotInTime(f"{program.name} ended: {program.last_words()}")
        yield port
    finally:
        program.end()


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
