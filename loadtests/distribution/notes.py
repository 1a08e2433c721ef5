"""What a process has seen, noted down to be told to the leader of a run, who writes it into the ledger. Pure."""

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from loadtests.ledger import Book, WrongAnswer, status_of

Note = Sequence[Any]
_WRONG, _ERROR = "wrong", "error"


class Notes:
    """A book whose notes are taken away from time to time."""

    def __init__(self) -> None:
        self.lags_ms = array("d")
        """All of them, taken or not: the leader is told of each process's own."""
        self._notes: list[Note] = []
        self._begun_at = 0.0

    def begin(self, begun_at: float) -> None:
        """Note when the schedule's second 0 is by this machine's clock, in seconds since 1970."""
        self._begun_at = begun_at
        self._notes.append(("begin", begun_at))

    def start(self, due_s: float, now_s: float) -> None:
        """Note a reception that starts at ``now_s`` and was due at ``due_s``."""
        self._notes.append(("start", due_s, now_s))

    def drop(self, due_s: float) -> None:
        """Note a reception for which too many were under way."""
        self._notes.append(("drop", due_s))

    def wake(self, lag_ms: float) -> None:
        """Note by how much later than it wanted the process woke."""
        self.lags_ms.append(lag_ms)
        self._notes.append(("wake", lag_ms))

    def refuse_rightly(self, *, is_for_earlier: bool = False) -> None:
        """Note a refusal for too many misses that was due, by this run's or by those of before it."""
        self._notes.append(("refuse", is_for_earlier))

    def request(self, name: str, response_time: float, exception: Exception | None = None, **more: Any) -> None:
        """Note a request, as Locust tells it."""
        fault = None if exception is None else _WRONG if isinstance(exception, WrongAnswer) else _ERROR
        told: dict[str, Any] = {
            key: more[key] for key in ("request_type", "response_length", "start_time") if key in more
        }
        told["status"] = status_of(more.get("response"))
        # Machines have clocks of their own: how far a run is, each tells by its own.
        told["sent_s"] = told["start_time"] - self._begun_at if "start_time" in told else 0.0
        self._notes.append(("request", name, response_time, fault, None if fault is None else str(exception), told))

    def take(self) -> list[Note]:
        """Return what was noted since it was last taken."""
        taken, self._notes = self._notes, []
        return taken


def write_down(notes: Sequence[Note], book: Book, listeners: Sequence[Callable[..., None]] = ()) -> None:
    """Write what another process noted into ``book``; ``listeners`` hear its requests as Locust tells them."""
    for kind, *told in notes:
        match kind:
            case "begin":
                book.begin(*told)
            case "refuse":
                book.refuse_rightly(is_for_earlier=told[0])
            case "start":
                book.start(*told)
            case "drop":
                book.drop(*told)
            case "wake":
                book.wake(*told)
            case "request":
                name, response_time, fault, text, more = told
                exception = None if fault is None else WrongAnswer(text) if fault == _WRONG else RuntimeError(text)
                for listener in (book.request, *listeners):
                    listener(name=name, response_time=response_time, exception=exception, **more)
