"""What an agent is told by ``onshi-agent.toml``: every mistake in it is named at once."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.nearest import did_you_mean, nearest

FILE_NAME: Final = "onshi-agent.toml"
_LONGEST_SETTLE_S: Final = 600
_LONGEST_KEEP_MINUTES: Final = 525_600


class ConfigInvalid(ValueError):
    """The file cannot be obeyed; the message names everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Config:
    """How an agent works. The defaults are those of a folder without a file."""

    answer_encoding: str = "as_request"
    """Of answers in ``res``: ``as_request``, ``utf-8`` or ``shift_jis``."""
    face_encoding: str = "utf-8"
    edition: str = "2026"
    order: str = "spec"
    keep_minutes: int = 1440
    """Answers that nobody takes are removed after so long; 0: never."""
    delivery: str = "move"
    """``move``: files are moved in whole; ``in_place``: written where they are read, for watchers of changes alone."""
    bulk_answer: str = "xml"
    """Results of bulks: ``xml``, or ``zip`` with one XML in it."""
    settle_seconds: float = 3.0
    """A request that cannot be read is refused when it has not changed for so long."""


def _one_of(*choices: str) -> Callable[[Any], str | None]:
    def judge(value: Any) -> str | None:
        return None if value in choices else f"must be one of {', '.join(choices)}"

    return judge


def _number(low: float, high: float, *, whole: bool) -> Callable[[Any], str | None]:
    def judge(value: Any) -> str | None:
        is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        words = f"must be a {'whole ' if whole else ''}number from {low} to {high}"
        return None if is_number and low <= value <= high else words

    return judge


_RULES: Final[Mapping[str, Callable[[Any], str | None]]] = {
    "answer_encoding": _one_of("as_request", "utf-8", "shift_jis"),
    "face_encoding": _one_of("utf-8", "shift_jis"),
    "edition": _one_of("2023", "2024", "2026"),
    "order": _one_of("spec", "shuffled"),
    "keep_minutes": _number(0, _LONGEST_KEEP_MINUTES, whole=True),
    "delivery": _one_of("move", "in_place"),
    "bulk_answer": _one_of("xml", "zip"),
    "settle_seconds": _number(0, _LONGEST_SETTLE_S, whole=False),
}


def read_config(text: str) -> Config:
    """Read the TOML; raises ConfigInvalid."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid(f"no TOML: {error}") from None
    if isinstance(given.get("edition"), int) and not isinstance(given["edition"], bool):
        # A year is written without quotes too.
        given["edition"] = str(given["edition"])
    wrong = []
    for name, value in given.items():
        if name not in _RULES:
            meant = did_you_mean(nearest(name, _RULES, most=1), f"known are {', '.join(_RULES)}")
            wrong.append(f"{name} is unknown{meant}")
        elif (mistake := _RULES[name](value)) is not None:
            wrong.append(f"{name} {mistake}")
    if wrong:
        raise ConfigInvalid("; ".join(wrong))
    return Config(**given)


def config_in(root: Path, file: Path | None) -> Config:
    """Return what ``file`` says, else ``onshi-agent.toml`` in the root, else the defaults; raises ConfigInvalid."""
    chosen = file or root / FILE_NAME
    try:
        return read_config(chosen.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if file is None:
            return Config()
        raise ConfigInvalid(f"{chosen}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigInvalid(f"{chosen}: it cannot be read ({type(error).__name__})") from None
    except ConfigInvalid as error:
        raise ConfigInvalid(f"{chosen}: {error}") from None
