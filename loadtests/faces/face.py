"""What every face is: it makes ready half a second ahead, then acts at its instant."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from loadtests.receptions.data import Client, LoadData
from loadtests.receptions.desks import Desk
from loadtests.receptions.signers import Signers
from loadtests.receptions.turns import Turn
from shared.clock import ShiftedClock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the faces of one process share."""

    http: Any
    """Locust's session: what it sends stands in the report."""
    fire: Callable[..., None]
    """Locust's event of a request, for what is no request over HTTP."""
    host: str
    data: LoadData
    desks: dict[str, Desk]
    signers: Signers
    clock: ShiftedClock
    """The world's."""
    options: Any
    """Of the command line."""

    def client(self, turn: Turn) -> Client:
        """Return whose desk a turn is at."""
        return self.data.clients[turn.institution]

    def desk(self, turn: Turn) -> Desk:
        """Return the desk a turn is at."""
        return self.desks[self.client(turn).client_id]


FACES: dict[str, type["Face"]] = {}
"""Every face that there is, by its name; a class that is defined is one."""


class Face(ABC):
    """One face, in one process."""

    name: ClassVar[str]
    """By which ``--faces`` chooses it."""
    rows: ClassVar[Sequence[str]]
    """The names of its rows in report and verdict; the first is that of a turn that could not be made ready."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        FACES[cls.name] = cls

    @classmethod
    def institutions(cls, data: LoadData, options: Any) -> Sequence[int]:
        """Return which clients take part, by their places; raises CouldNotStart. Looks at the options where need be."""
        del options
        return range(len(data.clients))

    def prepare(self, turn: Turn) -> Any:
        """Return what ``act`` needs; None where token or nonce could not be got."""
        return self.around.desk(turn).has_token(self.around.http) or None

    @abstractmethod
    def act(self, turn: Turn, prepared: Any, late_ms: float) -> None:
        """Do it, and judge what comes of it. It is ``late_ms`` after its instant, which counts."""

    def close(self) -> None:  # noqa: B027 - most have nothing to end
        """End what was begun."""
