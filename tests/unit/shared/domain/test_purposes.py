"""告知要求制限: the whole table of purposes, roles and methods."""

from datetime import date
from itertools import product

import pytest

from shared.domain.codes import CheckMethod
from shared.domain.purposes import PURPOSE_RULES, DataKind, PurposeOfUse, RefusalCode, judge_purpose
from shared.domain.roles import Role

DAY = date(2026, 11, 20)
CARD, NUMBER = CheckMethod.MY_NUMBER_CARD, CheckMethod.INSURED_IDENTIFIER

ALLOWED = {
    ("CARE_VISIT", "institution"),
    ("CARE_VISIT", "pharmacy"),
    ("CARE_VISIT", "limited"),
    ("CARE_VISIT", "reader"),
    ("CARE_NURSING", "nursing"),
    ("CARE_NURSING", "reader"),
    ("CARE_HOME", "institution"),
    ("CARE_HOME", "pharmacy"),
    ("CARE_HOME", "nursing"),
    ("CARE_HOME", "reader"),
    ("CARE_ONLINE", "institution"),
    ("CARE_ONLINE", "pharmacy"),
    ("CARE_HOME_RECHECK", "institution"),
    ("CARE_HOME_RECHECK", "pharmacy"),
    ("CARE_HOME_RECHECK", "nursing"),
    ("EMERGENCY", "institution"),
    ("EMERGENCY", "reader"),
    ("DISASTER_READ", "institution"),
    ("DISASTER_READ", "pharmacy"),
    ("DISASTER_READ", "nursing"),
    ("BULK_PRECHECK", "institution"),
    ("BULK_PRECHECK", "pharmacy"),
    ("BULK_PRECHECK", "nursing"),
    ("CLAIM", "institution"),
    ("CLAIM", "pharmacy"),
    ("CLAIM", "nursing"),
    ("REVIEW", "review"),
    ("INSURER", "insurer"),
    ("PUBLIC_ASSIST", "welfare"),
    ("PUBLIC_ASSIST", "institution"),
    ("PUBLIC_ASSIST", "pharmacy"),
    ("PUBLIC_ASSIST", "nursing"),
}
NEVER = {
    "EMPLOYER_PROC": RefusalCode.NO_ONLINE_ANSWER,
    "MUNI_SUBSIDY": RefusalCode.NO_ONLINE_ANSWER,
    "IDENTITY": RefusalCode.PROHIBITED,
    "EMPLOY_CONTRACT": RefusalCode.PROHIBITED,
    "PRIVATE_INS": RefusalCode.PROHIBITED,
    "MARKETING": RefusalCode.PROHIBITED,
    "DATABASE": RefusalCode.PROHIBITED,
    "RESEARCH": RefusalCode.PROHIBITED,
    "FAMILY": RefusalCode.PROHIBITED,
    "STAFF_CURIOSITY": RefusalCode.PROHIBITED,
}


@pytest.mark.parametrize(("purpose", "role"), list(product(PurposeOfUse, Role)))
def test_every_cell_of_purpose_and_role(purpose: PurposeOfUse, role: Role) -> None:
    verdicts = [judge_purpose(purpose, role, method, DAY, prior_card_check=True, opened=True) for method in CheckMethod]
    assert any(verdict.refusal is None for verdict in verdicts) == ((purpose.value, role.value) in ALLOWED)
    for verdict in verdicts:
        assert (verdict.refusal is None) == bool(verdict.opens)


@pytest.mark.parametrize(("purpose", "code"), list(NEVER.items()))
def test_what_the_law_forbids_is_refused_to_everybody(purpose: str, code: RefusalCode) -> None:
    for role, method in product(Role, CheckMethod):
        verdict = judge_purpose(PurposeOfUse(purpose), role, method, DAY, prior_card_check=True, opened=True)
        assert verdict.refusal is not None
        assert verdict.refusal.code is code


def test_every_purpose_has_a_rule_with_an_article_and_two_titles() -> None:
    assert set(PURPOSE_RULES) == set(PurposeOfUse)
    assert all(rule.article and rule.title and rule.title_ja for rule in PURPOSE_RULES.values())


def test_a_limited_institution_opens_coverage_only() -> None:
    verdict = judge_purpose(PurposeOfUse.CARE_VISIT, Role.LIMITED, NUMBER, DAY)
    assert verdict.opens == {DataKind.COVERAGE}


def test_bulk_precheck_opens_no_limit() -> None:
    verdict = judge_purpose(PurposeOfUse.BULK_PRECHECK, Role.INSTITUTION, NUMBER, DAY)
    assert verdict.opens == {DataKind.COVERAGE}


@pytest.mark.parametrize(
    ("purpose", "role", "method", "code"),
    [
        (PurposeOfUse.CARE_HOME_RECHECK, Role.INSTITUTION, NUMBER, RefusalCode.NEEDS_CARD_CHECK),
        (PurposeOfUse.DISASTER_READ, Role.INSTITUTION, NUMBER, RefusalCode.NOT_OPENED),
        (PurposeOfUse.EMERGENCY, Role.INSTITUTION, CARD, RefusalCode.NEEDS_EMERGENCY_AUTHORITY),
        (PurposeOfUse.BULK_PRECHECK, Role.INSTITUTION, CARD, RefusalCode.METHOD),
        (PurposeOfUse.REVIEW, Role.INSTITUTION, NUMBER, RefusalCode.ROLE),
    ],
)
def test_what_must_have_happened_before(
    purpose: PurposeOfUse, role: Role, method: CheckMethod, code: RefusalCode
) -> None:
    verdict = judge_purpose(purpose, role, method, DAY)
    assert verdict.refusal is not None
    assert verdict.refusal.code is code


def test_a_purpose_is_refused_before_its_first_day() -> None:
    before = judge_purpose(PurposeOfUse.PUBLIC_ASSIST, Role.INSTITUTION, CARD, date(2024, 2, 29))
    assert before.refusal is not None
    assert before.refusal.code is RefusalCode.NOT_IN_FORCE
    assert judge_purpose(PurposeOfUse.PUBLIC_ASSIST, Role.INSTITUTION, CARD, date(2024, 3, 1)).refusal is None
