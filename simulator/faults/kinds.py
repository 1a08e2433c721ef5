"""The kinds of faults, and which parameters each takes. A new kind is one entry here, and what acts on it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from shared.errors import Violation
from simulator.faults.parameters import FaultParameters


class FaultKind(StrEnum):
    """The kinds, as callers name them."""

    DELAY = "delay"
    STATUS = "status"
    HANG = "hang"
    RESET = "reset"
    TRUNCATE = "truncate"
    MALFORMED = "malformed"
    EMPTY = "empty"
    SLOW_BODY = "slow_body"


Place = Literal["transport", "refusal", "data"]
_SHAPES_OF_DELAY = ("milliseconds", "uniform", "lognormal", "percentiles")
_ONE_SHAPE = (
    "a delay is exactly one of milliseconds, uniform, lognormal and percentiles",
    "delay には milliseconds・uniform・lognormal・percentiles のいずれか一つを指定してください。",
)
_MISSING = ("missing", "this kind needs it", "この種類では必須です。")
_NOT_TAKEN = ("not-taken", "this kind does not take it", "この種類では指定できません。")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: where it acts, and what it takes."""

    place: Place
    title: str
    title_ja: str
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    judge: Callable[[FaultParameters], Iterable[Violation]] = lambda _: ()
    """Names what else is wrong with its parameters."""


def _one_shape(parameters: FaultParameters) -> Iterable[Violation]:
    if sum(getattr(parameters, name) is not None for name in _SHAPES_OF_DELAY) != 1:
        yield Violation("/parameters", "exactly-one", *_ONE_SHAPE)


KINDS: Mapping[FaultKind, Kind] = {
    FaultKind.DELAY: Kind(
        "transport", "The answer comes late", "回答遅延", takes=frozenset(_SHAPES_OF_DELAY), judge=_one_shape
    ),
    FaultKind.STATUS: Kind(
        "transport",
        "A gateway or the service fails",
        "HTTPエラー",
        needs=frozenset({"status"}),
        takes=frozenset({"form"}),
    ),
    FaultKind.HANG: Kind("transport", "No answer comes", "無応答"),
    FaultKind.RESET: Kind("transport", "The connection is reset", "接続の強制切断（RST）"),
    FaultKind.TRUNCATE: Kind("transport", "The answer is cut off", "応答の途中切断", takes=frozenset({"after_bytes"})),
    FaultKind.MALFORMED: Kind("transport", "The body cannot be read", "応答本文の破損"),
    FaultKind.EMPTY: Kind("transport", "The body is empty", "空の応答本文"),
    FaultKind.SLOW_BODY: Kind(
        "transport", "The body comes slowly", "応答本文の低速送信", takes=frozenset({"bytes_per_second"})
    ),
}


def wrong_parameters(kind: Kind, parameters: FaultParameters) -> Iterable[Violation]:
    """Yield everything that is wrong with what a rule of this kind was given."""
    given = {name for name in FaultParameters.model_fields if getattr(parameters, name) is not None}
    for name in sorted(kind.needs - given):
        yield Violation(f"/parameters/{name}", *_MISSING)
    for name in sorted(given - kind.needs - kind.takes):
        yield Violation(f"/parameters/{name}", *_NOT_TAKEN)
    yield from kind.judge(parameters)
