from pathlib import Path

import pytest

from loadtests.ledger import Capacity
from loadtests.outputs.writing import FILES, write_all
from loadtests.verdict.judging import judge
from loadtests.verdict.thresholds import read_threshold
from tests.unit.loadtests.outputs.runs import small_run

CONDITIONS = {
    "host": "http://gateway.example/<b>",
    "reckoning": "2 clinics, 10 a minute each",
    "processes": [{"name": "generator", "cpu_s": 1.5}],
    "machine": {"cores": 2, "processor": "a processor", "system": "Linux", "python": "3.11"},
}


@pytest.mark.parametrize("capacity", [None, Capacity(40.0, 0.0, 6.0, "token:p99<1 was not kept")])
def test_every_run_leaves_all_files_and_the_page_tells_of_it(tmp_path: Path, capacity: Capacity | None) -> None:
    ledger = small_run()
    ledger.capacity = capacity

    write_all(judge(ledger, [read_threshold("token:p99<1"), read_threshold("challenge:p99<1")]), tmp_path, CONDITIONS)

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "1 answers were wrong" in page
    assert "http://gateway.example/&lt;b&gt;" in page
    assert "1 × check by card: expected valid" in page
    assert ("40 receptions a second" in page) is (capacity is not None)
    # It needs nothing else: no script, no picture, no font from anywhere.
    assert not any(word in page for word in ("<script", "src=", "url(", "@import"))
