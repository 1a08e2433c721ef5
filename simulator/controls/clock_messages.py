"""The bodies about a world's clock."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from shared.clock import in_japan
from shared.domain.not_acceptable import NotAcceptable
from shared.web.bodies import Body
from shared.web.days import Instant
from shared.worlds.clock import ClockState, WorldClock
from simulator.controls.clock import Mode, Move
from simulator.controls.durations import parsed_duration

_ONE_OF = (
    "name set or advance, not both, or mode",
    "set か advance のいずれか一方、または mode を指定してください",
)
Duration = Annotated[str, Field(max_length=40), AfterValidator(parsed_duration)]


class ClockMove(Body):
    """How the clock is to go on: at most one of `set` and `advance`; `mode` alone freezes it, or lets it run."""

    set: Instant | None = Field(default=None, description="The instant that it is to be; not before now.")
    advance: Duration | None = Field(
        default=None, description="How far it goes forward: ISO 8601, by the calendar of Japan.", examples=["P1M"]
    )
    mode: Mode | None = Field(default=None, description="Left out: as it is.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.set is not None and self.advance is not None) or self.move() == Move():
            raise NotAcceptable(*_ONE_OF)
        return self

    def move(self) -> Move:
        """Return what is asked for."""
        return Move(self.set, self.advance, self.mode)


class ClockAnswer(BaseModel):
    """A world's clock."""

    now: datetime = Field(description="The world's current instant (現在日時).")
    mode: Mode = Field(description="`running` beside the machine's clock, or `frozen`: it stands still.")
    started_from: date = Field(description="The reference date: the day that it began with (基準日).")


def clock_answer(clock: ClockState, reference_date: date) -> ClockAnswer:
    """Return a clock as it is shown."""
    mode: Mode = "running" if clock.frozen_at is None else "frozen"
    return ClockAnswer(now=in_japan(WorldClock(clock).now()), mode=mode, started_from=reference_date)
