"""窓口での口頭同意: what a patient at the desk can agree to, and for which purposes there is a patient at all."""

from datetime import date

import pytest

from services.eligibility.checks.rules.questions import IdentifierRequest, agreed_at_desk
from shared.domain.insured import WrittenIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse

INSURED = WrittenIdentifiers("02999918", "シミュ-1", "1024", "01", date(1985, 4, 12)).folded()


def request(purpose: PurposeOfUse, *, limit: bool, disease: bool) -> IdentifierRequest:
    return IdentifierRequest(INSURED, purpose, limit, date(2026, 11, 20), None, specific_disease_consent=disease)


@pytest.mark.parametrize(
    ("limit", "disease", "kinds"),
    [
        (False, False, []),
        (True, False, [DataKind.LIMIT_CERTIFICATE]),
        (False, True, [DataKind.SPECIFIC_DISEASE]),
        (True, True, [DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE]),
    ],
)
def test_a_patient_agrees_to_each_kind_by_itself(limit: bool, disease: bool, kinds: list[DataKind]) -> None:
    assert agreed_at_desk(request(PurposeOfUse.CARE_VISIT, limit=limit, disease=disease)) == kinds


@pytest.mark.parametrize("purpose", [PurposeOfUse.CLAIM, PurposeOfUse.INSURER, PurposeOfUse.BULK_PRECHECK])
def test_where_no_patient_stands_nobody_has_agreed(purpose: PurposeOfUse) -> None:
    assert agreed_at_desk(request(purpose, limit=True, disease=True)) == []
