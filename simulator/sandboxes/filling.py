"""Making the templates that somebody waits for, one after the other."""

from dataclasses import dataclass, field

import structlog

from shared.errors import ServiceError
from simulator.sandboxes.sandboxes import Sandboxes
from simulator.sandboxes.templates import Served, Template, fill_template, find_template, name_for
from simulator.worlds.seeding.calls import SeedFailed

_log = structlog.get_logger()


@dataclass(slots=True)
class Filling:
    """``steps`` tells of each template that is being made how many of how many steps are done."""

    sandboxes: Sandboxes
    served: Served
    steps: dict[str, tuple[int, int]] = field(default_factory=dict)

    async def keep_filling(self) -> None:
        """Make what is wanted until the end, and begin those who waited."""
        while True:
            seed, day = await self.sandboxes.wanted.get()
            name = name_for(seed, day)
            template: Template | None = None
            try:
                async with self.sandboxes.databases.administered() as connection:
                    template = await find_template(connection, name)
                if template is None:
                    template = await fill_template(
                        self.sandboxes.databases, self.served, seed, day, lambda *done, of=name: self._note(of, done)
                    )
            except (SeedFailed, ServiceError) as error:
                _log.error("a world could not be filled", error=type(error).__name__)
            finally:
                self.steps.pop(name, None)
            try:
                await self.sandboxes.begin_waiting(template, name)
            except ServiceError as error:
                _log.error("a sandbox could not begin", error=type(error).__name__)

    def _note(self, name: str, done: tuple[int, int]) -> None:
        self.steps[name] = done
