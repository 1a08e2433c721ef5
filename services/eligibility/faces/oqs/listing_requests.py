"""What mutic01, muhvq01 and muonq01 ask: of which month, or between which days patients agreed. Pure.

The elements are those that one published client sends (YUKI-ENT/OQSDrug2, BulkQualificationService).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from services.eligibility.checks.rules.questions import is_askable
from services.eligibility.faces.oqs.fields import Mark
from services.eligibility.faces.oqs.requests import Wrong, note_repeated, read_day
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.listings.rules import Month

MONTH, CARE = "MedicalTreatmentMonth", "MedicalTreatmentFlag"
CONSENTED: Final = ("ConsentDateFrom", "ConsentDateTo")
EXAMINED: Final = ("ExaminationDateFrom", "ExaminationDateTo")
"""A consent to online care is given at the check of the day of care: these days and those are the same here."""
LISTED: Final = (MONTH, *CONSENTED, *EXAMINED, CARE)
LISTS: Final = (
    (
        "mutic01",
        MONTH,
        "Whoever has a ticket (医療券・調剤券) of the month for the institution, today or on the month's last day.",
        Mark.INFERRED,
        "The function is called 委託先資格情報: whom the welfare office has entrusted to the institution.",
    ),
    (
        "muhvq01",
        f"{', '.join(CONSENTED)}, {CARE} 2",
        "Whoever agreed in those days (居宅同意取得型) and has not withdrawn: asked about again, as by recheck.",
        Mark.INFERRED,
        "The function is called 同意済資格情報, and the dates are those of consents.",
    ),
    (
        "muonq01",
        f"{', '.join(CONSENTED)} or {', '.join(EXAMINED)}, {CARE} 3",
        "The same of online care; the day of care is that of the check with which the patient agreed.",
        Mark.INVENTED,
        "What day ExaminationDate (受診日) is, no source says.",
    ),
)
"""Of each kind: what is sent, whom the centre lists, how sure we are of that, and why."""
_MONTH_LENGTH: Final = len("yyyyMM")


class Days(msgspec.Struct, frozen=True):
    """Days of consents, both included."""

    first: date
    last: date


def read_month(info: Sent, today: date, wrong: Wrong) -> Month | None:
    """Read the 診療年月 of a mutic01; None when something is ``wrong``."""
    note_repeated(info, (MONTH,), wrong)
    text = info.leaf(MONTH)
    digits = "" if text is None else text.strip()
    if len(digits) == _MONTH_LENGTH and digits.isascii() and digits.isdigit() and "01" <= digits[4:] <= "12":
        month = Month(int(digits[:4]), int(digits[4:]))
        if digits[:4] > "0000" and digits <= f"{today:%Y%m}" and is_askable(month.day_seen_from(today), today):
            return None if wrong else month
    wrong.elements[MONTH] = "当月または過去5年以内の年月（yyyyMM）を指定してください。"
    return None


def read_days(info: Sent, care: str, pairs: Sequence[tuple[str, str]], wrong: Wrong) -> Days | None:
    """Read the days of a muhvq01 or muonq01, of one of ``pairs``; None when something is ``wrong``."""
    note_repeated(info, LISTED, wrong)
    flag = info.leaf(CARE)
    if flag is not None and flag.strip() != care:
        wrong.elements[CARE] = f"{care}を指定してください。"
    given = [pair for pair in pairs if any(info.leaf(name) is not None for name in pair)]
    if len(given) != 1:
        names = "または".join("と".join(pair) for pair in pairs)
        wrong.elements[pairs[0][0]] = f"{names}を指定してください。"
        return None
    first, last = (read_day(info.leaf(name)) for name in given[0])
    for name, day in zip(given[0], (first, last), strict=True):
        if day is None:
            wrong.elements[name] = "8桁の日付（yyyyMMdd）で指定してください。"
    if first is not None and last is not None and last < first:
        wrong.elements[given[0][1]] = f"{given[0][0]}以降の日を指定してください。"
    return None if wrong or first is None or last is None else Days(first, last)
