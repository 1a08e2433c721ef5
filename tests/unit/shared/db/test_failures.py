import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from shared.db.failures import DatabaseUnusable, outcome_is_unknown, refusal_of, sqlstate_of
from shared.errors import DatabaseUnavailable


def of_postgresql(sqlstate: str) -> BaseException:
    """The error that asyncpg makes of what PostgreSQL answers."""
    error: BaseException = asyncpg.PostgresError.new({"S": "ERROR", "C": sqlstate, "M": "見本　花子"})
    return error


def within_sqlalchemy(cause: BaseException) -> DBAPIError:
    adapted = RuntimeError()
    adapted.__cause__ = cause
    return DBAPIError("SELECT 1", None, adapted)


# PostgreSQL's manual, appendix A.
NOT_OURS = {
    "08006": "connection_failure",
    "08P01": "protocol_violation",
    "53000": "insufficient_resources",
    "53100": "disk_full",
    "53200": "out_of_memory",
    "53300": "too_many_connections",
    "57000": "operator_intervention",
    "57P01": "admin_shutdown",
    "57P02": "crash_shutdown",
    "57P03": "cannot_connect_now",
    "57P04": "database_dropped",
    "58000": "system_error",
    "58030": "io_error",
    "58P01": "undefined_file",
    "25006": "read_only_sql_transaction",
}
TOO_SLOW = {
    "57014": "query_canceled",
    "55P03": "lock_not_available",
    "25P03": "idle_in_transaction_session_timeout",
    "25P04": "transaction_timeout",
}
OURS = {
    "22021": "character_not_in_repertoire",
    "22003": "numeric_value_out_of_range",
    "23505": "unique_violation",
    "25P02": "in_failed_sql_transaction",
    "40P01": "deadlock_detected",
    "42501": "insufficient_privilege",
    "42P01": "undefined_table",
    "55000": "object_not_in_prerequisite_state",
    "XX000": "internal_error",
    "P0001": "raise_exception",
}


@pytest.mark.parametrize("sqlstate", NOT_OURS)
def test_what_is_not_our_doing_is_a_database_that_is_gone(sqlstate: str) -> None:
    error = of_postgresql(sqlstate)
    for told in (refusal_of(error), refusal_of(within_sqlalchemy(error))):
        assert told is not None
        assert (told.code, told.status, told.retryable, told.retry_in_s) == ("database-unavailable", 503, True, 2)


@pytest.mark.parametrize("sqlstate", TOO_SLOW)
def test_what_took_too_long_is_told_apart(sqlstate: str) -> None:
    error = of_postgresql(sqlstate)
    for told in (refusal_of(error), refusal_of(within_sqlalchemy(error))):
        assert told is not None
        assert (told.code, told.status, told.retryable, told.retry_in_s) == ("database-too-slow", 503, True, 5)


@pytest.mark.parametrize("sqlstate", OURS)
def test_everything_else_is_an_internal_error(sqlstate: str) -> None:
    error = of_postgresql(sqlstate)
    assert refusal_of(error) is None
    assert refusal_of(within_sqlalchemy(error)) is None
    assert sqlstate_of(error) == sqlstate


@pytest.mark.parametrize(
    "broken",
    [
        ConnectionRefusedError(),
        ConnectionResetError(),
        FileNotFoundError(),
        TimeoutError(),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InterfaceError("cannot call Connection.fetch(): the underlying connection is closed"),
        asyncpg.InterfaceError("pool is closing"),
        # Used while the server was ending it: found by `make chaos-smoke`.
        asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress"),
        DatabaseUnusable("restored"),
    ],
    ids=str,
)
def test_a_broken_connection_is_a_database_that_is_gone(broken: BaseException) -> None:
    for told in (refusal_of(broken), refusal_of(within_sqlalchemy(broken))):
        assert told is not None
        assert told.code == "database-unavailable"


@pytest.mark.parametrize(
    "mistake",
    [
        asyncpg.exceptions._base.DataError("invalid input for query argument $1"),
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
        asyncpg.InterfaceError("the server expects 2 arguments for this query, 1 was passed"),
        ValueError("closed"),
    ],
    ids=str,
)
def test_a_mistake_of_ours_on_the_way_to_the_database_is_an_internal_error(mistake: BaseException) -> None:
    assert refusal_of(mistake) is None
    assert refusal_of(within_sqlalchemy(mistake)) is None


def test_a_pool_with_no_connection_left_is_too_slow() -> None:
    told = refusal_of(PoolExhausted("QueuePool limit reached"))
    assert told is not None
    assert told.code == "database-too-slow"


def refused_for(cause: BaseException) -> DatabaseUnavailable:
    refusal = DatabaseUnavailable()
    refusal.__cause__ = cause
    return refusal


@pytest.mark.parametrize("cause", [ConnectionResetError(), asyncpg.InterfaceError("connection is closed")])
def test_whether_it_was_committed_is_unknown_where_the_connection_broke(cause: BaseException) -> None:
    assert outcome_is_unknown(refused_for(cause))


@pytest.mark.parametrize("sqlstate", ["08003", "08006", "57P01", "57P02"])
def test_and_where_a_server_ended_that_may_have_committed(sqlstate: str) -> None:
    assert outcome_is_unknown(refused_for(of_postgresql(sqlstate)))


@pytest.mark.parametrize("sqlstate", ["53100", "53300", "57P03", "58030", "25006"])
def test_a_server_that_says_that_it_did_not_did_not(sqlstate: str) -> None:
    assert not outcome_is_unknown(refused_for(of_postgresql(sqlstate)))


def test_a_database_that_must_not_be_used_was_not_used() -> None:
    assert not outcome_is_unknown(refused_for(DatabaseUnusable("restored")))
    assert not outcome_is_unknown(DatabaseUnavailable())
