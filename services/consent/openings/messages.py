"""Bodies about openings (災害時等の開放)."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.consent.openings.commands import OPENABLE, Opening
from shared.clock import JAPAN
from shared.domain.purposes import PurposeOfUse
from shared.web.bodies import Body
from shared.web.days import Instant

_CODES = "医療機関コード of the institutions that may read."
_PREFECTURE = "都道府県番号, the first two digits of 医療機関コード: all institutions there."
_OPENED, _ENDS = "開放の開始日時.", "開放の終了日時, exclusive."
_EXAMPLE_START, _EXAMPLE_END = "2026-11-20T09:00:00+09:00", "2026-11-27T09:00:00+09:00"


class OpeningRequest(Body):
    """Where and when to open."""

    purpose: PurposeOfUse = Field(
        description="利用目的 that needs an opening: " + ", ".join(f"`{each}`" for each in sorted(OPENABLE)) + "."
    )
    institution_codes: list[Annotated[str, Field(pattern=r"^[0-9]{10}$")]] = Field(
        default=[], max_length=1000, description=_CODES
    )
    prefecture: str | None = Field(
        default=None, pattern=r"^(0[1-9]|[1-9][0-9])$", description=_PREFECTURE, examples=["99"]
    )
    opened_at: Instant | None = Field(default=None, description=_OPENED + " Absent: now.", examples=[_EXAMPLE_START])
    ends_at: Instant = Field(description=_ENDS, examples=[_EXAMPLE_END])

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        if self.purpose not in OPENABLE:
            raise ValueError("this purpose needs no opening")
        if bool(self.institution_codes) == (self.prefecture is not None):
            raise ValueError("name either institution_codes or a prefecture")
        return self


class OpeningShown(Body):
    """開放."""

    opening_id: UUID = Field(description="開放ID.", examples=["019e2f6a-7c00-7000-8000-0000000000aa"])
    purpose: PurposeOfUse = Field(description="利用目的.")
    prefecture: str | None = Field(description=_PREFECTURE, examples=["99"])
    institution_codes: list[str] = Field(description=_CODES)
    opened_at: datetime = Field(description=_OPENED, examples=[_EXAMPLE_START])
    ends_at: datetime = Field(description=_ENDS, examples=[_EXAMPLE_END])
    closed_at: datetime | None = Field(
        description="終了を早めた日時; null: it was not closed early.", examples=["2026-11-22T18:00:00+09:00"]
    )
    is_open: bool = Field(description="Whether checks may rest on it now (開放中).")

    @classmethod
    def of(cls, opening: Opening, at: datetime) -> Self:
        """Return an opening as it is shown at the instant ``at``."""
        return cls(
            opening_id=opening.opening_id,
            purpose=opening.purpose,
            prefecture=opening.prefecture,
            institution_codes=list(opening.institution_codes),
            opened_at=opening.opened_at.astimezone(JAPAN),
            ends_at=opening.ends_at.astimezone(JAPAN),
            closed_at=None if opening.closed_at is None else opening.closed_at.astimezone(JAPAN),
            is_open=opening.is_open_at(at),
        )


class OpeningPage(Body):
    """One page of openings, the newest first."""

    items: list[OpeningShown]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
