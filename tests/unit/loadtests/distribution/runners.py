"""Locust's runner as leader and worker need it: what is registered and sent, and nothing of a network."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


class FakeHook:
    """One of Locust's events."""

    def __init__(self) -> None:
        self._listeners: list[Callable[..., None]] = []

    def add_listener(self, listener: Callable[..., None]) -> None:
        """Have ``listener`` told."""
        self._listeners.append(listener)

    def fire(self, **told: Any) -> None:
        """Tell all."""
        for listener in self._listeners:
            listener(**told)


class FakeRunner:
    """Keeps what was sent; a message that comes is handed to who registered for it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []
        self.clients: dict[str, Any] = {}
        self.has_quit = False
        self._hears: dict[str, Callable[..., None]] = {}

    def register_message(self, kind: str, heard: Callable[..., None]) -> None:
        """Have ``heard`` told of messages of that kind."""
        self._hears[kind] = heard

    def send_message(self, kind: str, data: Any = None, client_id: str | None = None) -> None:
        """Keep what would go out."""
        del client_id
        self.sent.append((kind, data))

    def comes(self, kind: str, data: Any = None, node_id: str = "") -> None:
        """Let a message come."""
        self._hears[kind](msg=SimpleNamespace(data=data, node_id=node_id))

    def quit(self) -> None:
        """Be told to end."""
        self.has_quit = True


def environment_with(runner: FakeRunner) -> Any:
    """Return what of Locust's environment is looked at."""
    hooks = {name: FakeHook() for name in ("request", "worker_report", "test_start", "report_to_master")}
    return SimpleNamespace(runner=runner, events=SimpleNamespace(**hooks), process_exit_code=None)
