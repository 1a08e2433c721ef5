"""The answers about fault rules."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from shared.clock import in_japan
from shared.worlds.clock import WorldClock
from simulator.faults.new_rule import NewMatch
from simulator.faults.plan import has_ended
from simulator.faults.store import KeptRule


class FaultAnswer(BaseModel):
    """A rule, and what came of it."""

    id: str = Field(description="It stands in `X-Onshi-Fault` of what it has changed.", examples=["fault-1"])
    kind: str = Field(description="What happens (障害の種類).", examples=["status"])
    parameters: dict[str, Any] = Field(description="As they were given.", examples=[{"status": 503}])
    match: NewMatch
    skip: int = Field(description="How many fitting requests were let pass first.", examples=[0])
    times: int | None = Field(description="How often it happens; null: without limit.", examples=[1])
    every: int = Field(description="Of how many fitting requests one meets it.", examples=[1])
    share: float | None = Field(description="The share of requests that meet it, 0 to 1; null: all.", examples=[0.25])
    for_seconds: float | None = Field(description="How long it lasts, in seconds; null: until used up.", examples=[60])
    note: str | None = Field(description="What its maker wrote (メモ).", examples=["retry of the desk"])
    made_at: datetime | None = Field(description="By the world's clock.")
    ends_at: datetime | None = Field(description="By the world's clock; null: when it has happened `times` times.")
    fired: int = Field(description="How often it has happened; of one without limit as of a second ago.", examples=[1])
    remaining: int | None = Field(description="How often it will happen; null: without limit.", examples=[0])
    exhausted: bool = Field(description="Whether it can happen no more: a test asks, were all used?")


class FaultList(BaseModel):
    """Rules, the oldest first."""

    items: list[FaultAnswer]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def fault_answer(kept: KeptRule, clock: WorldClock) -> FaultAnswer:
    """Return a rule as it is shown."""
    rule = kept.rule
    return FaultAnswer(
        id=kept.id,
        kind=rule.kind,
        parameters=dict(rule.parameters),
        match=NewMatch.model_validate({name: getattr(rule.match, name) for name in rule.match.__struct_fields__}),
        skip=rule.skip,
        times=rule.times,
        every=rule.every,
        share=rule.share,
        for_seconds=rule.for_seconds,
        note=rule.note,
        made_at=None if rule.made_at is None else in_japan(rule.made_at),
        ends_at=None if rule.ends_at is None else in_japan(rule.ends_at),
        fired=kept.fired,
        remaining=kept.remaining,
        exhausted=kept.remaining == 0 or has_ended(rule, clock),
    )
