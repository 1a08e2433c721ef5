"""Notices, case by case; and what holds for all."""

from datetime import date

import pytest

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules import notice_texts
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.notices import decision_notices, notices_of
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.coverage import PersonRecord
from shared.pki.certificate_life import CertificateState
from tests import benefits, builders
from tests.unit.services.eligibility.rules.cases_notices import NOTICE_CASES, NoticeCase

DAY = date(2026, 11, 20)
CARD, NUMBER, NAME = CheckMethod.MY_NUMBER_CARD, CheckMethod.INSURED_IDENTIFIER, CheckMethod.DEMOGRAPHICS


def decided(case: NoticeCase) -> Decision:
    if case.asked is None:
        return decide_by_card(case.person, case.on, benefits.CLINIC)
    matches = [(case.person, held) for held in case.person.coverages if held.coverage_id == case.asked]
    return decide_by_identifier(matches, case.on, benefits.CLINIC)


@pytest.mark.parametrize("case", NOTICE_CASES, ids=lambda case: case.fact)
def test_the_notices_of_an_answer(case: NoticeCase) -> None:
    assert tuple(notice.code for notice in decision_notices(decided(case), case.on, CARD)) == case.codes, case.source


@pytest.mark.parametrize(
    ("method", "validity", "codes"),
    [
        (CARD, QualificationValidity.NOT_FOUND, ["registration-lag-possible"]),
        (NUMBER, QualificationValidity.NOT_FOUND, ["check-the-numbers", "registration-lag-possible"]),
        (CheckMethod.BULK, QualificationValidity.NOT_FOUND, ["check-the-numbers", "registration-lag-possible"]),
        (NAME, QualificationValidity.NOT_FOUND, ["registration-lag-possible"]),
        (NUMBER, QualificationValidity.AMBIGUOUS, ["branch-number-needed"]),
        (NAME, QualificationValidity.AMBIGUOUS, ["several-people-fit"]),
    ],
)
def test_what_to_do_when_nobody_or_several_fit(
    method: CheckMethod, validity: QualificationValidity, codes: list[str]
) -> None:
    assert [notice.code for notice in decision_notices(Decision(validity), DAY, method)] == codes


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        (None, []),
        (CertificateState.CURRENT, []),
        (CertificateState.EXPIRES_SOON, ["certificate-expires-soon"]),
        (CertificateState.IN_GRACE, ["certificate-in-grace"]),
    ],
)
def test_the_card_s_certificate_comes_first(state: CertificateState | None, codes: list[str]) -> None:
    decision = decide_by_card(builders.person(name="●"), DAY, benefits.CLINIC)
    told = [notice.code for notice in notices_of(decision, DAY, CARD, state)]
    assert told == [*codes, "name-has-substitute-characters"]


def test_the_cases_hold_every_notice() -> None:
    known = {value.code for value in vars(notice_texts).values() if isinstance(value, NoticeShown)}
    told = {code for case in NOTICE_CASES for code in case.codes}
    assert known - told == {
        "branch-number-needed",
        "check-the-numbers",
        "several-people-fit",
        "limit-changed",
        "emergency-access",
        "name-not-compared-in-full",
        "kana-not-compared",
        "address-not-compared",
    }


@pytest.mark.parametrize(
    ("person", "codes"),
    [
        (builders.person(), []),
        (builders.person(name="●　花子"), ["name-not-compared-in-full", "name-has-substitute-characters"]),
        (builders.person(name="𠮷田　花子"), ["name-not-compared-in-full", "name-has-substitute-characters"]),
        (builders.person(name_kana=None), ["kana-not-compared"]),
        (builders.person(name_kana="ﾓｷﾞ ●"), ["kana-not-compared", "name-has-substitute-characters"]),
        (builders.person(address=None), ["address-not-compared"]),
        (builders.person(address="模擬県\ue000市1-1"), ["address-not-compared"]),
    ],
)
def test_what_was_not_compared_is_said_of_a_check_by_name(person: PersonRecord, codes: list[str]) -> None:
    decision = decide_by_card(person, DAY, benefits.CLINIC)
    assert [notice.code for notice in decision_notices(decision, DAY, NAME)] == codes
    by_card = [notice.code for notice in decision_notices(decision, DAY, CARD)]
    assert by_card == [code for code in codes if code == "name-has-substitute-characters"]


def test_what_was_opened_without_asking_is_said() -> None:
    decision = decide_by_card(builders.person(), DAY, benefits.CLINIC)
    assert [notice.code for notice in notices_of(decision, DAY, NAME, None, unasked=True)] == ["emergency-access"]


def test_no_notice_names_anybody() -> None:
    for case in NOTICE_CASES:
        for notice in decision_notices(decided(case), case.on, CARD):
            assert "模擬" not in notice.message + notice.message_ja
