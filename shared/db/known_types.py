"""A connection that asks PostgreSQL once in a process what its own types are, not once for itself.

The driver knows few arrays. Of all others it asks at the first statement that has one, with a recursive query that
takes longer than the statement.
"""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, Final

import asyncpg

_FIRST_OF_A_DATABASE: Final = 16_384
"""FirstNormalObjectId (src/include/access/transam.h): smaller numbers are of types that PostgreSQL brings along."""
_A_NAMED_STATEMENT: Final = SimpleNamespace(name="none was needed")
_known: dict[tuple[Any, ...], Any] = {}


class KnowingConnection(asyncpg.Connection):
    """The driver's own, which remembers what another has been told.

    The driver has no public way in; a test tells when this one is gone.
    """

    async def _introspect_types(self, typeoids: Collection[int], timeout: float | None) -> tuple[Any, Any]:
        key = (self.get_server_version(), *sorted(typeoids))
        if key in _known:
            return _known[key], _A_NAMED_STATEMENT
        types, asked = await super()._introspect_types(typeoids, timeout)  # type: ignore[misc] # no stub has it
        if max(typeoids) < _FIRST_OF_A_DATABASE:
            _known[key] = types
        return types, asked
