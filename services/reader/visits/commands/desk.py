"""What a press needs: the world, the reader, the browser that pressed, and the services that are called."""

from dataclasses import dataclass, field
from datetime import datetime

from services.reader.calls.institution import InstitutionCalls
from services.reader.visits.rules.sealing import browser_digest
from shared.settings import ReaderClient
from shared.web.service_calls import ServiceCalls
from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class Desk:
    """A reader on a counter, in one world."""

    world: World
    calls: ServiceCalls
    reader: ReaderClient

    @property
    def institution(self) -> InstitutionCalls:
        """The calls as a client of the institution."""
        return InstitutionCalls(self.calls, self.reader)

    @property
    def now(self) -> datetime:
        """The instant by the world's clock."""
        return self.world.clock.now()


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser before the reader, known by its cookie."""

    cookie: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        """By what its visit is found."""
        return browser_digest(self.cookie)


class Mistake(Exception):
    """The screen stays, and says what was wrong: ``alert`` is the key of its words."""

    def __init__(self, alert: str) -> None:
        super().__init__(alert)
        self.alert = alert
