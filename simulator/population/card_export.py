"""`onshi card export`: cards of the mass of a world that runs, with all that signs for them, in a file."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg

from shared.pki.serials import serial_bytes
from simulator.population.exported_cards import CardExport, CardToExport, Signers

_AT_ONCE = 1000
_SIGNERS = """
SELECT a.generation, a.certificate, a.private_key FROM jpki.authorities a
WHERE a.kind = 'authentication'
  AND a.generation = (SELECT generation FROM jpki.certificates JOIN jpki.cards USING (card_id)
                      WHERE shared_key IS NOT NULL LIMIT 1)
"""
_KEYS = "SELECT private_key FROM jpki.shared_keys ORDER BY number"
_CARDS = """
SELECT t.serial_number, c.card_id::text, c.pin, c.shared_key, t.not_before, t.not_after
FROM jpki.certificates t JOIN jpki.cards c USING (card_id)
WHERE t.kind = 'authentication' AND t.generation = $1 AND t.serial_number > $2 AND c.shared_key IS NOT NULL
  AND c.pin IS NOT NULL
ORDER BY t.serial_number LIMIT $3
"""
_HOLDERS = """
SELECT serial_number, person_id::text FROM registry.card_registrations
WHERE authority_key_id = $1 AND serial_number = ANY($2::bytea[]) AND superseded_at = 'infinity'
"""
_INSTITUTIONS = """
SELECT institution_code FROM registry.institution_versions
WHERE superseded_at = 'infinity' AND role IN ('institution', 'pharmacy', 'nursing') ORDER BY institution_code
"""


class CannotExport(Exception):
    """The world has no cards of the mass, or no institution, or cannot be read; the message says so."""


async def export_cards(url: str, count: int, file: Path, progress: Callable[[int, int], None]) -> int:
    """Write up to ``count`` cards, by serial number, and return how many there were.

    Raises CannotExport, OSError, and what PostgreSQL raises.
    """
    connection = await asyncpg.connect(url)
    try:
        signers = await _signers(connection)
        institutions = [row["institution_code"] for row in await connection.fetch(_INSTITUTIONS)]
        if not institutions:
            raise CannotExport("no institution is in this world")
        export, written = CardExport(signers), 0
        with file.open("wb") as output:
            async for cards in _cards(connection, export, signers.generation, count, institutions):
                output.writelines(export.line(card, export.certificate(card)) for card in cards)
                written += len(cards)
                progress(written, count)
        return written
    finally:
        await connection.close()


async def _signers(connection: asyncpg.Connection) -> Signers:
    row = await connection.fetchrow(_SIGNERS)
    if row is None:
        raise CannotExport("no cards of a nation are in this world: onshi load-data makes one (docs/load-data.md)")
    keys = tuple(key["private_key"] for key in await connection.fetch(_KEYS))
    return Signers(row["generation"], row["certificate"], row["private_key"], keys)


async def _cards(
    connection: asyncpg.Connection, export: CardExport, generation: int, count: int, institutions: list[str]
) -> AsyncIterator[list[CardToExport]]:
    last, left = 0, count
    while left:
        rows = await connection.fetch(_CARDS, generation, last, min(left, _AT_ONCE))
        if not rows:
            return
        last, left = rows[-1]["serial_number"], left - len(rows)
        serials = [serial_bytes(row["serial_number"]) for row in rows]
        holders = {bytes(row[0]): row[1] for row in await connection.fetch(_HOLDERS, export.authority_key_id, serials)}
        yield [
            CardToExport(
                card_id=row["card_id"],
                person_id=holders[serial],
                pin=row["pin"],
                serial_number=row["serial_number"],
                shared_key=row["shared_key"],
                not_before=row["not_before"],
                not_after=row["not_after"],
                institution_code=institutions[row["serial_number"] % len(institutions)],
            )
            for row, serial in zip(rows, serials, strict=True)
            if serial in holders
        ]
