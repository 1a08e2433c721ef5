"""Notices, case by case; and what holds for all."""

from datetime import date

import pytest

from services.eligibility.rules import notices
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.notices import decision_notices, notices_of
from services.eligibility.wire import NoticeShown
from shared.domain.codes import QualificationValidity
from shared.pki.certificate_life import CertificateState
from tests import benefits, builders
from tests.unit.services.eligibility.rules.cases_notices import NOTICE_CASES, NoticeCase

DAY = date(2026, 11, 20)


def decided(case: NoticeCase) -> Decision:
    if case.asked is None:
        return decide_by_card(case.person, case.on, benefits.CLINIC)
    matches = [(case.person, held) for held in case.person.coverages if held.coverage_id == case.asked]
    return decide_by_identifier(matches, case.on, benefits.CLINIC)


@pytest.mark.parametrize("case", NOTICE_CASES, ids=lambda case: case.fact)
def test_the_notices_of_an_answer(case: NoticeCase) -> None:
    assert tuple(notice.code for notice in decision_notices(decided(case), case.on)) == case.codes, case.source


def test_nobody_is_found_because_of_the_lag_perhaps() -> None:
    codes = [notice.code for notice in decision_notices(Decision(QualificationValidity.NOT_FOUND), DAY)]
    assert codes == ["registration-lag-possible"]


def test_an_ambiguous_number_asks_for_the_branch() -> None:
    codes = [notice.code for notice in decision_notices(Decision(QualificationValidity.AMBIGUOUS), DAY)]
    assert codes == ["branch-number-needed"]


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
    told = [notice.code for notice in notices_of(decision, DAY, state)]
    assert told == [*codes, "name-has-substitute-characters"]


def test_the_cases_hold_every_notice() -> None:
    known = {value.code for value in vars(notices).values() if isinstance(value, NoticeShown)}
    told = {code for case in NOTICE_CASES for code in case.codes}
    assert known - told == {"branch-number-needed", "limit-changed", "emergency-access"}


def test_what_was_opened_without_asking_is_said() -> None:
    decision = decide_by_card(builders.person(), DAY, benefits.CLINIC)
    assert [notice.code for notice in notices_of(decision, DAY, None, unasked=True)] == ["emergency-access"]


def test_no_notice_names_anybody() -> None:
    for case in NOTICE_CASES:
        for notice in decision_notices(decided(case), case.on):
            assert "模擬" not in notice.message + notice.message_ja
