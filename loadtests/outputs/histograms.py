"""``latencies.hlog``: HdrHistograms of each row by parts of ten seconds, in microseconds, for their own tools."""

from pathlib import Path

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogWriter

from loadtests.ledger import Ledger
from loadtests.outputs.history import moments

PART_S = 10.0
_LOWEST_US, _HIGHEST_US, _DIGITS = 1, 3_600_000_000, 3


def write_histograms(ledger: Ledger, folder: Path) -> None:
    """Write the file into ``folder``; a row's name is the tag of its lines, with hyphens for blanks."""
    with (folder / "latencies.hlog").open("w", encoding="ascii") as opened:
        log = HistogramLogWriter(opened)
        log.output_log_format_version()
        # The library's own line of the start cannot be written: it takes milliseconds for seconds.
        log.output_comment(f"[StartTime: {ledger.begun_at:.3f} (seconds since epoch)]")
        log.output_base_time(ledger.begun_at * 1000)
        log.output_legend()
        for name, row in sorted(ledger.rows.items()):
            for moment in moments(row, PART_S):
                histogram = HdrHistogram(_LOWEST_US, _HIGHEST_US, _DIGITS)
                for latency_ms in moment.row.latencies_ms:
                    histogram.record_value(max(round(latency_ms * 1000), _LOWEST_US))
                opened.write(f"Tag={name.replace(' ', '-')},")
                log.output_interval_histogram(histogram, moment.from_s, moment.from_s + PART_S, 1_000.0)
