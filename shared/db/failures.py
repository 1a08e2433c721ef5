"""What a database failure means to a caller: gone for now, too slow (refusals to retry both), or an internal error."""

import asyncio

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from shared.errors import DatabaseTooSlow, DatabaseUnavailable

_GONE = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.ReadOnlySQLTransactionError,
)
_TOO_SLOW = (asyncpg.QueryCanceledError, asyncpg.LockNotAvailableError, PoolExhausted)


def refusal_of(error: BaseException) -> DatabaseUnavailable | DatabaseTooSlow | None:
    """Return what to tell a caller whose statement, or connection for it, failed with ``error``; None: internal error.

    A TimeoutError counts as of the connection: whoever has one tells a statement's own apart (database.py).
    """
    cause = _cause_of(error)
    if isinstance(cause, _TOO_SLOW):
        return DatabaseTooSlow()
    if isinstance(cause, _GONE):
        return DatabaseUnavailable()
    if isinstance(error, DBAPIError) and (
        error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))
    ):
        return DatabaseUnavailable()
    return None


def _cause_of(error: BaseException) -> BaseException | None:
    if isinstance(error, DBAPIError):
        return None if error.orig is None else error.orig.__cause__
    return error
