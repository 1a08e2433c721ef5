import sys
from pathlib import Path

import pytest

from loadtests.run import made_data as of_data
from loadtests.run.made_data import NoData, made_data

MAKES = (
    "import pathlib, sys; folder = pathlib.Path(sys.argv[1]); folder.mkdir(); (folder / 'clients.csv').write_text('')"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where data are made, by a program in place of ours that makes one empty file."""
    monkeypatch.setattr(of_data, "program_command", lambda *told: [sys.executable, "-c", MAKES, told[-1]])
    return tmp_path / "load-data"


def test_data_are_made_once_a_day_and_again_for_other_institutions(folder: Path) -> None:
    assert made_data({}, 40, folder) == folder
    kept = folder / "kept"
    kept.touch()

    made_data({}, 40, folder)
    assert kept.exists()

    made_data({}, 96, folder)
    assert not kept.exists()
    assert (folder / "clients.csv").exists()


def test_data_of_another_day_are_made_anew(folder: Path) -> None:
    made_data({}, 40, folder)
    (folder / "kept").touch()
    mark = folder / "made-of.json"
    mark.write_text(mark.read_text().replace('"day": "', '"day": "1'))

    made_data({}, 40, folder)

    assert not (folder / "kept").exists()


def test_what_could_not_be_made_is_no_data_also_the_next_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_data, "program_command", lambda *_: [sys.executable, "-c", "raise SystemExit(1)"])

    for _ in range(2):
        with pytest.raises(NoData):
            made_data({}, 40, folder)
