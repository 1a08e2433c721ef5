"""A program that reads 薬剤情報 and 特定健診情報 by the paths that YUKI-ENT/OQSDrug2 reads, not by our code."""

import re
import xml.etree.ElementTree as ET
from typing import Any

CLAIMS = ("MeTrMonthInf", "MeTrDiHNm", "MeTrMonth", "DiDateInfs/DiDateInf", "DiDate", "DrugInfs/DrugInf", "")
PRESCRIPTIONS = (
    "ShPrInf/ShPrMonthInf",
    "ShMeTrDiHNm",
    "ShPrMonth",
    "ShPrDateInfs/ShPrDateInf",
    "ShPrDate",
    "ShDrugInfs/ShDrugInf",
    "Sh",
)


def whole(content: bytes) -> ET.Element:
    """Return the root of an answer."""
    declared = re.match(rb"""<\?xml version="1.0" encoding="(UTF-8|Shift_JIS)" standalone="no"\?>""", content)
    assert declared is not None, content[:80]
    text = content.decode("utf-8" if declared[1] == b"UTF-8" else "cp932")
    return ET.fromstring(text.partition("?>")[2])  # noqa: S314 - the answer of a simulator that a test has started


def failure_of(content: bytes) -> str | None:
    """Return what the user is shown, None where ResultCode is 1."""
    root = whole(content)
    return None if root.findtext(".//ResultCode") == "1" else root.findtext(".//MessageContents")


def drugs_of(content: bytes, names: tuple[str, ...] = CLAIMS) -> list[dict[str, Any]]:
    """Return drugs in the words of REST."""
    months, institution, month, days, day, drugs, prefix = names
    found = []
    for of_month in whole(content).findall(f"./MessageBody/{months}"):
        for of_day in of_month.findall(days):
            on = of_day.findtext(day) or ""
            assert on.startswith(of_month.findtext(month) or "-")
            for drug in of_day.findall(drugs):
                times, quantity = drug.findtext(f"{prefix}Times"), drug.findtext(f"{prefix}Qua1")
                found.append(
                    _entry(
                        on,
                        of_month.findtext(institution),
                        drug.findtext(f"{prefix}DrugC"),
                        drug.findtext(f"{prefix}DrugN"),
                        times or quantity,
                        "日分" if times else drug.findtext(f"{prefix}Unit"),
                        drug.findtext(f"{prefix}UsageN"),
                    )
                )
    return found


def treatments_of(content: bytes) -> list[dict[str, Any]]:
    """Return 診療 in the words of REST."""
    return [
        _entry(
            of_day.findtext("DiDate") or "",
            of_month.findtext("MeTrDiHNm"),
            treatment.findtext("SinInfCd"),
            treatment.findtext("SinInfN"),
        )
        for of_month in whole(content).findall("./MessageBody/MeTrMonthInf")
        for of_day in of_month.findall("DiDateInfs/DiDateInf")
        for treatment in of_day.findall("MeTrInfs/MeTrInf")
    ]


def checkups_of(content: bytes) -> list[dict[str, Any]]:
    """Return what was measured, in the words of REST but for where."""
    return [
        _entry(
            checkup.findtext("EffectiveTime") or "",
            None,
            item.findtext("ItemCode"),
            item.findtext("ItemName"),
            item.findtext("DataValue"),
            item.findtext("Unit"),
        )
        for checkup in whole(content).findall(".//SpecificHealthCheckupInfo")
        for item in checkup.findall("HealthCheckupResultAndQuestionInfos/HealthCheckupResultAndQuestionInfo")
    ]


def person_of(content: bytes, path: str) -> dict[str, str | None]:
    """Return whose data it is, by the names in that structure of the header."""
    found = whole(content).find(f"./MessageHeader/{path}")
    assert found is not None
    return {each.tag: each.text for each in found}


def _entry(on: str, institution: str | None, code: str | None, name: str | None, *more: str | None) -> dict[str, Any]:
    value, unit, note = (*more, None, None, None)[:3]
    return {
        "occurred_on": f"{on[:4]}-{on[4:6]}-{on[6:]}",
        "institution_name": institution,
        "code": code,
        "name": name,
        "value": value,
        "unit": unit,
        "note": note,
    }
