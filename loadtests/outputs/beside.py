"""What is measured beside the requests of a run: figures for Prometheus while it goes on, and the server's own time."""

import logging
from collections.abc import Mapping
from typing import Any

from locust.env import Environment

from loadtests.could_not_start import CouldNotStart
from loadtests.outputs.records_before import records_before
from loadtests.outputs.scrape import Scrape
from loadtests.outputs.server_time import ServerTime
from loadtests.receptions.target import Target

_log = logging.getLogger(__name__)


class Beside:
    """One run's."""

    def __init__(self, environment: Environment, target: Target) -> None:
        """Raises CouldNotStart where the port for Prometheus is taken."""
        options: Any = environment.parsed_options
        # Before anything is asked.
        self._records = records_before(target)
        self._scrape = Scrape()
        try:
            self._address = self._scrape.serve(options.metrics_port)
        except OSError as error:
            raise CouldNotStart(f"--metrics-port {options.metrics_port} cannot be used ({error.strerror})") from None
        _log.info("Prometheus may scrape %s", self._address)
        self._server_time = ServerTime(target)

    def request(self, **told: Any) -> None:
        """Count a request, as Locust tells it."""
        self._scrape.request(**told)

    def found(self) -> Mapping[str, object]:
        """Return members of the verdict."""
        self._scrape.close()
        return {"records_before": self._records, "server": self._server_time.since()}

    def close(self) -> None:
        """Free the port of a run that could not start."""
        self._scrape.close()
