import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from loadtests.ledger import Capacity, Ledger, WrongAnswer
from loadtests.verdict.judging import Exit, judge, write_verdict
from loadtests.verdict.thresholds import read_threshold

KEPT, BROKEN = read_threshold("token:p99<300"), read_threshold("token:p99<1")


def run(*, started: int = 100, wrong: bool = False) -> Ledger:
    ledger = Ledger(100, 10.0)
    ledger.dropped = 100 - started
    for number in range(started):
        ledger.start(number / 10, number / 10)
    ledger.request("token", 2.5)
    if wrong:
        ledger.request("check by card", 30.0, WrongAnswer("expected validity valid, got invalid"))
    return ledger


@pytest.mark.parametrize(
    ("ledger", "threshold", "code"),
    [
        (run(), KEPT, Exit.GOOD),
        (run(started=99), KEPT, Exit.GOOD),
        (run(), BROKEN, Exit.THRESHOLD),
        (run(started=98), BROKEN, Exit.VOID),
        (run(started=98, wrong=True), BROKEN, Exit.WRONG_ANSWERS),
    ],
    ids=["good", "a dropped one", "threshold", "void", "wrong answers"],
)
def test_a_run_has_one_exit_code(ledger: Ledger, threshold: object, code: Exit) -> None:
    assert judge(ledger, [threshold]).exit is code  # type: ignore[list-item] # one of the two above


def test_a_threshold_that_ended_the_run_comes_before_what_was_not_started_any_more() -> None:
    ledger = run(started=50)
    ledger.aborted = "token:p99<1 abort was not kept in the 10 s before second 5"

    verdict = judge(ledger, [BROKEN])

    assert verdict.exit is Exit.THRESHOLD
    assert verdict.sentences[0] == "the run was ended: token:p99<1 abort was not kept in the 10 s before second 5"


@pytest.mark.parametrize(("rate", "code"), [(12.5, Exit.GOOD), (None, Exit.THRESHOLD)])
def test_a_climb_is_good_if_any_level_was_and_is_judged_by_the_highest(rate: float | None, code: Exit) -> None:
    ledger = run(started=50)
    ledger.capacity = Capacity(rate, 0.0, 5.0, "token:p99<300 was not kept at 15.6 receptions a second: 301.000")
    ledger.request("token", 400.0, sent_s=5.5)

    verdict = judge(ledger, [KEPT])

    assert verdict.exit is code
    assert [value for _, value in verdict.thresholds] == [2.5]


def test_the_verdict_is_written_for_machines(tmp_path: Path) -> None:
    verdict = judge(run(started=98), [KEPT, BROKEN])

    write_verdict(verdict, tmp_path, {"seed": 7})

    document = json.loads((tmp_path / "verdict.json").read_text())
    assert (document["exit"], document["asked"], document["started"], document["dropped"]) == (3, 100, 98, 2)
    assert (document["late"], document["asked_rate"], document["started_rate"], document["seed"]) == (0, 10.0, 9.8, 7)
    assert document["rows"] == [
        {
            "name": "token",
            "count": 1,
            "errors": 0,
            "wrong": 0,
            "rate": 0.1,
            **dict.fromkeys(("mean_ms", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p99.9_ms", "max_ms"), 2.5),
        }
    ]
    assert [each["kept"] for each in document["thresholds"]] == [True, False]
    suite = ET.parse(tmp_path / "junit.xml").getroot()  # noqa: S314 - written a line above
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
