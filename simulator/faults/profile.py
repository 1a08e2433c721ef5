"""Profiles: how long each operation takes from the start, in every world, without end. `onshi up --profile`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from shared.domain.not_acceptable import NotAcceptable
from shared.nearest import did_you_mean, nearest
from shared.web.bodies import Body
from simulator.faults.chance import key_of
from simulator.faults.kinds import KINDS, FaultKind, wrong_parameters
from simulator.faults.operations import named
from simulator.faults.parameters import FaultParameters
from simulator.faults.rule import Match, Rule
from simulator.start_failed import StartFailed

_FOLDER = Path(__file__).with_name("profiles")
PROFILES = tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))
"""Those that come along, by name."""
_NO_DELAY = ("no operation or no delay: see docs/faults.md", "操作名または遅延の指定が正しくありません。")


class ProfileDelay(Body):
    """How long one operation takes."""

    operation: str
    parameters: FaultParameters

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if not named(self.operation) or any(wrong_parameters(KINDS[FaultKind.DELAY], self.parameters)):
            raise NotAcceptable(*_NO_DELAY)
        return self


class Profile(Body):
    """The content of a profile's file."""

    title: str
    title_ja: str = ""
    source: str = Field(description="Where its figures are from, or that they are inferred.")
    delays: Annotated[Sequence[ProfileDelay], Field(min_length=1, max_length=200)]

    def rules(self, seed: int) -> list[Rule]:
        """Return its rules, for worlds of this seed."""
        return [_rule(each, seed) for each in self.delays]


def read_profile(name: str) -> Profile:
    """Return a profile that comes along, or that of a file; raises StartFailed naming all that is wrong."""
    file = _FOLDER / f"{name}.json" if name in PROFILES else Path(name)
    try:
        return Profile.model_validate_json(file.read_bytes())
    except OSError as error:
        known, meant = ", ".join(PROFILES), did_you_mean(nearest(name, PROFILES))
        raise StartFailed(f"--profile {name}: neither one of {known} nor a file: {error.strerror}{meant}") from error
    except ValidationError as error:
        wrong = "; ".join(f"/{'/'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise StartFailed(f"--profile {name}: {wrong}") from error


def _rule(delay: ProfileDelay, seed: int) -> Rule:
    parameters, match = delay.parameters.given(), Match(operation=delay.operation)
    rule = Rule(FaultKind.DELAY.value, parameters, match, times=None, of_profile=True)
    return Rule(rule.kind, parameters, match, times=None, of_profile=True, key=key_of(seed, rule))
