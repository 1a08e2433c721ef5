"""How strictly the registry judges the numbers that are registered in a world."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from shared.domain.number_rules import CheckDigits
from shared.web.from_world import FromWorld


@dataclass(frozen=True, slots=True)
class Strictness:
    """Whether numbers must have right check digits (検証番号)."""

    check_digits: CheckDigits


RequestStrictness = Annotated[Strictness, Depends(FromWorld(Strictness))]
"""A route's parameter: how strict the request's world is."""
