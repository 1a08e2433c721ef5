"""薬剤情報 (YZKsiquc01): the entries of REST by month, institution and day, in the names that a client reads. Pure.

What the simulator has no entry for (調剤, prescribers, 成分名, the codes of 入外 and 点数表) is absent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.eligibility.faces.oqs.fields import Field, Listing, Mark, Members, Repeated, Table, Value, written
from services.eligibility.faces.oqs.spelling import day, month
from shared.domain.medical_catalogue import INSTITUTION_CODES
from shared.domain.medical_records import MedicalRecord

_C: Final = Mark.CERTAIN
_DAYS: Final = "日分"
_ELSEWHERE: Final = "2"
"""PrIsOrg: 1 is the institution that asks. Invented entries are all of others."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one institution did on one day."""

    on: date
    drugs: list[MedicalRecord] = field(default_factory=list)
    treatments: list[MedicalRecord] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """What one institution did in one month."""

    institution_name: str
    month: str
    days: Sequence[Day]


def _is_of_days(one: MedicalRecord) -> bool:
    return one.unit == _DAYS


def _quantity(one: MedicalRecord) -> str | None:
    return None if _is_of_days(one) else one.value


def _unit(one: MedicalRecord) -> str | None:
    return None if _is_of_days(one) else one.unit


def _times(one: MedicalRecord) -> str | None:
    return one.value if _is_of_days(one) else None


def _drug(prefix: str) -> Table[MedicalRecord]:
    return (
        Field(f"{prefix}DrugC", "医薬品コード", _C, lambda one: one.code, note="The codes are ours."),
        Field(f"{prefix}DrugN", "医薬品名", _C, lambda one: one.name),
        Field(f"{prefix}Qua1", "数量", _C, _quantity, note="Absent of what is given for days."),
        Field(f"{prefix}Unit", "単位", _C, _unit),
        Field(f"{prefix}UsageN", "用法", _C, lambda one: one.note),
        Field(f"{prefix}Times", "日数・回数", _C, _times),
    )


DRUG: Table[MedicalRecord] = _drug("")
PRESCRIBED_DRUG: Table[MedicalRecord] = _drug("Sh")
TREATMENT: Table[MedicalRecord] = (
    Field("SinInfN", "診療行為名", _C, lambda one: one.name),
    Field("SinInfCd", "診療行為コード", _C, lambda one: one.code, note="The codes are ours."),
)


def _drugs(structure: str, member: str, table: Table[MedicalRecord]) -> Field[Day]:
    def value(one: Day) -> Value | None:
        return Listing(member, [written(table, each) for each in one.drugs]) if one.drugs else None

    return Field(structure, "薬剤", _C, value)


def _treatments(one: Day) -> Value | None:
    return Listing("MeTrInf", [written(TREATMENT, each) for each in one.treatments]) if one.treatments else None


DAY: Table[Day] = (
    Field("DiDate", "調剤年月日・診療年月日", _C, lambda one: day(one.on)),
    _drugs("DrugInfs", "DrugInf", DRUG),
    Field("MeTrInfs", "診療", _C, _treatments, note="Where 診療情報 is open too."),
)
PRESCRIPTION_DAY: Table[Day] = (
    Field("ShPrDate", "処方年月日", _C, lambda one: day(one.on)),
    _drugs("ShDrugInfs", "ShDrugInf", PRESCRIBED_DRUG),
)


def _days(structure: str, member: str, table: Table[Day]) -> Field[Month]:
    return Field(structure, "日", _C, lambda one: Listing(member, [written(table, each) for each in one.days]))


def _institution_code(one: Month) -> str | None:
    return INSTITUTION_CODES.get(one.institution_name)


MONTH: Table[Month] = (
    Field("MeTrDiHCd", "医療機関コード", _C, _institution_code, note="Invented institutions."),
    Field("MeTrDiHNm", "医療機関名", _C, lambda one: one.institution_name),
    Field("MeTrMonth", "診療・調剤年月", _C, lambda one: one.month),
    Field("PrIsOrg", "自院か", _C, lambda _one: _ELSEWHERE, note="1 own, 2 another: inferred of a client's use."),
    _days("DiDateInfs", "DiDateInf", DAY),
)
PRESCRIPTION_MONTH: Table[Month] = (
    Field("ShMeTrDiHCd", "医療機関コード", _C, _institution_code, note="Invented institutions."),
    Field("ShMeTrDiHNm", "医療機関名", _C, lambda one: one.institution_name),
    Field("ShPrMonth", "処方年月", _C, lambda one: one.month),
    Field("ShPrIsOrg", "自院か", _C, lambda _one: _ELSEWHERE, note="As PrIsOrg."),
    _days("ShPrDateInfs", "ShPrDateInf", PRESCRIPTION_DAY),
)


@dataclass(frozen=True, slots=True)
class Medication:
    """薬剤情報: what claims say, and prescriptions."""

    claims: Sequence[Month]
    prescriptions: Sequence[Month] = ()


def _claims(one: Medication) -> Value | None:
    months: list[str | Members] = [written(MONTH, each) for each in one.claims]
    return Repeated(months) if months else None


def _prescriptions(one: Medication) -> Value | None:
    months = [written(PRESCRIPTION_MONTH, each) for each in one.prescriptions]
    return Listing("ShPrMonthInf", months) if months else None


MEDICATION: Table[Medication] = (
    Field("MeTrMonthInf", "月（レセプト）", _C, _claims),
    Field(
        "ShPrInf",
        "月（処方）",
        _C,
        _prescriptions,
        note="Where PrDiInfClassification is 1 and 処方情報 is open too: inferred. 調剤 (CzDiInf) is not simulated.",
    ),
)


def months_of(drugs: Sequence[MedicalRecord], treatments: Sequence[MedicalRecord] = ()) -> list[Month]:
    """Return entries by month and institution, and in it by day, the newest first."""
    found: dict[tuple[str, str], dict[date, Day]] = {}

    def day_of(one: MedicalRecord) -> Day:
        days = found.setdefault((month(one.occurred_on), one.institution_name), {})
        return days.setdefault(one.occurred_on, Day(one.occurred_on))

    for each in drugs:
        day_of(each).drugs.append(each)
    for each in treatments:
        day_of(each).treatments.append(each)
    return [
        Month(name, of_month, [days[on] for on in sorted(days, reverse=True)])
        for (of_month, name), days in sorted(found.items(), key=lambda each: each[0], reverse=True)
    ]
