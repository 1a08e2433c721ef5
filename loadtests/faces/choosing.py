"""Which faces a run has, and how often each acts: ``messages=5,folders=2`` is five messages and two files a second."""

import re
from typing import Any

from loadtests.could_not_start import CouldNotStart
from loadtests.faces import folders, insurers, listeners, messages, patients
from loadtests.faces.face import FACES
from loadtests.receptions.data import LoadData
from loadtests.receptions.turns import Turn, draw_turns
from loadtests.shapes.curves import curve_of

_RATE = re.compile(r"\d+(?:\.\d+)?")
__all__ = ["FACES", "folders", "insurers", "listeners", "messages", "patients"]


def read_rates(text: str) -> dict[str, float]:
    """Return how often a second each face acts. Raises CouldNotStart."""
    rates = {}
    for part in filter(None, text.split(",")):
        name, _, rate = (each.strip() for each in part.partition("="))
        if name not in FACES:
            raise CouldNotStart(f"there is no face {name!r}: there are {', '.join(FACES)}")
        if _RATE.fullmatch(rate) is None:
            raise CouldNotStart(f"{part.strip()!r} is no rate: write it as {name}=5")
        rates[name] = float(rate)
    return rates


def turns_of(data: LoadData, options: Any) -> list[Turn]:
    """Return the turns of all faces of a run, one face after the other. Raises CouldNotStart."""
    seconds = curve_of(options.shape, options.seconds).seconds
    return [
        turn
        for name, rate in read_rates(options.faces).items()
        for turn in draw_turns(options.seed, name, rate, seconds, FACES[name].institutions(data, options))
    ]
