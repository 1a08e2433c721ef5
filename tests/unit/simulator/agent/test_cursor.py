from pathlib import Path

import pytest

from simulator.agent.cursor import Place, read_place, write_place


def test_a_place_is_found_again(tmp_path: Path) -> None:
    place = Place("NzU0LjAx", frozenset({"face-a", "face-b"}))
    write_place(tmp_path / "face.json", place)

    assert read_place(tmp_path / "face.json") == place


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"cursor": "a", "passed": 1}'])
def test_what_is_no_place_begins_anew(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "face.json").write_text(text)

    assert read_place(tmp_path / "face.json") is None
