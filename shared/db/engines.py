"""Engines of SQLAlchemy: each has connections of its own, and all of a process share what does not hang on them.

A process opens an engine for each service of each world. What SQLAlchemy learns of PostgreSQL when it first connects,
and each statement once it is compiled, is the same for all: they share one dialect and one cache. So a world that
begins its next life compiles nothing anew (decision 82). ``create_async_engine`` makes a dialect for each engine and
cannot be given one; so an engine is put together here, of the same parts.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry
from sqlalchemy.pool.base import _AdhocProxiedConnection
from sqlalchemy.sql.compiler import COLLECT_CARTESIAN_PRODUCTS
from sqlalchemy.util import LRUCache, greenlet_spawn

_MOST_STATEMENTS = 2_000
"""That stay compiled; all services together have some hundreds."""
_Dialect: Any = PGDialect_asyncpg


def new_engine(url: str, connect: Callable[..., Any], *, pool_size: int, settings: Mapping[str, str]) -> AsyncEngine:
    """Return an engine whose connections ``connect`` makes, with ``settings`` of PostgreSQL; none is made yet."""
    dialect, place = _dialect(), make_url(url)
    arguments, options = dialect.create_connect_args(place)
    options = {**options, "timeout": 5, "server_settings": dict(settings), "async_creator_fn": connect}
    pool = AsyncAdaptedQueuePool(
        lambda: dialect.connect(*arguments, **options), pool_size=pool_size, pre_ping=True, dialect=dialect
    )
    engine = Engine(pool, dialect, place, execution_options={"compiled_cache": _compiled()})
    set_up = dialect.on_connect()

    def on_connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        set_up(connection)
        if dialect.server_version_info is None:
            _learn(engine, connection, entry)

    event.listen(pool, "connect", on_connect)
    return AsyncEngine(engine)


async def close_engine(engine: AsyncEngine) -> None:
    """Close the connections that nobody uses; ``dispose`` would make another pool, for an engine that is over."""
    await greenlet_spawn(engine.sync_engine.pool.dispose)


@cache
def _dialect() -> Any:
    # As `create_engine` has it: tables that a statement forgets to join are warned of, and a warning fails a test.
    return _Dialect(dbapi=_Dialect.import_dbapi(), compiler_linting=COLLECT_CARTESIAN_PRODUCTS)


@cache
def _compiled() -> LRUCache[Any, Any]:
    return LRUCache(_MOST_STATEMENTS)


def _learn(engine: Engine, connection: Any, entry: ConnectionPoolEntry) -> None:
    """Let the dialect look at PostgreSQL over a connection that was just made, as ``create_engine`` does."""
    looking = Connection(
        engine, connection=_AdhocProxiedConnection(connection, entry), _has_events=False, _allow_autobegin=False
    )
    engine.dialect.initialize(looking)
    engine.dialect.do_rollback(connection)
