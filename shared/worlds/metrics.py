"""The figures at ``/metrics``: of all workers where several share a socket, else of this process.

Each of several workers writes its figures into a file of a folder that it shares with the others (the multiprocess mode
of prometheus_client, which the supervisor turns on); whichever answers adds them up.
"""

from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response


def metrics_response() -> Response:
    """Return counters, gauges and histograms in Prometheus's text form; no label holds personal data."""
    registry = REGISTRY
    if _are_shared():
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def forget_world(figure: Counter | Gauge, world: str) -> None:
    """Show no more of a world that this process has closed.

    What is shared is never taken away: a counter keeps what was counted, and a gauge says nothing of the moment.
    """
    if not _are_shared():
        with suppress(KeyError):
            figure.remove(world)
    elif isinstance(figure, Gauge):
        figure.labels(world).set(0)


def _are_shared() -> bool:
    return values.ValueClass is not values.MutexValue
