"""What lies in res and face is removed when it is too old; nobody else's files are."""

import os
from datetime import timedelta
from pathlib import Path

from shared.clock import ShiftedClock
from simulator.agent.folder import Folders
from simulator.agent.report import Report
from simulator.agent.sweeping import Sweeping

DAY_S = 86_400


def lying(folder: Path, *names: str, age_s: float) -> None:
    now_s = ShiftedClock().now().timestamp()
    for name in names:
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (now_s - age_s, now_s - age_s))


def test_old_files_of_an_agent_are_removed(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.make()
    lying(folders.answers, "OQSsiquc01res_1.xml", "OQSmuquc02res_1.zip", "memo.txt", age_s=DAY_S + 60)
    lying(folders.faces, "OQSsiquc01res_face_1_20261120090507.xml", age_s=DAY_S + 60)
    lying(folders.answers, "OQSsiquc01res_2.xml", age_s=DAY_S - 600)
    lying(folders.requests, "OQSsiquc01req_3.xml", age_s=DAY_S + 60)
    report = Report(folders.own / "status.json", ShiftedClock(timedelta()), verbose=False)

    Sweeping.of(folders, 1440, report).look(0.0)

    assert sorted(file.name for file in folders.answers.iterdir()) == ["OQSsiquc01res_2.xml", "memo.txt"]
    assert list(folders.faces.iterdir()) == []
    assert [file.name for file in folders.requests.iterdir()] == ["OQSsiquc01req_3.xml"]
    assert report.removed == 3


def test_they_stay_where_they_are_kept_for_ever(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.make()
    lying(folders.answers, "OQSsiquc01res_1.xml", age_s=1000 * DAY_S)

    Sweeping.of(folders, 0, Report(folders.own / "status.json", ShiftedClock(), verbose=False)).look(0.0)

    assert [file.name for file in folders.answers.iterdir()] == ["OQSsiquc01res_1.xml"]


def test_a_folder_that_is_not_there_is_looked_at_later(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    report = Report(folders.own / "status.json", ShiftedClock(), verbose=False)
    sweeping = Sweeping.of(folders, 1440, report)

    sweeping.look(0.0)
    folders.make()
    lying(folders.answers, "OQSsiquc01res_1.xml", age_s=2 * DAY_S)
    sweeping.look(1.0)
    assert len(list(folders.answers.iterdir())) == 1
    sweeping.look(20.0)

    assert list(folders.answers.iterdir()) == []
