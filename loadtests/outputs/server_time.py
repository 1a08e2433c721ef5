"""What checks took inside the system under test, by its own /metrics before and after a run."""

from collections.abc import Mapping

import httpx
from prometheus_client.parser import text_string_to_metric_families

from loadtests.receptions.target import Target
from onshi.connecting import open_http

PATH = "/eligibility/metrics"
_SECONDS, _TIMEOUT_S = "onshi_check_seconds", 5.0


class ServerTime:
    """Reads once at the start and once at the end."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._before = self._read()

    def since(self) -> Mapping[str, object] | None:
        """Return checks and their mean milliseconds since the start; None where nothing can be read.

        Everything that was asked meanwhile is in it, the warm-up and others' checks too.
        """
        before, after = self._before, self._read()
        if before is None or after is None or after[0] <= before[0]:
            return None
        checks = after[0] - before[0]
        return {"checks": int(checks), "mean_ms": round((after[1] - before[1]) / checks * 1000, 3)}

    def _read(self) -> tuple[float, float] | None:
        target = self._target
        try:
            with open_http(base_url=target.base_url, timeout=_TIMEOUT_S, verify=target.tls_context()) as http:
                answer = http.get(PATH, headers=target.all_headers())
            return count_and_sum(answer.text) if answer.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError):
            return None


def count_and_sum(text: str) -> tuple[float, float] | None:
    """Return how many checks a page of metrics has, and their seconds in all; raises ValueError where it is none."""
    samples = [
        sample
        for family in text_string_to_metric_families(text)
        if family.name == _SECONDS
        for sample in family.samples
    ]
    if not samples:
        return None
    counted = sum(sample.value for sample in samples if sample.name == f"{_SECONDS}_count")
    return counted, sum(sample.value for sample in samples if sample.name == f"{_SECONDS}_sum")
