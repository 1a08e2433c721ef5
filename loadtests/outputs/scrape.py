"""A Prometheus endpoint while a run goes on: each request by row and outcome."""

from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from loadtests.ledger import WrongAnswer

_LOOPBACK = "127.0.0.1"
_BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Scrape:
    """What is counted for whoever scrapes."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "onshi_load_request_seconds",
            "Requests by row, from their instant to their answer.",
            ["row"],
            buckets=_BOUNDS_S,
            registry=self.registry,
        )
        self._outcomes = Counter(
            "onshi_load_requests", "Requests by row and outcome.", ["row", "outcome"], registry=self.registry
        )
        self._serving: tuple[WSGIServer, Thread] | None = None

    def request(self, name: str, response_time: float, exception: Exception | None = None, **_: Any) -> None:
        """Count a request, as Locust tells it."""
        outcome = "good" if exception is None else "wrong" if isinstance(exception, WrongAnswer) else "error"
        self._seconds.labels(name).observe(response_time / 1000)
        self._outcomes.labels(name, outcome).inc()

    def serve(self, port: int) -> str:
        """Serve it to this machine on ``port``, 0 being any free one; return the address. Raises OSError."""
        server, _ = self._serving = start_http_server(port, addr=_LOOPBACK, registry=self.registry)
        return f"http://{_LOOPBACK}:{server.server_port}/metrics"

    def close(self) -> None:
        """Serve it no more."""
        if self._serving is not None:
            server, thread = self._serving
            server.shutdown()
            server.server_close()
            thread.join()
            self._serving = None
