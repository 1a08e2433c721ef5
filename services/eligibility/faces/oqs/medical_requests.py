"""What YZKsiquc01 (薬剤情報) and TKKsiquc01 (特定健診情報) ask: whose data, of which months and kind of care. Pure.

They are of an older family: other names for the identifiers, in the header, and one layer of status alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.eligibility.faces.oqs.fields import Text
from services.eligibility.faces.oqs.requests import Wrong, note_repeated, read_member
from services.eligibility.faces.oqs.sent import Sent
from shared.domain.insured import MemberIdentifiers
from shared.domain.purposes import PurposeOfUse

ELEMENTS: Final = MappingProxyType(
    {
        "insurer_number": "InsurerNumber",
        "symbol": "InsuranceCardSymbol",
        "number": "InsuredPersonIdentificationNumber",
        "branch": "BranchNumber",
    }
)
FIRST, LAST = "StartDate", "EndDate"
_FORM, _PRESCRIPTIONS, _CARE = "FileCategory", "PrDiInfClassification", "MedicalTreatmentFlag"
ASKED: Final = (FIRST, LAST, _FORM, _PRESCRIPTIONS, _CARE)
_PDF, _XML = "1", "2"
_P = PurposeOfUse
CARES: Final[Mapping[str, frozenset[PurposeOfUse]]] = MappingProxyType(
    {
        "1": frozenset({_P.CARE_VISIT, _P.CARE_NURSING, _P.PUBLIC_ASSIST, _P.DISASTER_READ}),
        "2": frozenset({_P.CARE_HOME, _P.CARE_HOME_RECHECK}),
        "3": frozenset({_P.CARE_ONLINE}),
        "4": frozenset({_P.EMERGENCY}),
    }
)
"""診療区分 (OQSCD028): the purposes of the checks that open anything for it."""


@dataclass(frozen=True, slots=True)
class Months:
    """Months (``yyyyMM``), both included; None is open."""

    first: str | None = None
    last: str | None = None

    def __contains__(self, month: str) -> bool:
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class MedicalQuestion:
    """Whose data is asked for, and how much of it."""

    member: MemberIdentifiers
    purposes: frozenset[PurposeOfUse]
    months: Months
    wants_pdf: bool
    with_prescriptions: bool
    """処方・調剤情報 too, beside what claims say."""


def read_medical_question(header: Sent, body: Sent, wrong: Wrong) -> MedicalQuestion | None:
    """Read what is asked; None when something is ``wrong``. Without FileCategory it is XML, without a care 外来等."""
    note_repeated(header, tuple(ELEMENTS.values()), wrong)
    note_repeated(body, ASKED, wrong)
    member = read_member(header, wrong, ELEMENTS)
    form = _code(body, _FORM, (_PDF, _XML), _XML, wrong)
    prescriptions = _code(body, _PRESCRIPTIONS, ("0", "1"), "0", wrong)
    care = _code(body, _CARE, tuple(CARES), "1", wrong)
    months = Months(_month(body, FIRST, wrong), _month(body, LAST, wrong))
    if months.first is not None and months.last is not None and months.first > months.last:
        wrong.elements[LAST] = f"{FIRST}以降の年月を指定してください。"
    if wrong or member is None:
        return None
    return MedicalQuestion(member, CARES[care], months, form == _PDF, prescriptions == "1")


def _code(body: Sent, name: str, known: tuple[str, ...], left_out: str, wrong: Wrong) -> str:
    text = body.leaf(name)
    code = left_out if text is None else text.strip()
    if code not in known:
        wrong.elements[name] = f"{'、'.join(known)}のいずれかを指定してください。"
        return left_out
    return code


def _month(body: Sent, name: str, wrong: Wrong) -> str | None:
    text: Text | None = body.leaf(name)
    if text is None:
        return None
    month = text.strip()
    is_month = len(month) == len("yyyyMM") and month.isascii() and month.isdigit() and "01" <= month[4:] <= "12"
    if not is_month:
        wrong.elements[name] = "6桁の年月（yyyyMM）で指定してください。"
        return None
    return month
