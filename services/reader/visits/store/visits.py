"""The rows of visits: found by reader and browser, moved one press at a time."""

from dataclasses import asdict
from typing import Final

import asyncpg
import msgspec

from services.reader.visits.rules.outcomes import Outcome
from services.reader.visits.rules.steps import Step
from services.reader.visits.rules.visit import Visit
from shared.worlds.world import World

_COLUMNS: Final = (
    "step, ends_at, card_id, carrier, has_pin, not_before, not_after, verification, sealed_pin, sealed_until, consents,"
    " prescription_form, outcome"
)
_FIND = f"SELECT visit_id, reader, turn, {_COLUMNS} FROM reader.visits WHERE reader = $1 AND browser_digest = $2"  # noqa: S608 - put together from constants
_BEGIN = f"""
INSERT INTO reader.visits (visit_id, turn, reader, browser_digest, {_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""  # noqa: S608 - same
_CLAIM = "UPDATE reader.visits SET turn = turn + 1 WHERE visit_id = $1 AND turn = $2 AND ends_at > $3 RETURNING turn"
_KEEP = f"""
UPDATE reader.visits SET ({_COLUMNS}) = ROW($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
WHERE visit_id = $1 AND turn = $2
"""  # noqa: S608 - same
_REMOVE = "DELETE FROM reader.visits WHERE reader = $1 AND browser_digest = $2"


async def find_visit(world: World, reader: str, browser: bytes) -> Visit | None:
    """Return the visit of a browser, by the digest of its cookie, also one that is over; None where there is none."""
    rows = await world.database.fetch(_FIND, reader, browser)
    return _visit_in(rows[0]) if rows else None


async def begin_visit(world: World, browser: bytes, visit: Visit) -> None:
    """Keep a new visit."""
    await world.database.fetch(_BEGIN, visit.visit_id, visit.turn, visit.reader, browser, *_values(visit))


async def claim(world: World, visit: Visit) -> bool:
    """Take the press for ours: False where another came first, or the step is over."""
    return bool(await world.database.fetch(_CLAIM, visit.visit_id, visit.turn, world.clock.now()))


async def keep_visit(world: World, visit: Visit) -> None:
    """Keep where a claimed visit has come to, unless the card was taken out meanwhile."""
    await world.database.fetch(_KEEP, visit.visit_id, visit.turn, *_values(visit))


async def remove_visit(world: World, reader: str, browser: bytes) -> None:
    """Forget the visit of a browser: its card was taken out."""
    await world.database.fetch(_REMOVE, reader, browser)


def _values(visit: Visit) -> tuple[object, ...]:
    return (
        visit.step.value,
        visit.ends_at,
        visit.card_id,
        visit.carrier,
        visit.has_pin,
        visit.not_before,
        visit.not_after,
        visit.verification,
        visit.sealed_pin,
        visit.sealed_until,
        list(visit.consents),
        visit.prescription_form,
        None if visit.outcome is None else msgspec.json.encode(asdict(visit.outcome)).decode(),
    )


def _visit_in(row: "asyncpg.Record") -> Visit:
    members = dict(row)
    outcome = members["outcome"]
    members |= {
        "step": Step(members["step"]),
        "consents": tuple(members["consents"]),
        "outcome": None if outcome is None else msgspec.json.decode(outcome, type=Outcome),
    }
    return Visit(**members)
