from pathlib import Path
from types import SimpleNamespace

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.folders import Folders, Watched
from loadtests.receptions.data import Client, LoadData

WITHIN_S = 10


def test_an_answer_is_told_and_taken_away(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    told = watched.wait_for("OQSsiquc01req_load-1")
    (tmp_path / "OQSsiquc01res_load-2.xml").write_bytes(b"another's")
    (tmp_path / "OQSsiquc01res_load-1.xml").write_bytes(b"<XmlMsg/>")

    assert told.get(timeout=WITHIN_S) == b"<XmlMsg/>"
    assert [each.name for each in tmp_path.iterdir()] == ["OQSsiquc01res_load-2.xml"]


def test_a_request_that_is_handed_back_is_told_too(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    told = watched.wait_for("OQSsiquc01req_load-1")
    (tmp_path / "OQSsiquc01req_load-1.err").write_bytes(b"OQSX8003E")

    assert told.get(timeout=WITHIN_S) == b"OQSX8003E"


def test_only_folders_with_an_agent_take_part(tmp_path: Path) -> None:
    clients = [Client(f"c{number}", "s", "2710900016", "CARE_VISIT", "clinic") for number in range(3)]
    data = LoadData(tmp_path, clients, [], [], "2026-12-01", "mark")
    options = SimpleNamespace(folders=str(tmp_path))
    (tmp_path / "c2" / ".onshi").mkdir(parents=True)
    with pytest.raises(CouldNotStart, match="no agent works in"):
        Folders.institutions(data, options)

    (tmp_path / "c2" / ".onshi" / "status.json").write_text("{}")

    assert list(Folders.institutions(data, options)) == [2]
