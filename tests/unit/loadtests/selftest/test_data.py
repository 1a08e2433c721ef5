from datetime import date
from pathlib import Path

from loadtests.receptions.data import read_data
from loadtests.selftest.data import write_data


def test_a_generator_reads_them_as_those_of_load_data(tmp_path: Path) -> None:
    write_data(tmp_path, date(2026, 12, 1))

    data = read_data(tmp_path)

    assert (len(data.cards), len(data.identifiers), len(data.clients), data.day) == (2000, 2000, 40, "2026-12-01")
    assert {case.expected["validity"] for case in (*data.cards, *data.identifiers)} == {"valid"}
