"""The body of ``POST /faults``."""

from typing import Annotated

from pydantic import Field

from shared.web.bodies import Body, LongText, Plain
from simulator.faults.kinds import FaultKind
from simulator.faults.parameters import FaultParameters

MOST_TIMES = 1_000_000
LONGEST_S = 7 * 24 * 3600


class NewMatch(Body):
    """Which requests are meant; what is left out fits every request."""

    test: LongText | None = Field(default=None, description="The request's `X-Onshi-Test`.", examples=["test-retry"])
    client_id: LongText | None = Field(default=None, description="The client, by its token or its token request.")
    institution_code: LongText | None = Field(default=None, description="医療機関コード of the token.")
    persona: LongText | None = Field(
        default=None,
        description="Whom the request is about, by card or identifiers: the id of a persona or patient.",
        examples=["employee-with-limit"],
    )
    operation: LongText | None = Field(
        default=None,
        description="An operationId, or a path as called (`/eligibility/v1/checks`), also after a method; "
        "left out: everything but health and the simulator's own requests.",
        examples=["check_eligibility"],
    )
    face: LongText | None = Field(
        default=None, description="The form in which the service is asked.", examples=["rest"]
    )
    client_reference: LongText | None = Field(
        default=None, description="任意のファイル識別子 of the request's body: for clients that can set no header."
    )


class NewFault(Body):
    """A rule: what happens, to which requests, how often."""

    kind: FaultKind = Field(description="What happens (障害の種類).", examples=["status"])
    parameters: FaultParameters = Field(default_factory=FaultParameters, description="Each kind takes its own.")
    match: NewMatch = Field(default_factory=NewMatch, description="To which requests it happens.")
    skip: int = Field(
        default=0, strict=True, ge=0, le=MOST_TIMES, description="How many requests that fit are spared first."
    )
    times: int | None = Field(
        default=1,
        strict=True,
        ge=1,
        le=MOST_TIMES,
        description="How often it happens; null: without limit, for `for_seconds`.",
    )
    every: int = Field(default=1, strict=True, ge=1, le=MOST_TIMES, description="It happens to every n-th that fits.")
    share: float | None = Field(
        default=None,
        strict=True,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="It happens to this share of all requests: by client, operation, patient and test, never by the "
        "order of arrival. The same request is always in or out.",
        examples=[0.25],
    )
    for_seconds: float | None = Field(
        default=None,
        strict=True,
        gt=0,
        le=LONGEST_S,
        allow_inf_nan=False,
        description="It ends after so many seconds of the world's clock, and no later in real time.",
        examples=[60],
    )
    note: Annotated[str, Field(max_length=200), Plain] | None = Field(
        default=None, description="What it is for; shown again.", examples=["retry of the desk"]
    )
