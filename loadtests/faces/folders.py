"""Receipt computers that ask by file: a request renamed into an agent's ``req``, until its answer lies in ``res``.

An agent (`onshi agent`) has to work in each ``FOLDERS/CLIENT_ID`` already: it belongs to what is asked, not to the run.
"""

import time
from pathlib import Path
from typing import Any

import gevent
from gevent.event import AsyncResult

from loadtests.bench.message import SEARCH_INFO, message
from loadtests.could_not_start import CouldNotStart
from loadtests.faces.face import Face, Surroundings
from loadtests.faces.messages import leaves_of, message_complaint
from loadtests.ledger import WrongAnswer
from loadtests.receptions.data import Case, LoadData
from loadtests.receptions.turns import Turn
from shared.clock import ShiftedClock

_LOOK_EVERY_S = 0.005
"""How fine the latency is."""
_LONGEST_S = 30.0
_ANSWERED = 200


class Folders(Face):
    """Folders of institutions, by the ids of their clients below ``--folders``."""

    name = "folders"
    rows = ("answered file",)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._root = Path(around.options.folders)
        self._watched: dict[int, Watched] = {}
        # So that a second run among the same agents is not taken for the first one's requests.
        self._run = f"{ShiftedClock().now():%Y%m%d%H%M%S%f}"

    @classmethod
    def institutions(cls, data: LoadData, options: Any) -> list[int]:
        """Those whose folder has an agent."""
        root = Path(options.folders)
        there = [
            place
            for place, client in enumerate(data.clients)
            if (root / client.client_id / ".onshi" / "status.json").exists()
        ]
        if not there:
            raise CouldNotStart(f"no agent works in {root}: --folders needs a folder CLIENT_ID of one at least")
        return there

    def prepare(self, turn: Turn) -> Path:
        """Write the request under a name that no agent looks at."""
        root = self._root / self.around.client(turn).client_id
        code = self.around.client(turn).institution_code
        header, body = leaves_of(self._case(turn), code, self.around.data.day, f"load-{turn.number}")
        written = root / "req" / f"load-{self._run}-{turn.number}.part"
        written.write_bytes(message(header, SEARCH_INFO, [body]))
        return written

    def act(self, turn: Turn, prepared: Path, late_ms: float) -> None:
        """Rename it, and wait for the answer, which is taken away as a receipt computer does."""
        watched = self._watched.get(turn.institution)
        if watched is None:
            watched = self._watched[turn.institution] = Watched(prepared.parent.parent / "res")
        request = f"OQSsiquc01req_{prepared.stem}"
        told = watched.wait_for(request)
        started_at, began = ShiftedClock().now().timestamp(), time.perf_counter()
        prepared.rename(prepared.with_name(f"{request}.xml"))
        exception: Exception | None = None
        content = b""
        try:
            content = told.get(timeout=_LONGEST_S)
        except gevent.Timeout:
            watched.forget(request)
            exception = TimeoutError("not answered")
        took_ms = (time.perf_counter() - began) * 1000
        if exception is None and (wrong := self._complaint(turn, content)) is not None:
            exception = WrongAnswer(wrong)
        self.around.fire(
            request_type="FILE",
            name=self.rows[0],
            response_time=took_ms + late_ms,
            response_length=len(content),
            exception=exception,
            context={},
            start_time=started_at,
        )

    def _complaint(self, turn: Turn, content: bytes) -> str | None:
        return message_complaint(self._case(turn).expected, _ANSWERED, content.decode("utf-8", "replace"))

    def _case(self, turn: Turn) -> Case:
        cases = self.around.data.identifiers
        return cases[turn.place % len(cases)]


class Watched:
    """A ``res`` that is looked into for as long as somebody waits: shares give no notices of changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, AsyncResult] = {}
        self._looks = False

    def wait_for(self, request: str) -> AsyncResult:
        """Return what will hold the answer to the request of that stem, or the code with which it was handed back."""
        told = self._waiting[request] = AsyncResult()
        if not self._looks:
            self._looks = True
            gevent.spawn(self._look)
        return told

    def forget(self, request: str) -> None:
        """Wait for that request no longer."""
        self._waiting.pop(request, None)

    def _look(self) -> None:
        while self._waiting:
            there = {each.name for each in self._folder.iterdir()}
            for request in list(self._waiting):
                for name in {f"{request.replace('req_', 'res_', 1)}.xml", f"{request}.err"} & there:
                    self._waiting.pop(request).set((self._folder / name).read_bytes())
                    (self._folder / name).unlink()
            gevent.sleep(_LOOK_EVERY_S)
        self._looks = False
