from pathlib import Path

from loadtests.outputs.history import moments, write_history
from tests.unit.loadtests.outputs.runs import small_run


def test_each_second_of_each_row_is_a_line(tmp_path: Path) -> None:
    write_history(small_run(), tmp_path)

    assert (tmp_path / "history.csv").read_text().splitlines() == [
        "second,name,count,errors,wrong,p50_ms,p90_ms,p99_ms,max_ms",
        "0,check by card,2,0,0,10.500,20.250,20.250,20.250",
        "1,check by card,1,0,1,30.000,30.000,30.000,30.000",
        "11,check by card,1,1,0,40.000,40.000,40.000,40.000",
        "0,token,1,0,0,2.000,2.000,2.000,2.000",
    ]


def test_a_row_is_cut_into_parts_of_any_length() -> None:
    parts = moments(small_run().rows["check by card"], 10.0)

    assert [(part.from_s, part.row.count) for part in parts] == [(0.0, 3), (10.0, 1)]
