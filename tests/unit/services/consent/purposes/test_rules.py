"""告知要求制限, explained to any asker: who may ask for which purpose, and who may not ask at all."""

from datetime import date

from services.consent.purposes.rules import explain_purpose
from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind, PurposeOfUse, RefusalCode
from shared.domain.roles import Role

DAY = date(2026, 11, 20)
KINDS = frozenset({DataKind.COVERAGE, DataKind.MEDICATION})


def test_an_institution_gets_medical_data_by_card_and_with_consent_only() -> None:
    told = explain_purpose(PurposeOfUse.CARE_VISIT, Role.INSTITUTION, CheckMethod.MY_NUMBER_CARD, KINDS, DAY)
    assert told.refusal is None
    assert told.opens == KINDS
    assert told.needs_consent == {DataKind.MEDICATION}
    by_number = explain_purpose(PurposeOfUse.CARE_VISIT, Role.INSTITUTION, CheckMethod.INSURED_IDENTIFIER, KINDS, DAY)
    assert by_number.opens == {DataKind.COVERAGE}


def test_of_all_methods_those_are_named_that_open_most() -> None:
    told = explain_purpose(PurposeOfUse.CARE_VISIT, Role.INSTITUTION, None, KINDS, DAY)
    assert told.methods == {CheckMethod.MY_NUMBER_CARD}


def test_to_nobody_marketing_opens_anything() -> None:
    for role in (*Role, None):
        told = explain_purpose(PurposeOfUse.MARKETING, role, None, KINDS, DAY)
        assert told.opens == frozenset()
        assert told.refusal is not None
        assert told.refusal.code is RefusalCode.PROHIBITED


def test_somebody_without_a_role_is_refused_for_their_role() -> None:
    told = explain_purpose(PurposeOfUse.CARE_VISIT, None, CheckMethod.MY_NUMBER_CARD, KINDS, DAY)
    assert told.refusal is not None
    assert told.refusal.code is RefusalCode.ROLE


def test_what_another_method_would_open_is_refused_for_the_method() -> None:
    told = explain_purpose(
        PurposeOfUse.CARE_VISIT, Role.INSTITUTION, CheckMethod.INSURED_IDENTIFIER, {DataKind.MEDICATION}, DAY
    )
    assert told.refusal is not None
    assert told.opens == frozenset()
