from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from loadtests.bench.driver import Answer
from loadtests.bench.judging import AnswersWrong, Judge
from loadtests.worlds.population import invent_patients

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FIRST, SECOND = invent_patients(2, 7, NOW)


def right_answer(**changed: Any) -> Answer:
    result = {
        "symbol": FIRST.coverage.symbol,
        "number": FIRST.coverage.number,
        "limit_certificate": {"category": "A03"},
    }
    document = {
        "check_id": "c1",
        "outcome": "answered",
        "method": "my_number_card",
        "validity": "valid",
        "results": [result | changed.pop("result", {})],
    }
    return Answer(200, msgspec.json.encode(document | changed))


def complaint_about(answer: Answer) -> str:
    judge = Judge()
    judge.check(answer, FIRST, "my_number_card")
    (complaint,) = judge.complaints
    return complaint


def test_a_right_answer_that_is_stored_once_passes() -> None:
    judge = Judge()
    judge.check(right_answer(), FIRST, "my_number_card")
    judge.close(1)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (right_answer(validity="invalid"), "answered, invalid, my_number_card"),
        (right_answer(method="insured_identifier"), "answered, valid, insured_identifier"),
        (right_answer(result={"number": SECOND.coverage.number}), "another person's coverage"),
        (right_answer(results=[]), "another person's coverage"),
        (right_answer(result={"limit_certificate": None}), "no limit certificate of category A03"),
        (Answer(200, b"[]"), "not the answer of a check"),
        (Answer(503, b'{"type":"urn:onshi:problem:overloaded"}'), "status 503, urn:onshi:problem:overloaded"),
        (Answer(500, b""), "status 500"),
    ],
)
def test_a_wrong_answer_is_named_without_naming_anybody(answer: Answer, complaint: str) -> None:
    assert complaint_about(answer) == complaint


@pytest.mark.parametrize("rows", [0, 2])
def test_a_check_that_is_not_stored_exactly_once_spoils_the_bench(rows: int) -> None:
    judge = Judge()
    judge.check(right_answer(), FIRST, "my_number_card")

    with pytest.raises(AnswersWrong):
        judge.close(rows)


def test_two_checks_with_one_id_spoil_the_bench() -> None:
    judge = Judge()
    judge.check(right_answer(), FIRST, "my_number_card")
    judge.check(right_answer(), FIRST, "my_number_card")

    with pytest.raises(AnswersWrong, match="2 checks and 0 messages gave 1 distinct check_ids and 2 rows"):
        judge.close(2)


def test_an_echo_of_something_else_spoils_the_bench() -> None:
    judge = Judge()
    judge.echo(Answer(200, b'{"presence_proof":"b"}'), b'{"presence_proof":"a"}')

    with pytest.raises(AnswersWrong, match="a wrong echo"):
        judge.close(0)


def message(number: str = FIRST.coverage.number, **changed: str) -> Answer:
    values = {"SegmentOfResult": "1", "QualificationValidity": "1", "Category": "A03", **changed}
    echo = f"<InsuredIdentificationNumber>{FIRST.coverage.number}</InsuredIdentificationNumber>"
    category = values.pop("Category")
    leaves = "".join(f"<{name}>{text}</{name}>" for name, text in values.items())
    flag = "LimitApplicationCertificateClassificationFlag"
    record = f"<InsuredIdentificationNumber>{number}</InsuredIdentificationNumber><{flag}>{category}</{flag}>"
    return Answer(200, f"<XmlMsg>{echo}{leaves}{record}</XmlMsg>".encode())


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (message(), None),
        (message(SegmentOfResult="9"), "a message of something else"),
        (message(QualificationValidity="4"), "a message of something else"),
        (message(Category="A04"), "a message of something else"),
        (message(SECOND.coverage.number), "a message about another person"),
        (Answer(503, b"busy"), "status 503"),
    ],
)
def test_a_message_is_judged_as_an_answer_over_rest_is(answer: Answer, complaint: str | None) -> None:
    judge = Judge()
    judge.message(answer, FIRST)

    assert list(judge.complaints) == ([] if complaint is None else [complaint])


def test_a_message_is_a_row_too() -> None:
    judge = Judge()
    judge.check(right_answer(), FIRST, "my_number_card")
    judge.message(message(), FIRST)

    judge.close(2)


def bulk_of(*numbers: str, **changed: Any) -> Answer:
    items = [
        {
            "status": "succeeded",
            "check_id": f"b{place}",
            "validity": "valid",
            "result": {"symbol": person.coverage.symbol, "number": number},
        }
        | changed
        for place, (person, number) in enumerate(zip((FIRST, SECOND), numbers, strict=False))
    ]
    return Answer(200, msgspec.json.encode({"items": items}))


def test_people_who_were_asked_about_together_are_one_row_each() -> None:
    judge = Judge()
    judge.bulk(bulk_of(FIRST.coverage.number, SECOND.coverage.number), (FIRST, SECOND))
    judge.close(2)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (bulk_of(SECOND.coverage.number, FIRST.coverage.number), "another person's coverage"),
        (bulk_of(FIRST.coverage.number), "status 200"),
        (bulk_of("1", "2", result=None, status="failed", validity=None), "failed, None, bulk"),
        (Answer(429, b'{"type":"urn:onshi:problem:too-many-misses"}'), "status 429, urn:onshi:problem:too-many-misses"),
    ],
)
def test_a_wrong_answer_about_many_is_named(answer: Answer, complaint: str) -> None:
    judge = Judge()
    judge.bulk(answer, (FIRST, SECOND))
    assert complaint in judge.complaints
