"""What a database failure means to a caller: gone for now, too slow (refusals to retry both), or an internal error.

Told apart by the class of the SQLSTATE, the first two of its five characters (PostgreSQL's manual, appendix A): what a
connection, the server's resources, an operator or the system below is the cause of, is not the doing of our statement.
"""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from shared.errors import DatabaseTooSlow, DatabaseUnavailable

_NOT_OURS = frozenset(
    {
        "08",  # connection exception
        "53",  # insufficient resources: disk full, out of memory, too many connections
        "57",  # operator intervention: shut down, crashed, starting, database dropped
        "58",  # system error: of the machine below, such as a disk that cannot be read
    }
)
_READ_ONLY = "25006"
"""The server has become one that only reads: a standby after a failover."""
_TOO_SLOW = frozenset(
    {
        "57014",  # statement_timeout, or whoever asked has left
        "55P03",  # lock_timeout
        "25P03",  # idle_in_transaction_session_timeout
        "25P04",  # transaction_timeout
    }
)
_SHUT_DOWN = frozenset({"57P01", "57P02"})  # by an operator, after a crash
_CLOSED = ("closed", "closing")
"""What asyncpg's own errors say of a connection, or a pool, that has ended; all others of them are our mistakes."""


class DatabaseUnusable(Exception):
    """The database is there, and must not be used in its present state."""


def refusal_of(error: BaseException) -> DatabaseUnavailable | DatabaseTooSlow | None:
    """Return what to tell a caller whose statement, or connection for it, failed with ``error``; None: internal error.

    A TimeoutError counts as of the connection: whoever has one tells a statement's own apart (database.py).
    """
    cause = _cause_of(error)
    if isinstance(cause, PoolExhausted) or sqlstate_of(error) in _TOO_SLOW:
        return DatabaseTooSlow()
    return DatabaseUnavailable() if _is_gone(cause) else None


def outcome_is_unknown(refusal: BaseException) -> bool:
    """Tell whether a statement may have been committed although ``refusal``, made of its failure, says nothing of it.

    PostgreSQL says that it failed, or its connection ends without a word. Where a server that shuts down speaks, what
    it was doing may be done: it says the same to whoever waits for a standby after the commit.
    """
    error = refusal.__cause__
    if error is None or isinstance(_cause_of(error), DatabaseUnusable):
        return False
    state = sqlstate_of(error)
    return state is None or state[:2] == "08" or state in _SHUT_DOWN


def sqlstate_of(error: BaseException) -> str | None:
    """Return the SQLSTATE that PostgreSQL named, None where none came."""
    cause = _cause_of(error)
    return cause.sqlstate if isinstance(cause, asyncpg.PostgresError) else None


def _is_gone(cause: BaseException | None) -> bool:
    if isinstance(cause, asyncpg.PostgresError):
        state = cause.sqlstate or ""
        return state[:2] in _NOT_OURS or state == _READ_ONLY
    if isinstance(cause, asyncpg.InterfaceError):
        return any(word in str(cause) for word in _CLOSED)
    # TimeoutError and every error of a socket are of the first kind. The second: the driver lost track of what the
    # server says, as on a connection that the server is just ending.
    return isinstance(cause, (OSError, asyncpg.InternalClientError, DatabaseUnusable))


def _cause_of(error: BaseException) -> BaseException | None:
    if isinstance(error, DBAPIError):
        return None if error.orig is None else error.orig.__cause__
    return error
