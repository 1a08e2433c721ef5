"""Answers as a client reads them."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from onshi import answers
from onshi.answers import Answer, Limit, MonthlyLimit
from onshi.asking import Asked
from services.eligibility.checks.messages import certificates as certificate_messages
from services.eligibility.checks.messages import checks as messages

DOCUMENT: dict[str, Any] = {
    "check_id": "c-1",
    "checked_at": "2026-11-20T09:15:00+09:00",
    "as_of": "2026-11-20",
    "method": "my_number_card",
    "outcome": "answered",
    "refusal": None,
    "validity": "valid",
    "certificate_state": "current",
    "results": [
        {
            "validity": "valid",
            "insurer": {"number": "01139013", "name": "模擬健康保険協会", "kind": "kyokai", "newer": 1},
            "number": "230999",
            "lost_on": None,
            "acquired_on": "2023-11-16",
            "copay_percent": 30,
            "limit": {"basis": "certificate", "consent": "not_needed", "consented_at": None},
            "limit_certificate": {"category": "A03", "monthly_limit": {"base_yen": 85800, "threshold_yen": 286000}},
            "a_word_of_tomorrow": "x",
        }
    ],
    "notices": [{"code": "certificate-expires-soon", "message": "m", "message_ja": "ja"}],
    "something_newer": 1,
}


def test_an_answer_is_typed_and_what_it_does_not_know_stays_in_the_document() -> None:
    answer = Answer.read(DOCUMENT)

    (result,) = answer.results
    assert answer.is_valid
    assert answer.as_of == date(2026, 11, 20)
    assert answer.checked_at == datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
    assert answer.checked_at.utcoffset() == timedelta(hours=9)
    assert (result.insurer.name, result.acquired_on, result.lost_on) == ("模擬健康保険協会", date(2023, 11, 16), None)
    assert result.limit == Limit("certificate", "not_needed")
    assert result.limit_certificate is not None
    assert result.limit_certificate.monthly_limit == MonthlyLimit(85800, threshold_yen=286000)
    assert answer.notices[0].code == "certificate-expires-soon"
    assert answer.document["something_newer"] == 1


def test_a_refused_purpose_is_an_answer_that_is_not_valid() -> None:
    refusal = {"code": "purpose-prohibited", "article": "健康保険法194条の2", "message": "m", "message_ja": "ja"}
    answer = Answer.read(DOCUMENT | {"outcome": "refused", "validity": None, "results": [], "refusal": refusal})

    assert not answer.is_valid
    assert answer.refusal is not None
    assert (answer.refusal.code, answer.refusal.article) == ("purpose-prohibited", "健康保険法194条の2")


def test_nothing_of_a_person_shows_in_a_log_by_accident() -> None:
    shown = repr(Answer.read(DOCUMENT | {"results": [DOCUMENT["results"][0] | {"name": "見本　花子"}]}))

    assert "230999" not in shown
    assert "見本" not in shown


@pytest.mark.parametrize(
    ("documented", "typed"),
    [
        (messages.CheckAnswer, answers.Answer),
        (messages.Result, answers.Result),
        (messages.Insurer, answers.Insurer),
        (messages.Limit, answers.Limit),
        (messages.Consent, answers.Consent),
        (messages.Refusal, answers.Refusal),
        (messages.Notice, answers.Notice),
        (certificate_messages.LimitCertificate, answers.LimitCertificate),
        (certificate_messages.MonthlyLimit, answers.MonthlyLimit),
        (certificate_messages.ElderlyCertificate, answers.ElderlyCertificate),
        (certificate_messages.SpecificDiseaseCertificate, answers.SpecificDiseaseCertificate),
        (certificate_messages.MedicalTicket, answers.MedicalTicket),
    ],
)
def test_every_field_that_the_service_documents_is_typed(documented: type[BaseModel], typed: type[Any]) -> None:
    assert {each.name for each in fields(typed)} - {"document"} == set(documented.model_fields)


def test_everything_that_a_check_can_ask_has_a_name() -> None:
    assert set(Asked.__annotations__) - {"idempotency_key"} == set(messages.CheckRequest.model_fields)
