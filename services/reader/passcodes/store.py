"""The passcodes of an institution, by digest. A passcode counts once."""

from datetime import datetime

from services.reader.passcodes.rules import LIFETIME, digest_of, new_passcode
from shared.worlds.world import World

_ADD = """
INSERT INTO reader.passcodes (institution_code, digest, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (institution_code, digest) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL
"""
_USE = """
UPDATE reader.passcodes SET used_at = $3
WHERE institution_code = $1 AND digest = $2 AND used_at IS NULL AND expires_at > $3 RETURNING 1
"""
_GIVE_BACK = "UPDATE reader.passcodes SET used_at = NULL WHERE institution_code = $1 AND digest = $2"
_FIND = """
SELECT expires_at FROM reader.passcodes
WHERE institution_code = $1 AND digest = $2 AND used_at IS NULL AND expires_at > $3
"""


async def issue(world: World, institution_code: str) -> str:
    """Return a new passcode, good for five minutes."""
    passcode = new_passcode(world.random_bytes)
    expires_at = world.clock.now() + LIFETIME
    await world.database.fetch(_ADD, institution_code, digest_of(passcode, institution_code), expires_at)
    return passcode


async def use(world: World, institution_code: str, passcode: str) -> bool:
    """Use a passcode up; False where it is none, was used or has ended."""
    digest = digest_of(passcode, institution_code)
    return bool(await world.database.fetch(_USE, institution_code, digest, world.clock.now()))


async def give_back(world: World, institution_code: str, passcode: str) -> None:
    """Let a passcode count again, as what it was used for did not come about."""
    await world.database.fetch(_GIVE_BACK, institution_code, digest_of(passcode, institution_code))


async def ends_at(world: World, institution_code: str, passcode: str) -> datetime | None:
    """Return when a passcode ends that can still be used; None otherwise."""
    rows = await world.database.fetch(_FIND, institution_code, digest_of(passcode, institution_code), world.clock.now())
    found: datetime | None = rows[0]["expires_at"] if rows else None
    return found
