from pathlib import Path

from hdrh.histogram import HdrHistogram

from loadtests.outputs.histograms import write_histograms
from tests.unit.loadtests.outputs.runs import small_run


def test_a_log_has_the_histograms_of_each_row_in_microseconds(tmp_path: Path) -> None:
    write_histograms(small_run(), tmp_path)

    lines = (tmp_path / "latencies.hlog").read_text().splitlines()
    assert lines[1] == "#[StartTime: 1800000000.000 (seconds since epoch)]"
    assert lines[2].startswith("#[BaseTime: 1800000000.0")
    found = {}
    for line in lines[4:]:
        tag, start_s, _, most, text = line.split(",")
        histogram = HdrHistogram.decode(text)
        found[tag, float(start_s)] = histogram.get_total_count(), histogram.get_value_at_percentile(100), float(most)
    assert set(found) == {("Tag=check-by-card", 0), ("Tag=check-by-card", 10), ("Tag=token", 0)}
    count, most_us, most_ms = found["Tag=check-by-card", 0]
    assert count == 3
    assert 30_000 <= most_us < 30_030
    assert 30.0 <= most_ms < 30.03
