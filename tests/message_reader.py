"""A receipt computer of our own: it reads answers as the published descriptions of the interface say, not as our code.

It looks for elements wherever they stand in their parent, and knows the code tables by heart (別紙5-1, as transcribed).
"""

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from typing import Any

CODES: dict[str, dict[str, str]] = {
    "QualificationValidity": {
        "1": "valid",
        "2": "invalid",
        "3": "superseded",
        "4": "not_found",
        "5": "ambiguous",
        "6": "valid_unregistered",
    },
    "Sex1": {"1": "male", "2": "female", "3": "unset"},
    "Sex2": {"1": "male", "2": "female", "3": "unset"},
    "ReasonOfLoss": {"01": "death", "02": "public_assistance", "03": "other_insurance", "99": "other"},
    "PersonalFamilyClassification": {"1": "self", "2": "family"},
    "InsuredCardClassification": {
        "01": "general",
        "02": "retired",
        "03": "short_term",
        "04": "short_term_retired",
        "05": "special_expense",
        "06": "special_retired",
        "07": "self_defence",
        "A1": "medical_assistance",
    },
    "LimitApplicationCertificateClassification": {"01": "limit", "02": "limit_and_meals", "03": "meals"},
    "SpecificDiseasesDiseaseCategory": {"1": "dialysis", "2": "haemophilia", "3": "hiv_blood_products"},
    "TicketType": {"01": "medical", "02": "dispensing"},
    "MedicalTreatmentType": {
        "01": "inpatient",
        "02": "outpatient",
        "03": "dental",
        "04": "dispensing",
        "05": "home_nursing",
    },
    "SingleOrCombinedUse": {"01": "alone", "02": "combined"},
    "PrescriptionIssueSelect": {"1": "electronic", "2": "paper"},
    "PreschoolClassification": {"1": "yes"},
    "ConsFlg": {"0": "none", "1": "given", "2": "expired", "3": "unobtainable"},
}
STATED = {"01": True, "02": False, None: None}
DAY, INSTANT = re.compile(r"\d{8}"), re.compile(r"\d{14}")
HALF_WIDTH = re.compile(r"[ -~\uff61-\uff9f●]+")


class Element:
    """A structure of an answer, of either form."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def text(self, name: str) -> str | None:
        if isinstance(self._found, dict):
            value = self._found.get(name)
            assert value is None or (isinstance(value, str) and value), name
            return value
        found = self._found.findall(name)
        assert len(found) <= 1, name
        assert not found or found[0].text, f"{name} is empty"
        return found[0].text if found else None

    def structure(self, name: str) -> "Element | None":
        found = self._found.get(name) if isinstance(self._found, dict) else self._found.find(name)
        return None if found is None else Element(found)

    def listed(self, name: str, member: str) -> list["Element"]:
        if isinstance(self._found, dict):
            return [Element(each.get(member, each)) for each in self._found.get(name, [])]
        found = self._found.find(name)
        assert found is None or len(found), f"{name} is empty"
        return [] if found is None else [Element(each) for each in found.findall(member)]

    def repeated(self, name: str) -> "list[Element]":
        """Every structure of that name; in JSON an array under it."""
        if isinstance(self._found, dict):
            return [Element(each) for each in self._found.get(name, [])]
        return [Element(each) for each in self._found.findall(name)]

    def texts(self, name: str) -> list[str]:
        """Every leaf of that name."""
        if isinstance(self._found, dict):
            return list(self._found.get(name, []))
        return [each.text or "" for each in self._found.findall(name)]

    def names(self) -> list[str]:
        return list(self._found) if isinstance(self._found, dict) else [each.tag for each in self._found]

    def code(self, name: str) -> str | None:
        value = self.text(name)
        return None if value is None else CODES["ConsFlg" if name.endswith("ConsFlg") else name][value]

    def day(self, name: str) -> str | None:
        value = self.text(name)
        assert value is None or DAY.fullmatch(value), name
        return None if value is None else f"{value[:4]}-{value[4:6]}-{value[6:]}"

    def instant(self, name: str) -> str | None:
        """To the second, by the clock of Japan."""
        value = self.text(name)
        assert value is None or INSTANT.fullmatch(value), name
        return None if value is None else value


def read(content: bytes) -> tuple[Element, Element]:
    """Return header and body of an answer."""
    if content.startswith(b"{"):
        message = json.loads(content)["XmlMsg"]
        return Element(message["MessageHeader"]), Element(message.get("MessageBody", {}))
    declared = re.match(rb"""<\?xml version="1.0" encoding="(UTF-8|Shift_JIS)" standalone="no"\?>""", content)
    assert declared is not None, content[:80]
    # Python's own parser knows no CP932: a receipt computer on Windows does.
    text = content.decode("utf-8" if declared[1] == b"UTF-8" else "cp932")
    root = ET.fromstring(text.partition("?>")[2])  # noqa: S314 - the answer of a simulator that a test has started
    assert root.tag == "XmlMsg"
    header, body = Element(root.find("MessageHeader")), Element(root.find("MessageBody"))
    assert header.text("CharacterCodeIdentifier") == ("0" if declared[1] == b"UTF-8" else "1")
    return header, body


def record_of(result: Element) -> dict[str, Any]:
    """Return what a record says, in REST's words; what the interface does not carry is not there."""
    kana = result.text("NameKana")
    assert kana is None or HALF_WIDTH.fullmatch(kana), "NameKana is not in half width"
    number = result.text("InsurerNumber")
    assert number is not None
    assert len(number) == 8
    return {
        "insurer.number": number.strip(),
        "insurer.name": result.text("InsurerName"),
        "symbol": result.text("InsuredCardSymbol"),
        "number": result.text("InsuredIdentificationNumber"),
        "branch": result.text("InsuredBranchNumber"),
        "relationship": result.code("PersonalFamilyClassification"),
        "insured_name": one_width(result.text("InsuredName")),
        "name": one_width(result.text("Name")),
        "name_kana": one_width(kana),
        "name_other": one_width(result.text("NameOfOther")),
        "name_other_kana": one_width(result.text("NameOfOtherKana")),
        "sex": result.code("Sex1"),
        "sex2": result.code("Sex2"),
        "birthdate": result.day("Birthdate"),
        "postal_code": result.text("PostNumber"),
        "address": result.text("Address"),
        "card_kind": result.code("InsuredCardClassification"),
        "issued_on": result.day("InsuredCertificateIssuanceDate"),
        "acquired_on": result.day("QualificationDate"),
        "lost_on": result.day("DisqualificationDate"),
        "loss_reason": result.code("ReasonOfLoss"),
        "valid_from": result.day("InsuredCardValidDate"),
        "valid_to": result.day("InsuredCardExpirationDate"),
        "copay_percent": share(result.text("InsuredPartialContributionRatio")),
        "is_preschool": result.code("PreschoolClassification") == "yes",
        "elderly_certificate": _elderly(result.structure("ElderlyRecipientCertificateInfo")),
        "limit.consent": result.code("LimitApplicationCertificateRelatedConsFlg"),
        "limit.consented_at": result.instant("LimitApplicationCertificateRelatedConsTime"),
        "limit_certificate": _limit(result.structure("LimitApplicationCertificateRelatedInfo")),
        "specific_disease_certificates": [
            _disease(each)
            for each in result.listed("SpecificDiseasesCertificateList", "SpecificDiseasesCertificateInfo")
        ],
        "medical_tickets": [_ticket(each) for each in result.listed("PublicExpenseResultList", "MedicalTicketInfo")],
        "reference_number": result.text("ReferenceNumber"),
        "consents": _consents(result),
    }


