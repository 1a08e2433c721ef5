"""A rule of conformance: data, and one pure function that judges a request in the light of the client's past."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from simulator.conformance.observation import Observation
from simulator.conformance.past import Past


class Judged(NamedTuple):
    """What a rule says of a request: kept or broken, and which request shows it."""

    is_kept: bool
    request_id: str


Judge = Callable[[Observation, Past], Judged | None]
"""None: the request says nothing about the rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``source`` is where the rule is from; ``broken_by`` says what breaks it."""

    id: str
    title: str
    title_ja: str
    source: str
    reason: str
    reason_ja: str
    broken_by: str
    judge: Judge
    needs_past: bool = False
    """Otherwise it looks at the request alone, and not at whose it is or when it came."""


def kept(seen: Observation) -> Judged:
    """Return that the request keeps the rule."""
    return Judged(is_kept=True, request_id=seen.request_id)


def broken(seen: Observation, request_id: str | None = None) -> Judged:
    """Return that it breaks the rule, or that an earlier one did."""
    return Judged(is_kept=False, request_id=request_id or seen.request_id)


def never_refused(codes: Collection[str], operations: Collection[str] = (), service: str | None = None) -> Judge:
    """Return a judge that finds the rule broken by these refusals, kept by an answer of these operations.

    Without ``operations`` it is kept by every answer of the service, or of all services.
    """
    refused, asked = frozenset(codes), frozenset(operations)

    def judge(seen: Observation, _: Past) -> Judged | None:
        if seen.code in refused and not seen.is_answered:
            return None if seen.is_faulty else broken(seen)
        is_meant = seen.operation in asked if asked else service in (None, seen.service)
        return kept(seen) if is_meant and seen.operation is not None and seen.is_answered else None

    return judge
