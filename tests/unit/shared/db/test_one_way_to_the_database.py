"""Whoever asks the database asks ``Database``: nobody else opens a connection or uses a pool (decision 55)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
OPENS_CONNECTIONS = {"connect", "create_pool", "create_engine", "create_async_engine"}
"""Of asyncpg and SQLAlchemy."""
OF_DATABASE = {"_pool", "_engine", "pool", "engine"}
IN_THEIR_OWN_WAY = {
    # The control database is no world's. A connection that listens; it says itself what a failure means
    # (docs/decisions/0042).
    "shared/worlds/control/link.py",
    "shared/worlds/control/changes.py",
    # It lets go what cannot be written, and says so.
    "shared/worlds/control/beside.py",
}


def ways_around(source: str) -> list[str]:
    """Return what in ``source`` reaches the database without ``Database``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        of = node.value
        is_driver = isinstance(of, ast.Name) and of.id in {"asyncpg", "sqlalchemy"} and node.attr in OPENS_CONNECTIONS
        is_inside = node.attr in OF_DATABASE and "database" in ast.unparse(of)
        if is_driver or is_inside:
            found.append(ast.unparse(node))
    return found


def test_nobody_goes_around() -> None:
    files = [path for room in ("services", "shared") for path in sorted((ROOT / room).rglob("*.py"))]
    around = {
        name: found
        for path in files
        if not (name := path.relative_to(ROOT).as_posix()).startswith("shared/db/")
        and name not in IN_THEIR_OWN_WAY
        and (found := ways_around(path.read_text()))
    }
    assert len(files) > 100
    assert around == {}


@pytest.mark.parametrize(
    "source",
    [
        "await world.database.pool.fetchrow(COUNT)",
        "async with world.database._engine.begin() as connection: ...",
        "await asyncpg.connect(url)",
    ],
)
def test_who_goes_around_is_found(source: str) -> None:
    assert ways_around(f"async def work():\n    {source}") != []
