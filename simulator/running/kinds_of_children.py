"""The two kinds of processes that a supervisor starts: workers that serve all services, and the controls."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.running.children import Child
from simulator.running.shared_figures import SharedFigures
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.world_record import WorldRecord

if TYPE_CHECKING:
    from simulator.tls.files import TlsFiles
    from simulator.worlds.people_record import PeopleRecord

_FIGURES = "figures"
"""The folder of what workers count, in the data directory."""


@dataclass(frozen=True, slots=True)
class KindsOfChildren:
    """What both kinds are told on their command line. With ``client_ca`` workers ask for client certificates."""

    folder: DataFolder
    world: WorldRecord
    environment: Mapping[str, str] = field(repr=False)
    tls: "TlsFiles | None" = None
    client_ca: Path | None = None
    keeps_journal: bool = True

    def workers(self, listener: socket.socket, count: int) -> list[Child]:
        """Return ``count`` workers on one socket."""
        arguments = ["together", *self._announced()]
        if self.client_ca is not None:
            arguments += ["--client-ca", str(self.client_ca)]
        if self.keeps_journal:
            arguments.append("--journal")
        figures = None
        if count > 1:
            figures = SharedFigures.in_folder(self.folder.path / _FIGURES)
            arguments += ["--figures", str(figures.folder)]
        return [
            Child(f"worker {number}", arguments, listener, self.environment, figures) for number in range(1, count + 1)
        ]

    def controls(self, listener: socket.socket, people: "PeopleRecord | None") -> Child:
        """Return the controls; people whom the world has otherwise are not shown."""
        arguments = ["controls", "--seed", str(self.world.seed), "--date", self.world.reference_date.isoformat()]
        arguments += self._announced()
        if self.keeps_journal:
            arguments.append("--journal")
        if self.folder.fixtures_file is not None:
            arguments += ["--fixtures", str(self.folder.fixtures_file)]
        if people is not None and people.hidden_personas:
            arguments += ["--without-personas", ",".join(people.hidden_personas)]
        if people is not None and people.hidden_clients:
            arguments += ["--without-clients", ",".join(people.hidden_clients)]
        return Child("controls", arguments, listener, self.environment)

    def _announced(self) -> list[str]:
        arguments = ["--announcement", str(self.folder.announcement)]
        return arguments if self.tls is None else [*arguments, "--certificate", str(self.tls.server)]
