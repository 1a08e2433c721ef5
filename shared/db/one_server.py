"""What all engines of a process have in common, as they speak to one PostgreSQL.

Each world has engines of its own, and begins anew at each reset. What one engine has learnt of the server, and the
statements that it has put together, hold for all of them.
"""

from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import LRUCache

_MOST_STATEMENTS: Final = 2_000
"""Inserts of so many rows are a statement for each number of rows."""
DRIVER: Final = "postgresql+onshi_asyncpg"
"""What a URL of SQLAlchemy names for the dialect below."""
COMPILED: Final[LRUCache[Any, Any]] = LRUCache(_MOST_STATEMENTS)
"""For SQLAlchemy's option ``compiled_cache``: the statements of all engines, as text."""
_learnt: dict[str, Any] = {}


class OneServer(PGDialect_asyncpg):
    """SQLAlchemy's own, but equal to any other of its class: a statement that is compiled for one fits all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        """Tell whether statements of one fit the other."""
        return type(other) is type(self)

    def __hash__(self) -> int:
        """Return the same for all."""
        return hash(type(self))

    def initialize(self, connection: Connection) -> None:
        """Ask the server what it is; once in a process."""
        if not _learnt:
            before = dict(vars(self))
            super().initialize(connection)  # type: ignore[no-untyped-call] # SQLAlchemy's own
            _learnt.update(
                {name: value for name, value in vars(self).items() if name not in before or before[name] is not value}
            )
        vars(self).update(_learnt)


registry.register(DRIVER.replace("+", "."), __name__, OneServer.__name__)
