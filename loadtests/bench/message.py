"""Messages as a receipt computer writes them: a check of somebody (siquc01), and many people at once."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from loadtests.worlds.population import Patient
from shared.clock import ShiftedClock, day_in_japan

MESSAGES = "/oqs/messages?type=siquc01"
SEARCH_INFO, REGISTRATION_INFO = "QualificationConfirmSearchInfo", "ReferenceNumberRegistrationInfo"
Leaves = Mapping[str, str | None]


def message(header: Leaves, name: str, units: Sequence[Leaves]) -> bytes:
    """Return a message with units of that name in its body."""
    body = "".join(f"<{name}>{_written(unit)}</{name}>" for unit in units)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f"<XmlMsg><MessageHeader>{_written(header)}</MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"
    ).encode()


def message_about(patient: Patient) -> bytes:
    """Return the message that asks what a check by identifiers over REST asks."""
    coverage, today = patient.coverage, day_in_japan(ShiftedClock().now())
    header = {
        "QualificationConfirmationDate": f"{today:%Y%m%d}",
        "MedicalInstitutionCode": patient.institution_code,
        "ArbitraryFileIdentifier": f"bench-{patient.index}",
    }
    asked = {
        "InsurerNumber": coverage.insurer.number.rjust(8),
        "InsuredCardSymbol": coverage.symbol,
        "InsuredIdentificationNumber": coverage.number,
        "InsuredBranchNumber": coverage.branch,
        "Birthdate": f"{patient.record.birthdate:%Y%m%d}",
        "LimitApplicationCertificateRelatedConsFlg": "1",
    }
    return message(header, SEARCH_INFO, [asked])


def insured_leaves(insured: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return who a persona is, as its numbers over REST say, in the elements of a message; without the birthdate."""
    return {
        "InsurerNumber": (insured["insurer_number"] or "").rjust(8),
        "InsuredCardSymbol": insured["symbol"],
        "InsuredIdentificationNumber": insured["number"],
        "InsuredBranchNumber": insured["branch"],
    }


def _written(members: Leaves) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in members.items() if text)
