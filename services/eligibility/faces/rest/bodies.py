"""The body of a check as the check path reads it: straight from the value of the JSON text.

checks/messages shows the same shapes to people and generators; a test holds the two equal.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec

from services.eligibility.checks.rules.questions import LONGEST_CLIENT_REFERENCE, Demographics
from shared.domain.purposes import PurposeOfUse


class InsuredIdentifiers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on a 資格確認書."""

    insurer_number: str
    number: str
    birthdate: date
    symbol: str | None = None
    branch: str | None = None


class CheckRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clinic asks: exactly one of ``presence_proof``, ``insured``, ``recheck_of`` and ``demographics``."""

    presence_proof: str | None = None
    insured: InsuredIdentifiers | None = None
    recheck_of: UUID | None = None
    demographics: Demographics | None = None
    purpose: PurposeOfUse | None = None
    limit_certificate_consent: bool = False
    specific_disease_consent: bool = False
    as_of: date | None = None
    client_reference: Annotated[str, msgspec.Meta(max_length=LONGEST_CLIENT_REFERENCE)] | None = None


def read_request(sent: Any) -> CheckRequest:
    """Return what was asked, from the value of a JSON body; raises msgspec.ValidationError."""
    return msgspec.convert(sent, CheckRequest)


def canonical(sent: Any) -> bytes:
    """Return what was asked in one form: order, blanks and members that say nothing do not count."""
    return msgspec.json.encode(read_request(sent))