CONSENTS = {
    "checkups": "SpecificHealthCheckupsInfo",
    "medication": "PharmacistsInfo",
    "diagnosis": "DiagnosisInfo",
    "operation": "OperationInfo",
    "diagnosis_name": "DiagnosisName",
    "infection": "InfectiousInfo",
    "allergy": "AllergyInfo",
    "contraindication": "ContraindicationInfo",
    "test_results": "TestInfo",
    "prescription": "PrescriptionInfo",
    "specific_disease": "SpecificDiseasesCertificateRelated",
}


def one_width(text: str | None) -> str | None:
    return None if text is None else unicodedata.normalize("NFKC", text)


def share(ratio: str | None) -> int | None:
    assert ratio is None or re.fullmatch(r"0\d0", ratio)
    return None if ratio is None else int(ratio)


def _elderly(found: Element | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "issued_on": found.day("ElderlyRecipientCertificateDate"),
        "valid_from": found.day("ElderlyRecipientValidStartDate"),
        "valid_to": found.day("ElderlyRecipientValidEndDate"),
        "share_percent": share(found.text("ElderlyRecipientContributionRatio")),
    }


def _limit(found: Element | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "kind": found.code("LimitApplicationCertificateClassification"),
        "category": found.text("LimitApplicationCertificateClassificationFlag"),
        "issued_on": found.day("LimitApplicationCertificateDate"),
        "valid_from": found.day("LimitApplicationCertificateValidStartDate"),
        "valid_to": found.day("LimitApplicationCertificateValidEndDate"),
        "long_stay_from": found.day("LimitApplicationCertificateLongTermDate"),
    }


def _disease(found: Element) -> dict[str, Any]:
    return {
        "disease": found.code("SpecificDiseasesDiseaseCategory"),
        "issued_on": found.day("SpecificDiseasesCertificateDate"),
        "valid_from": found.day("SpecificDiseasesValidStartDate"),
        "valid_to": found.day("SpecificDiseasesValidEndDate"),
        "registered_copay_limit_yen": int(found.text("SpecificDiseasesSelfPay") or ""),
    }


def _ticket(found: Element) -> dict[str, Any]:
    month, pay = found.text("MedicalTreatmentMonth") or "", found.text("SelfPayAmount")
    return {
        "kind": found.code("TicketType"),
        "treatment_month": f"{month[:4]}-{month[4:]}",
        "valid_from": found.day("MedicalTicketValidDate"),
        "valid_to": found.day("MedicalTicketExpirationDate"),
        "treatment_type": found.code("MedicalTreatmentType"),
        "use": found.code("SingleOrCombinedUse"),
        "institution_matches": found.text("DesignatedMedicalInstitutionFlag") == "0",
        "institution_code": found.text("DesignatedMedicalInstitutionCode"),
        "institution_name": found.text("DesignatedMedicalInstitutionName"),
        "issue_number": found.text("IssueNumber"),
        "self_pay_yen": None if pay is None else int(pay),
        "has_social_insurance": STATED[found.text("StatusOfSocialInsurance")],
        # Absent of somebody else's ticket, where REST says null, and where nothing differs.
        "insurance_differs": found.text("ConsistencyFlag") == "1" if found.text("StatusOfSocialInsurance") else None,
        "is_under_infection_law": STATED[found.text("StatusOfInfecton")],
        "is_late_elderly": STATED[found.text("StatusOfElderlyMedicalCare")],
        "has_prefectural_expenses": STATED[found.text("StatusOfPrefecturalExpenses")],
    }


def _consents(result: Element) -> dict[str, Any]:
    found = {}
    for kind, name in CONSENTS.items():
        if (state := result.code(f"{name}ConsFlg")) is not None:
            found[kind] = {
                "state": state,
                "given_at": result.instant(f"{name}ConsTime"),
                "viewable_until": result.instant(f"{name}AvailableTime"),
            }
    return found
