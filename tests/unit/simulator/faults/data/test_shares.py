"""A wrong share in an answer: which one is shown."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.acts import Act, Asked, Question
from services.eligibility.checks.rules.pipeline import answer_of, judge
from services.eligibility.rules import permissions
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.coverage import ElderlyCertificate, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from simulator.faults.data.shares import with_wrong_share
from tests import builders

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
CLINIC: Any = SimpleNamespace(client_id="clinic", role=Role.INSTITUTION, institution_code=InstitutionCode("9910000018"))
ELDERLY = ElderlyCertificate("0190a000-0000-7000-8000-000000000301", TODAY, date(2026, 8, 1), date(2027, 7, 31), 20)


def answered(subject: PersonRecord | QualificationValidity) -> CheckAnswer:
    asked = Asked(CheckMethod.MY_NUMBER_CARD, PurposeOfUse.CARE_VISIT, TODAY)
    act = Act(UUID(int=1), NOON, TODAY, CLINIC)
    question = Question(asked, subject, permissions.by_identifier(frozenset({DataKind.COVERAGE}), (), NOON))
    return answer_of(act, asked, judge(question, act))


@pytest.mark.parametrize(("parameters", "shown"), [({}, 10), ({"percent": 20}, 20)])
def test_an_adult_has_another_share_than_30_percent(parameters: dict[str, int], shown: int) -> None:
    right = answered(builders.person())

    wrong = with_wrong_share(right, parameters)

    assert (right.results[0].copay_percent, wrong.results[0].copay_percent) == (30, shown)


def test_a_certificate_of_the_share_says_the_same() -> None:
    person = builders.person(builders.coverage(elderly_certificates=(ELDERLY,)), birthdate=date(1955, 1, 1))

    (result,) = with_wrong_share(answered(person), {}).results

    assert result.elderly_certificate is not None
    assert (result.copay_percent, result.elderly_certificate.share_percent) == (30, 30)


def test_the_right_share_is_no_wrong_one() -> None:
    right = answered(builders.person())

    assert with_wrong_share(right, {"percent": 30}) is right


def test_where_nobody_is_shown_no_share_is() -> None:
    nobody = answered(QualificationValidity.NOT_FOUND)

    assert with_wrong_share(nobody, {"percent": 10}) is nobody
