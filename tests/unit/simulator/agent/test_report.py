import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.clock import FrozenClock
from simulator.agent.report import Report

MORNING = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def test_the_status_file_counts_and_keeps_the_last_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(tmp_path / "status.json", FrozenClock(MORNING), verbose=False)
    report.answered = 2
    report.failed("service", "no-connection", "the service cannot answer now; requests wait")
    report.failed("service", "no-connection", "the service cannot answer now; requests wait")
    report.failed("files", "request-not-read", "a request of kind siquc01: Permission denied")
    report.went_well("service")
    report.write()

    assert json.loads((tmp_path / "status.json").read_text()) == {
        "started_at": "2026-11-20T09:00:00+09:00",
        "taken": 0,
        "answered": 2,
        "err": 0,
        "face": 0,
        "removed": 0,
        "waiting": 0,
        "failing": ["request-not-read"],
        "last_error": {"code": "request-not-read", "at": "2026-11-20T09:00:00+09:00"},
    }
    assert capsys.readouterr().err.splitlines() == [
        "onshi agent: the service cannot answer now; requests wait (no-connection)",
        "onshi agent: a request of kind siquc01: Permission denied (request-not-read)",
        "onshi agent: it works again (after no-connection)",
    ]


def test_lines_are_printed_only_if_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verbose in (False, True):
        Report(tmp_path / "status.json", FrozenClock(MORNING), verbose).say("siquc01 abcdefgh answered in 0.012 s")

    assert capsys.readouterr().out == "09:00:00 siquc01 abcdefgh answered in 0.012 s\n"
