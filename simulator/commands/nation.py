"""What commands that make a nation have in common: numpy, which is an extra, and options."""

import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from simulator.commands.failing import USAGE

MOST_PERSONS = 49_000_000
"""As many as the invented insurers of medical assistance have numbers for (simulator/population/insurers.py)."""
MOST_MONTHS = 120
"""Ten years: rates and schemes are those of today."""
NationSeed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="Another seed makes another nation.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes that make it; the result is the same.")]

NewWorld = Annotated[
    Path | None,
    typer.Option("--data", file_okay=False, help="The folder of a new world, for `onshi up --data` afterwards."),
]


def need_numpy() -> None:
    """End with a word about what to install, where numpy is missing."""
    if find_spec("numpy") is None:
        _fail("needs numpy, which is not installed: pip install 'onshi[nation]'（numpy が必要です）")


def today_unless(day: date | None) -> date:
    """Return the day, or today in Japan."""
    from shared.clock import ShiftedClock, day_in_japan

    return day or day_in_japan(ShiftedClock().now())


def _fail(words: str) -> NoReturn:
    print(f"onshi: {words}", file=sys.stderr)
    sys.exit(USAGE)
