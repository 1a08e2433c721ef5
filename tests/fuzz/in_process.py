"""Inputs of one part, one after the other, given to its readers in this process."""

import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Protocol

from tests.fuzz.bodies import Bodies
from tests.fuzz.imports import Imports
from tests.fuzz.messages import Messages
from tests.fuzz.proofs import Proofs
from tests.fuzz.smaller import smaller

_WARM_UP = 1_000
"""Inputs after which the memory is looked at for the first time."""


class Part(Protocol):
    """Makes inputs of one kind and knows what must hold of them."""

    came: Counter[str]
    valid: list[bytes]
    """The inputs that are changed, as they are: each is read."""

    def input(self, random: Random) -> bytes:
        """Return the input that these random numbers make."""

    def complaint(self, given: bytes) -> str | None:
        """Return what is wrong; None where all is well."""


PARTS: dict[str, Callable[[], Part]] = {"proofs": Proofs, "messages": Messages, "imports": Imports, "bodies": Bodies}


@dataclass(slots=True)
class Found:
    """What came of a run."""

    inputs: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    """What the slowest input took."""
    grown_bytes: int = 0
    """By how much the process's largest size grew after the first thousand inputs."""
    came: Counter[str] = field(default_factory=Counter)
    """How many were read, and how many refused with which status and code; a finding is made small by further ones."""
    findings: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """What is wrong, each once: the seed of the input that showed it first, and that input made small."""


def run(name: str, seed: str, inputs: int) -> Found:
    """Try so many inputs of a part; input number N of seed S is the same in every run."""
    part, found = PARTS[name](), Found()
    begun_at, size = time.perf_counter(), 0
    for number in range(inputs):
        of_this = f"{seed}/{name}/{number}"
        given = part.input(Random(of_this))  # noqa: S311 - the same numbers in every run
        began_at = time.perf_counter()
        complaint = part.complaint(given)
        found.slowest_s = max(found.slowest_s, time.perf_counter() - began_at)
        if complaint is not None and complaint not in found.findings:
            small = smaller(given, partial(_shows, part, complaint))
            found.findings[complaint] = (of_this, small)
        if number == _WARM_UP:
            size = _largest()
    found.came = part.came
    found.inputs, found.seconds = inputs, time.perf_counter() - begun_at
    found.grown_bytes = _largest() - size if inputs > _WARM_UP else 0
    return found


def _shows(part: Part, complaint: str, given: bytes) -> bool:
    return part.complaint(given) == complaint


def _largest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
