"""Entries by month, institution and day."""

from datetime import date

from services.eligibility.faces.oqs.drug_records import MONTH, months_of
from services.eligibility.faces.oqs.fields import written
from services.eligibility.faces.oqs.xml_form import write_xml
from shared.domain.medical_records import MedicalRecord

FIRST, SECOND = "模擬第一医院", "模擬中央病院"


def entry(on: date, institution: str, name: str) -> MedicalRecord:
    return MedicalRecord(on, institution, f"SIM-{name}", name, "14", "日分", "1日1回 朝食後")


def test_what_one_institution_did_on_one_day_stands_together() -> None:
    drugs = [entry(date(2026, 11, 5), FIRST, "a"), entry(date(2026, 10, 7), SECOND, "b")]
    treatments = [entry(date(2026, 11, 5), FIRST, "c"), entry(date(2026, 11, 2), FIRST, "d")]

    months = months_of(drugs, treatments)

    assert [(each.institution_name, each.month) for each in months] == [(FIRST, "202611"), (SECOND, "202610")]
    days = [([one.name for one in day.drugs], [one.name for one in day.treatments]) for day in months[0].days]
    assert days == [(["a"], ["c"]), ([], ["d"])]


def test_a_day_without_drugs_has_no_empty_list_of_them() -> None:
    (month,) = months_of([], [entry(date(2026, 11, 2), FIRST, "d")])

    text = write_xml(written(MONTH, month), "utf-8").decode()

    assert "DrugInfs" not in text
    assert "<MeTrInfs><MeTrInf><SinInfN>d</SinInfN><SinInfCd>SIM-d</SinInfCd></MeTrInf></MeTrInfs>" in text
