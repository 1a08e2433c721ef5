"""The record of what patients read of their own: when, with which card, which kind of data; never the data."""

from uuid import UUID

from shared.domain.purposes import DataKind
from shared.ids import new_id
from shared.worlds.world import World

_RECORD = """
INSERT INTO consent.own_readings (reading_id, read_at, person_id, kind, authority_key_id, serial_number)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def record_reading(
    world: World, person_id: UUID, kind: DataKind, authority_key_id: bytes, serial_number: bytes
) -> None:
    """Keep that this person, with this card, reads ``kind`` now; raises DatabaseUnavailable."""
    now = world.clock.now()
    async with world.database.transaction() as connection:
        await connection.exec_driver_sql(
            _RECORD,
            (new_id(now, world.random_bytes), now, person_id, kind.value, authority_key_id, serial_number),
        )
