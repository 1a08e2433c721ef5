"""Reading the counters of one world in its present generation."""

from enum import StrEnum

import asyncpg
import msgspec

from simulator.conformance.ledger import Ledger, Tally
from simulator.conformance.rule import Rule
from simulator.conformance.rule_base import RULES

_ONE = "SELECT ledger FROM sim.conformance WHERE world = $1 AND generation = $2 AND client_id = $3"
_ALL = "SELECT ledger FROM sim.conformance WHERE world = $1 AND generation = $2"
_CLIENTS = "SELECT client_id FROM sim.conformance WHERE world = $1 AND generation = $2 ORDER BY client_id"
_read_ledger = msgspec.json.Decoder(Ledger).decode


class Verdict(StrEnum):
    """What is said of a rule."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not_exercised"


def verdict_on(tally: Tally, shed: int) -> Verdict:
    """Return the verdict: where requests were not counted nobody can say that a rule was kept."""
    if tally.broken:
        return Verdict.BROKEN
    return Verdict.KEPT if tally.kept and not shed else Verdict.NOT_EXERCISED


def judged(ledger: Ledger) -> list[tuple[Rule, Tally, Verdict]]:
    """Return every rule with what was counted of it."""
    tallies = [(rule, ledger.rules.get(rule.id) or Tally()) for rule in RULES]
    return [(rule, tally, verdict_on(tally, ledger.shed)) for rule, tally in tallies]


async def read_client(connection: asyncpg.Connection, world: str, generation: int, client_id: str) -> Ledger:
    """Return the counters of a client; empty where it has asked for nothing."""
    ledger = await connection.fetchval(_ONE, world, generation, client_id)
    return Ledger() if ledger is None else _read_ledger(ledger)


async def read_all(connection: asyncpg.Connection, world: str, generation: int) -> list[Ledger]:
    """Return the counters of all clients."""
    return [_read_ledger(row["ledger"]) for row in await connection.fetch(_ALL, world, generation)]


async def read_clients(connection: asyncpg.Connection, world: str, generation: int) -> list[str]:
    """Return the ids of the clients that have asked for something."""
    return [row["client_id"] for row in await connection.fetch(_CLIENTS, world, generation)]
