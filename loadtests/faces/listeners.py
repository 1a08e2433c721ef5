"""Receipt computers that listen: a long poll of an institution's checks, as card readers' screens have it.

A turn is a check at an institution whose listener must hear of it, once.
"""

import time
from collections.abc import Mapping
from typing import Any

import gevent
import httpx
from gevent.event import AsyncResult

from loadtests.faces.face import Face, Surroundings
from loadtests.ledger import WrongAnswer
from loadtests.receptions.asking import ask
from loadtests.receptions.cases import complaint
from loadtests.receptions.data import Case
from loadtests.receptions.desks import Desk
from loadtests.receptions.turns import Turn
from onshi.connecting import open_http
from shared.clock import ShiftedClock

_CHECKS = "/eligibility/v1/checks"
_WAIT_S = 20
_LONGEST_S = 15.0
_MOST_REMEMBERED = 20_000
_PAUSE_S = 0.5


class Listeners(Face):
    """One listener for each institution that has had a turn."""

    name = "listeners"
    rows = ("check of a listener", "listener told")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._listeners: dict[int, _Listener] = {}
        # One for all, before the run begins: what TLS needs is read but once. Each listener holds a connection.
        self._http = open_http(
            base_url=around.host, timeout=_WAIT_S + _LONGEST_S, limits=httpx.Limits(max_connections=None)
        )

    def prepare(self, turn: Turn) -> "_Listener | None":
        """Have the listener wait."""
        desk = self.around.desk(turn)
        if not desk.has_token(self.around.http):
            return None
        listener = self._listeners.get(turn.institution)
        if listener is None:
            listener = self._listeners[turn.institution] = _Listener(self._http, self.around.http, desk)
        return listener if listener.listens() else None

    def act(self, turn: Turn, prepared: "_Listener", late_ms: float) -> None:
        """Check somebody, and wait until the listener has heard of it."""
        case, client = self._case(turn), self.around.client(turn)
        began, started_at = time.perf_counter(), ShiftedClock().now().timestamp()
        body = {"insured": case.insured, "purpose": client.purpose}

        def judge(status: int, document: Mapping[str, Any]) -> str | None:
            return complaint(case.expected, status, document)

        headers = self.around.desk(turn).headers
        answer = ask(
            self.around.http, "POST", _CHECKS, self.rows[0], judge, late_ms=late_ms, json=body, headers=headers
        )
        if answer is None:
            return
        heard_at, exception = prepared.heard(answer["check_id"])
        self.around.fire(
            request_type="LISTEN",
            name=self.rows[1],
            response_time=(heard_at - began) * 1000 + late_ms,
            response_length=0,
            exception=exception,
            context={},
            start_time=started_at,
        )

    def close(self) -> None:
        """Stop to listen."""
        for each in self._listeners.values():
            each.close()
        self._http.close()

    def _case(self, turn: Turn) -> Case:
        cases = self.around.data.identifiers
        return cases[turn.place % len(cases)]


class _Listener:
    """Follows the checks of one institution on a connection of its own; its polls are no row."""

    def __init__(self, http: httpx.Client, session: Any, desk: Desk) -> None:
        self._http, self._session, self._desk = http, session, desk
        self._heard: dict[str, float] = {}
        self._waiting: dict[str, AsyncResult] = {}
        self._twice: set[str] = set()
        self._began = AsyncResult()
        self._greenlet = gevent.spawn(self._listen)

    def listens(self) -> bool:
        """Wait until it follows."""
        return bool(self._began.wait(timeout=_LONGEST_S))

    def heard(self, check_id: str) -> tuple[float, Exception | None]:
        """Return when the check was heard of, by the process's own clock, and what is wrong with that."""
        if check_id not in self._heard:
            told = self._waiting[check_id] = AsyncResult()
            try:
                told.get(timeout=_LONGEST_S)
            except gevent.Timeout:
                return time.perf_counter(), TimeoutError("a listener was not told of a check")
            finally:
                self._waiting.pop(check_id, None)
        wrong = WrongAnswer("a listener was told of a check twice") if check_id in self._twice else None
        return self._heard[check_id], wrong

    def close(self) -> None:
        self._greenlet.kill()

    def _listen(self) -> None:
        query: dict[str, Any] = {"after": "latest", "wait": 0}
        while True:
            try:
                # The token ends before the run does; the desk renews it.
                self._desk.has_token(self._session)
                page = self._http.get(_CHECKS, params=query, headers=self._desk.headers).raise_for_status().json()
            except (httpx.HTTPError, ValueError):
                gevent.sleep(_PAUSE_S)
                continue
            now = time.perf_counter()
            for check in page["items"]:
                self._hear(str(check["check_id"]), now)
            query = {"after": page["next_cursor"], "wait": _WAIT_S}
            self._began.set(True)

    def _hear(self, check_id: str, now: float) -> None:
        if check_id in self._heard:
            self._twice.add(check_id)
            return
        self._heard[check_id] = now
        if len(self._heard) > _MOST_REMEMBERED:
            del self._heard[next(iter(self._heard))]
        if (told := self._waiting.get(check_id)) is not None:
            told.set(now)
