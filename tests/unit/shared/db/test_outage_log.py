from structlog.testing import capture_logs

from shared.db.outage_log import OutageLog
from shared.errors import DatabaseTooSlow, DatabaseUnavailable


async def test_an_outage_is_one_line_however_many_requests_it_meets() -> None:
    log = OutageLog()
    with capture_logs() as told:
        for _ in range(500):
            log.tell(DatabaseUnavailable(), ConnectionRefusedError("見本　花子"), "SELECT 1")
    assert [entry["event"] for entry in told] == ["the database is not available"]
    assert (told[0]["error"], told[0]["log_level"]) == ("ConnectionRefusedError", "warning")
    assert "見本" not in str(told)
    assert "exc_info" not in told[0]


async def test_two_slow_statements_are_two_lines() -> None:
    log = OutageLog()
    with capture_logs() as told:
        for statement in ("SELECT 1 FROM registry.persons", "SELECT 1 FROM registry.coverages"):
            for _ in range(3):
                log.tell(DatabaseTooSlow(), TimeoutError(), statement)
    assert [entry["statement"] for entry in told] == ["SELECT registry.persons", "SELECT registry.coverages"]
