"""What a database failure means to a caller: gone for now (a refusal to retry), or a fault of ours."""

import asyncio

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

_GONE = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.ReadOnlySQLTransactionError,
)


def means_unavailable(error: BaseException) -> bool:
    """Tell whether ``error`` says that the database cannot be reached or does not answer now."""
    if isinstance(error, _GONE):
        return True
    if isinstance(error, DBAPIError):
        cause = error.orig.__cause__ if error.orig is not None else None
        return (
            error.connection_invalidated
            or isinstance(error, (OperationalError, InterfaceError))
            or isinstance(cause, _GONE)
        )
    return False
