"""The bodies about the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec
from pydantic import BaseModel, Field, model_validator

from shared.clock import in_japan
from shared.domain.not_acceptable import NotAcceptable
from shared.web.bodies import Body, LongText
from shared.web.ids import Id
from simulator.controls.journal_explained import JournalStep, JournalWhyNot, step_shown, why_not_shown
from simulator.journal.explaining.shapes import Explanation
from simulator.journal.reading import Entry

_ONE_OF = ("name times or at_least, one of them", "times か at_least のいずれか一方を指定してください")
_Times = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class JournalRequest(BaseModel):
    """One request that was answered (リクエストの記録). Of people it names the test patient's id alone."""

    seq: int = Field(description="Its place: of later requests it is greater (通番).", examples=[1042])
    at: datetime = Field(description="When it came, by the world's clock (受付日時).")
    request_id: str = Field(description="`X-Request-Id`.", examples=["f0b1c7d2a94e4d0f8a3c5e6b7d8f9a01"])
    test: str | None = Field(description="`X-Onshi-Test`, as it was sent.", examples=["test_discharge"])
    client_id: str | None = Field(description="Who called; null where no token was accepted.")
    institution_code: str | None = Field(description="医療機関コード that the caller stands for.")
    service: str = Field(description="Which service answered.", examples=["eligibility"])
    operation: str | None = Field(
        description="operationId; null: there is no operation at this address.", examples=["check_eligibility"]
    )
    face: str = Field(description="How it was asked.", examples=["rest"])
    status: int | None = Field(description="HTTP status; null: no answer left.", examples=[200])
    code: str | None = Field(
        description="The refusal's code, else the validity that was answered (資格有効性).", examples=["valid"]
    )
    check_id: UUID | None = Field(description="The check that it made, or asked about (照会).")
    persona: str | None = Field(
        description="The test patient who was found (テスト患者); null: nobody, or nobody of `GET /personas`.",
        examples=["employee-with-limit"],
    )
    fault: str | None = Field(description="The rule whose fault was injected (障害ルール).", examples=[None])
    milliseconds: float = Field(description="From the request to the end of its answer.", examples=[3.2])


class JournalProof(BaseModel):
    """A presence proof that was refused: what could be read of it, without anything of the holder."""

    digest: str | None = Field(description="SHA-256 of what was signed, in hexadecimal.", examples=["9f86d081884c7d65"])
    header: dict[str, Any] | None = Field(
        description="Its header; of `x5c` the digest. Values of another form are `(redacted)`.",
        examples=[{"alg": "RS256", "typ": "onshi-presence+jws"}],
    )
    payload: dict[str, Any] | None = Field(
        description="Its claims, in the same way.", examples=[{"aud": "onshi-eligibility", "purpose": "CARE_VISIT"}]
    )
    certificate: dict[str, Any] | None = Field(
        description="Time, key and issuer of its certificate.", examples=[{"key": "RSA 2048"}]
    )
    signed_digest: str | None = Field(
        description="SHA-256 that the certificate's key did sign, where it is an RSA key that signed anything.",
        examples=["9f86d081884c7d65"],
    )


class JournalEntry(JournalRequest):
    """A request with what explains its answer, derived when it is read (判定の説明)."""

    proof: JournalProof | None = Field(description="Of a refused check by card.")
    steps: list[JournalStep] = Field(description="The steps of the path, in order.")
    why_not: list[JournalWhyNot] = Field(description="Why none of the other answers was given.")


class JournalPage(BaseModel):
    """Entries, the oldest first."""

    items: list[JournalEntry]
    next_cursor: str = Field(description="Send it as `after` to go on; there is always one.", examples=["MTA0Mg"])
    shed: int = Field(description="How many requests of this world were not kept, under load.", examples=[0])


class JournalMatch(Body):
    """What must agree; what is left out may be anything."""

    request_id: LongText | None = Field(
        default=None, description="`X-Request-Id` of the answer.", examples=["f0b1c7d2a94e4d0f8a3c5e6b7d8f9a01"]
    )
    test: LongText | None = Field(default=None, description="Its `X-Onshi-Test`.", examples=["test-retry"])
    client_id: LongText | None = None
    institution_code: LongText | None = Field(
        default=None, description="医療機関等コード of who asked.", examples=["9910000018"]
    )
    service: LongText | None = Field(default=None, description="The service that was asked.", examples=["eligibility"])
    operation: LongText | None = Field(default=None, description="Its operationId.", examples=["check_eligibility"])
    face: LongText | None = Field(default=None, description="`rest` or `oqs`.", examples=["rest"])
    status: Annotated[int, Field(strict=True, ge=100, le=599)] | None = Field(
        default=None, description="The status of the answer.", examples=[200]
    )
    code: LongText | None = None
    check_id: Id | None = Field(default=None, description="Of the check that was made or read (照会ID).")
    persona: LongText | None = Field(
        default=None, description="The id of the persona that was recognised.", examples=["employee-with-limit"]
    )
    fault: LongText | None = Field(default=None, description="The id of the fault that fired.", examples=["fault-1"])


class JournalVerification(Body):
    """How many requests must match: exactly `times`, or `at_least` so many."""

    match: JournalMatch
    times: _Times | None = Field(default=None, description="Exactly so many.", examples=[1])
    at_least: _Times | None = Field(default=None, description="So many or more.", examples=[1])

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if (self.times is None) is (self.at_least is None):
            raise NotAcceptable(*_ONE_OF)
        return self

    def holds_for(self, found: int) -> bool:
        """Tell whether so many are what was asked for."""
        return found == self.times if self.times is not None else found >= (self.at_least or 0)

    def may_come_true(self, found: int) -> bool:
        """Tell whether more could make it so."""
        return found < (self.times if self.times is not None else self.at_least or 0)


class JournalDifference(BaseModel):
    """A member in which a request is not what was asked for."""

    field: str = Field(examples=["code"], description="Which member of `match`.")
    expected: str | int = Field(examples=["valid"], description="What was asked for.")
    found: str | int | None = Field(examples=["invalid"], description="What it is.")


class JournalNearMiss(BaseModel):
    """A request that agrees in some members, and not in all."""

    request: JournalRequest
    differences: list[JournalDifference] = Field(description="In what it does not agree.")


class JournalVerdict(BaseModel):
    """Whether so many were found."""

    ok: bool = Field(description="Whether it is as asked for (検証結果).")
    found: int = Field(description="How many match.", examples=[1])
    near_misses: list[JournalNearMiss] = Field(
        description="Where it is not: the nearest, those with the fewest differences first."
    )


def request_shown(entry: Entry, personas: Mapping[UUID, str]) -> JournalRequest:
    """Return an entry without its explanation."""
    return JournalRequest(**_members(entry, personas))


def entry_shown(entry: Entry, personas: Mapping[UUID, str], why: Explanation) -> JournalEntry:
    """Return an entry with its explanation."""
    return JournalEntry(
        **_members(entry, personas),
        proof=None if entry.proof is None else JournalProof(**msgspec.structs.asdict(entry.proof)),
        steps=[step_shown(one) for one in why.steps],
        why_not=[why_not_shown(one) for one in why.why_not],
    )


def _members(entry: Entry, personas: Mapping[UUID, str]) -> dict[str, Any]:
    members = {name: getattr(entry, name) for name in JournalRequest.model_fields if name != "persona"}
    persona = None if entry.person_id is None else personas.get(entry.person_id)
    return {
        **members,
        "at": in_japan(entry.at),
        "milliseconds": round(entry.milliseconds, 3),
        "persona": persona,
    }
