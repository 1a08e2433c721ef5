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
    REFUSAL = "refusal"
    SUBSTITUTE_CHARACTERS = "substitute_characters"
    WRONG_SHARE = "wrong_share"
    WRONG_PERSON = "wrong_person"
    REGISTRATION_LAG = "registration_lag"
    STALE_INSURER = "stale_insurer"
    REVOKED_BY_MISTAKE = "revoked_by_mistake"
    STATUS_UNKNOWN = "status_unknown"
    STILL_PROCESSING = "still_processing"
    LOST_ANSWER = "lost_answer"


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
    FaultKind.REFUSAL: Kind("refusal", "The service refuses", "拒否応答", needs=frozenset({"code"})),
    FaultKind.REVOKED_BY_MISTAKE: Kind("refusal", "A card is revoked by mistake", "電子証明書の誤失効"),
    FaultKind.STATUS_UNKNOWN: Kind("refusal", "The status of a card is not known", "電子証明書の有効性が不明"),
    FaultKind.SUBSTITUTE_CHARACTERS: Kind("data", "● in names", "氏名・住所の●（外字）"),
    FaultKind.WRONG_SHARE: Kind("data", "A wrong share", "負担割合の誤り", takes=frozenset({"percent"})),
    FaultKind.WRONG_PERSON: Kind("data", "Another person's data", "別人の情報のひも付け", takes=frozenset({"persona"})),
    FaultKind.REGISTRATION_LAG: Kind(
        "data", "What is new is not registered yet", "資格情報の登録遅れ", needs=frozenset({"days"})
    ),
    FaultKind.STALE_INSURER: Kind("data", "The old insurer is still valid", "旧保険者が有効のまま"),
    FaultKind.STILL_PROCESSING: Kind(
        "data", "Many at once take longer", "一括照会が処理中", needs=frozenset({"polls"})
    ),
    FaultKind.LOST_ANSWER: Kind("data", "The record is kept, the answer lost", "記録後の応答喪失"),
}


OF_THE_WAY: frozenset[str] = frozenset(kind for kind, about in KINDS.items() if about.place == "transport")
"""What happens to a request or its answer whatever the service does."""


def wrong_parameters(kind: Kind, parameters: FaultParameters) -> Iterable[Violation]:
    """Yield everything that is wrong with what a rule of this kind was given."""
    given = {name for name in FaultParameters.model_fields if getattr(parameters, name) is not None}
    for name in sorted(kind.needs - given):
        yield Violation(f"/parameters/{name}", *_MISSING)
    for name in sorted(given - kind.needs - kind.takes):
        yield Violation(f"/parameters/{name}", *_NOT_TAKEN)
    yield from kind.judge(parameters)
