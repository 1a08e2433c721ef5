"""A vendor's table of codes is looked at before anything starts, and every worker is told where it is."""

from pathlib import Path

import pytest

from simulator.running.message_codes import refuse_wrong_codes
from simulator.start_failed import StartFailed


def test_a_table_that_is_wrong_stops_the_start_with_every_line(tmp_path: Path) -> None:
    file = tmp_path / "codes.tsv"
    file.write_text("nothing-such\tA1\tx\nrequest-invalid A1 x\n", encoding="utf-8")

    with pytest.raises(StartFailed) as stopped:
        refuse_wrong_codes(file)

    assert str(stopped.value) == (
        f"{file}: line 1: no error of messages is called that; "
        "line 2 is not: meaning, tab, code (letters and digits), tab, words"
    )


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="No such file"):
        refuse_wrong_codes(tmp_path / "codes.tsv")


def test_without_a_table_nothing_stops_it() -> None:
    refuse_wrong_codes(None)
