"""A connection of a process that another one replaces: its next answer is the last, and says so.

Closed at once, an idle connection might carry a request that is already on its way, which would then fail. A client
that reads ``Connection: close`` (RFC 9112, 9.6) sends its next request on a new connection, to another process.
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from simulator.serving.load import Load
from simulator.serving.parts import HEAD, Part


class LeavesWithAnAnswer(HttpToolsProtocol):
    """uvicorn's connection, which ends with an answer once its process leaves."""

    load: Load
    part: Part

    def on_headers_complete(self) -> None:
        """Hand a request on; where the process leaves, its answer is the last."""
        super().on_headers_complete()
        if self.load.is_leaving:
            self.cycle.keep_alive = False

    def leave(self) -> None:
        """Let the answer that comes next be the last: to what is at work, else to the next request."""
        latest: RequestResponseCycle | None = self.cycle
        if latest is not None and self.part is not HEAD and not latest.response_started:
            latest.keep_alive = False
