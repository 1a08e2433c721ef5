"""Bodies of the proofs of acts. An act names its check and no person, so whoever it concerns gets the whole of it."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

import msgspec
from pydantic import Field

from services.consent.acts.store import SealedConsent
from services.consent.history.messages import DisclosureProof, InclusionProof
from shared.web.bodies import Body

_ID = "019e2f6a-7c00-7000-8000-0000000000bb"


class ActProof(Body):
    """Whether and how an act is sealed (同意・開放の証明)."""

    act_id: UUID = Field(description="行為ID.", examples=[_ID])
    proof: InclusionProof | None = Field(
        description="Null: not sealed yet; it takes some seconds, and a service that has a checkpoint key."
    )
    record: dict[str, Any] = Field(
        description="The act's sealed members: `act` is consent_given 同意, consent_ended 別の同意による終了, "
        "consent_withdrawn 取消し, opening_made 開放, opening_closed 開放の終了; its leaf is SHA-256 of a zero byte "
        "and these as compact JSON, in the order of the form."
    )

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the proof of a row of shared/published/eligibility/proofs.py."""
        return cls(act_id=row["act_id"], proof=InclusionProof.of(row), record=msgspec.json.decode(row["record"]))


class ConsentProofs(Body):
    """What stands in the sealed record of a consent."""

    check: DisclosureProof = Field(
        description="照会: the check that the consent hangs on. What was chosen at the reader stands in its record."
    )
    items: list[ActProof] = Field(
        description="What was done to it since, in the order of the record; empty: nothing but what its check says."
    )

    @classmethod
    def of(cls, consent: SealedConsent, *, with_record: bool) -> Self:
        """Return the proofs; ``with_record``: with the record of the check, which names a person."""
        return cls(
            check=DisclosureProof.of(consent.check_id, consent.check, with_record=with_record),
            items=[ActProof.of(act) for act in consent.acts],
        )


class OpeningProofs(Body):
    """What stands in the sealed record of an opening."""

    items: list[ActProof] = Field(description="What was done to it, in the order of the record.")
