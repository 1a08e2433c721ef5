"""The parameters of all kinds of faults, in one body: which of them a kind takes is said in kinds.py."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from shared.domain.not_acceptable import NotAcceptable
from shared.web.bodies import Body, LongText, Text

LONGEST_DELAY_MS = 600_000
"""Ten minutes: more is a hang."""
Milliseconds = Annotated[float, Field(strict=True, ge=0, le=LONGEST_DELAY_MS, allow_inf_nan=False)]
_PERCENTILE = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,3})?|100)")
_NOT_PERCENTILES = (
    "names percentiles from 0 to 100, and no later one is quicker than an earlier one",
    "0〜100のパーセンタイルを、遅延が減らない順に指定してください。",
)
_LOW_ABOVE_HIGH = ("its first number is not above its second", "1つ目の値は2つ目の値以下にしてください。")


def _rising(percentiles: Mapping[str, float]) -> Mapping[str, float]:
    if not percentiles or not all(_PERCENTILE.fullmatch(name) for name in percentiles):
        raise NotAcceptable(*_NOT_PERCENTILES)
    delays = [percentiles[name] for name in sorted(percentiles, key=float)]
    if delays != sorted(delays) or len({float(name) for name in percentiles}) < len(percentiles):
        raise NotAcceptable(*_NOT_PERCENTILES)
    return percentiles


def _low_high(bounds: list[float]) -> list[float]:
    if bounds[0] > bounds[1]:
        raise NotAcceptable(*_LOW_ABOVE_HIGH)
    return bounds


class Lognormal(Body):
    """A lognormal distribution, as response times mostly have it."""

    median: Milliseconds = Field(description="Milliseconds: half of the answers are quicker.", examples=[1500])
    sigma: float = Field(strict=True, gt=0, le=3, allow_inf_nan=False, description="Of its logarithm.", examples=[0.5])


class FaultParameters(Body):
    """What a rule of a kind is given; each kind takes its own."""

    milliseconds: Milliseconds | None = Field(default=None, description="delay: always the same.", examples=[1500])
    # A list of two: generators of OpenAPI 3.0 know no tuple.
    uniform: Annotated[list[Milliseconds], Field(min_length=2, max_length=2), AfterValidator(_low_high)] | None = Field(
        default=None,
        description="delay: anything from the first to the second, in milliseconds.",
        examples=[[500, 1500]],
    )
    lognormal: Lognormal | None = Field(default=None, description="delay: mostly near the median, seldom far above.")
    percentiles: Annotated[dict[str, Milliseconds], Field(max_length=20), AfterValidator(_rising)] | None = Field(
        default=None,
        description="delay: milliseconds by percentile, a straight line between two of them.",
        examples=[{"50": 1500, "95": 5000}],
    )
    status: Literal[429, 500, 502, 503, 504] | None = Field(default=None, description="status: of the answer.")
    form: Literal["problem", "html"] | None = Field(
        default=None,
        description="status: `problem` as the services refuse, `html` as a gateway in front does; left out: html for "
        "502 and 504.",
    )
    after_bytes: Annotated[int, Field(strict=True, ge=0, le=4_194_304)] | None = Field(
        default=None,
        description="truncate: bytes of the body that come before the end; left out: half of them.",
        examples=[20],
    )
    bytes_per_second: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = Field(
        default=None, description="slow_body: how fast the body comes; left out: 100.", examples=[100]
    )
    code: Text | None = Field(
        default=None,
        description="refusal: one that the operation's document declares.",
        examples=["certificate-expired"],
    )
    percent: Literal[0, 10, 20, 30] | None = Field(
        default=None, description="wrong_share: 一部負担金割合 that is shown; left out: another than the right one."
    )
    persona: LongText | None = Field(
        default=None,
        description="wrong_person: whose data is shown; left out: that of somebody who is insured.",
        examples=["consents-given"],
    )
    days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(
        default=None,
        description="registration_lag: what was registered in so many days, by the world's clock, is not seen yet.",
        examples=[10],
    )
    polls: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = Field(
        default=None,
        description="still_processing: how many polls in a row find the reception as 処理中.",
        examples=[3],
    )

    def given(self) -> dict[str, Any]:
        """Return what was given, as JSON."""
        return self.model_dump(mode="json", exclude_none=True)
