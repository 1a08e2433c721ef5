"""What a process logs while its database fails: one line a second of each kind, however many requests fail."""

import asyncio

import structlog

from shared.db.failures import sqlstate_of
from shared.db.statement_names import statement_name
from shared.errors import DatabaseTooSlow, ServiceError

ONE_LINE_EVERY_S = 1.0
_log = structlog.get_logger()


class OutageLog:
    """One for all databases of a process. No line has a traceback, or the text of an error: it may quote a record."""

    def __init__(self) -> None:
        self._quiet_until: dict[str, float] = {}
        self._untold: dict[str, int] = {}

    def tell(self, refusal: ServiceError, error: BaseException, statement: str) -> None:
        """Say that a statement failed and its caller is refused, unless the same was said within the last second."""
        if isinstance(refusal, DatabaseTooSlow):
            self._say("a statement took too long", statement_name(statement), statement=statement_name(statement))
        else:
            self._say("the database is not available", "", error=type(error).__name__, sqlstate=sqlstate_of(error))

    def _say(self, event: str, of: str, **more: str | None) -> None:
        key, now = f"{event} {of}", asyncio.get_running_loop().time()
        if now < self._quiet_until.get(key, now):
            self._untold[key] = self._untold.get(key, 0) + 1
            return
        self._quiet_until[key] = now + ONE_LINE_EVERY_S
        _log.warning(event, **more, untold=self._untold.pop(key, 0))
