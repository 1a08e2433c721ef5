"""How strictly the registry judges what is registered in a world."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from shared.domain.number_rules import CheckDigits
from shared.web.from_world import FromWorld


@dataclass(frozen=True, slots=True)
class Strictness:
    """Whether numbers must have right check digits (検証番号), and whose roots may be pinned."""

    check_digits: CheckDigits
    takes_foreign_roots: bool = False
    """Whether roots of another authority than the simulated J-LIS are taken."""


RequestStrictness = Annotated[Strictness, Depends(FromWorld(Strictness))]
"""A route's parameter: how strict the request's world is."""
