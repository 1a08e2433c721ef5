"""docs/messages-fidelity.md, made from the tables of services/eligibility/faces/oqs: `make docs` writes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.eligibility.faces.oqs.answers import CHECKED, HEADER, RECEIVED, REGISTERED
from services.eligibility.faces.oqs.checkup_records import CHECKED_ITEM, CHECKUP, CHECKUPS
from services.eligibility.faces.oqs.codes import own_codes
from services.eligibility.faces.oqs.drug_records import (
    DAY,
    DRUG,
    MEDICATION,
    MONTH,
    PRESCRIBED_DRUG,
    PRESCRIPTION_DAY,
    PRESCRIPTION_MONTH,
    TREATMENT,
)
from services.eligibility.faces.oqs.fields import Edition, Table
from services.eligibility.faces.oqs.left_out import ELEMENTS_LEFT_OUT, MESSAGES_LEFT_OUT
from services.eligibility.faces.oqs.listing_requests import LISTS
from services.eligibility.faces.oqs.medical_answers import QUA_INF, QUALIFICATIONS_INFO, TKK_HEADER, YZK_HEADER
from services.eligibility.faces.oqs.records import DISEASE, ELDERLY, LIMIT, RECORD, TICKET
from services.eligibility.faces.oqs.units import CHANGED, CONFIRM_UNIT, LISTED_UNIT, REGISTRATION_UNIT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "messages-fidelity.md"
TABLES: dict[str, Table[Any]] = {
    "MessageHeader": HEADER,
    "MessageBody of siquc01": CHECKED,
    "MessageBody of siimm01": REGISTERED,
    "MessageBody of muquc01, muimm01, mutic01, muhvq01, muonq01": RECEIVED,
    "BulkConfirmUnit (muquc02)": CONFIRM_UNIT,
    "BulkConfirmUnit (mutic02, muhvq02, muonq02)": LISTED_UNIT,
    "BulkRegistrationUnit (muimm02)": REGISTRATION_UNIT,
    "ResultOfQualificationConfirmation": RECORD,
    "ResultOfQualificationConfirmation of muquc02": CHANGED,
    "ElderlyRecipientCertificateInfo": ELDERLY,
    "LimitApplicationCertificateRelatedInfo": LIMIT,
    "SpecificDiseasesCertificateInfo": DISEASE,
    "MedicalTicketInfo": TICKET,
    "MessageHeader of YZKsiquc01": YZK_HEADER,
    "QuaInf": QUA_INF,
    "MessageBody of YZKsiquc01": MEDICATION,
    "MeTrMonthInf": MONTH,
    "DiDateInf": DAY,
    "DrugInf": DRUG,
    "MeTrInf": TREATMENT,
    "ShPrMonthInf": PRESCRIPTION_MONTH,
    "ShPrDateInf": PRESCRIPTION_DAY,
    "ShDrugInf": PRESCRIBED_DRUG,
    "MessageHeader of TKKsiquc01": TKK_HEADER,
    "QualificationsInfo": QUALIFICATIONS_INFO,
    "MessageBody of TKKsiquc01": CHECKUPS,
    "SpecificHealthCheckupInfo": CHECKUP,
    "HealthCheckupResultAndQuestionInfo": CHECKED_ITEM,
}
_HEAD = """# Messages, element by element

Made from the tables by which `services/eligibility/faces/oqs` writes, by `make docs`; don't edit it here. How to send
messages: [messages.md](messages.md).

**certain**: a published client reads or sends it so. **inferred**: deduced from what clients do or from public words.
**invented**: ours, for want of a source. None of it was compared with the real service. Everything is in the order of
the specification as transcribed by others; real answers are shuffled (`order=shuffled`).

確実度: certain = 公開されたクライアントの実装で確認、inferred = 推定、invented = 独自に定めたもの。
"""
_CODES = """
## Codes of errors

All invented: the real list (別紙6-1) is not public. `OQSX9…` stands in ErrorCode (SegmentOfResult 9), `OQSX1…` in
ProcessingResultCode with status 2, `OQSX2…` in it with status 1; behind the words of MessageContents any of them.

| meaning | code | |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    return "".join([_HEAD, *_tables(), *_lists(), *_left_out(), _CODES, *_codes()])


def _tables() -> Iterator[str]:
    for title, table in TABLES.items():
        yield f"\n## {title}\n\n| element | | | |\n|---|---|---|---|\n"
        for field in table:
            since = "" if field.since is Edition.Y2023 else f"From edition {field.since.value}. "
            yield f"| {field.name} | {field.term} | {field.mark.value} | {(since + field.note).strip()} |\n"


def _lists() -> Iterator[str]:
    yield "\n## Whom the centre lists (一括取得)\n\nWhat is sent is certain: a published client sends it.\n\n"
    yield "| request | elements | whom it lists | | |\n|---|---|---|---|---|\n"
    for kind, elements, whom, mark, why in LISTS:
        yield f"| {kind} | {elements} | {whom} | {mark.value} | {why} |\n"


def _left_out() -> Iterator[str]:
    yield "\n## Left out\n\n| element or message | | why |\n|---|---|---|\n"
    for name, term, why in (*ELEMENTS_LEFT_OUT, *MESSAGES_LEFT_OUT):
        yield f"| {name} | {term} | {why} |\n"


def _codes() -> Iterator[str]:
    codes = own_codes()
    for code, meaning in sorted((codes.of(meaning).code, meaning) for meaning in codes.meanings()):
        yield f"| `{meaning}` | {code} | {codes.of(meaning).text} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
