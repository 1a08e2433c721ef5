"""What is asked in a check, whichever face read it, and what the patient agreed to at the desk. Pure."""

from datetime import date
from uuid import UUID

import msgspec

from shared.domain.codes import Sex
from shared.domain.consent import CHANNEL_PURPOSES, ConsentChannel
from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.insured import InsuredIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse

LONGEST_CLIENT_REFERENCE = 50
YEARS_BACK = 5
"""資格確認日 may lie up to five years back."""


class Demographics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who it is, where neither card nor number is at hand."""

    name: str
    name_kana: str
    birthdate: date
    sex: Sex
    address: str
    insurer_number: InsurerNumber | None = None
    """保険者番号: decides where the record has no address, no kana, or ● in the name."""


class CardRequest(msgspec.Struct, frozen=True):
    """A check by card (マイナンバーカード)."""

    presence_proof: str
    purpose: PurposeOfUse | None
    """What the body says; the signed purpose counts, and the two must agree."""
    institution_code: InstitutionCode
    client_reference: str | None


class IdentifierRequest(msgspec.Struct, frozen=True):
    """A check by identifiers (被保険者証情報), folded for the look-up."""

    insured: InsuredIdentifiers
    purpose: PurposeOfUse
    limit_certificate_consent: bool
    as_of: date
    client_reference: str | None
    specific_disease_consent: bool = False


class RecheckRequest(msgspec.Struct, frozen=True):
    """Another look at the patient of an earlier check (再照会)."""

    recheck_of: UUID
    purpose: PurposeOfUse
    as_of: date
    institution_code: InstitutionCode
    client_reference: str | None


class DemographicsRequest(msgspec.Struct, frozen=True):
    """A check by name, birth date, sex and address (氏名等による照会)."""

    demographics: Demographics
    purpose: PurposeOfUse
    institution_code: InstitutionCode
    client_reference: str | None


CheckRequest = CardRequest | IdentifierRequest | RecheckRequest | DemographicsRequest


def is_askable(as_of: date, today: date) -> bool:
    """Tell whether a check may ask about a day: today or one of the last five years."""
    earliest = (today.year - YEARS_BACK, today.month, today.day)
    return as_of <= today and (as_of.year, as_of.month, as_of.day) >= earliest


def agreed_at_desk(request: IdentifierRequest) -> list[DataKind]:
    """Return what the patient agreed to show, as the record keeps it.

    Only where there is a patient whom a desk can ask: for other purposes the flags of the request say nothing.
    """
    if request.purpose not in CHANNEL_PURPOSES[ConsentChannel.DESK]:
        return []
    agreed = [DataKind.LIMIT_CERTIFICATE] if request.limit_certificate_consent else []
    if request.specific_disease_consent:
        agreed.append(DataKind.SPECIFIC_DISEASE)
    return agreed
