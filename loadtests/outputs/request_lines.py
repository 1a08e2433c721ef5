"""``requests.jtl``: each request as JMeter writes its results (CSV), which its reports and many CI servers read."""

import csv
from pathlib import Path

from loadtests.ledger import GOOD, WRONG, Ledger

COLUMNS = (
    "timeStamp",
    "elapsed",
    "label",
    "responseCode",
    "responseMessage",
    "threadName",
    "dataType",
    "success",
    "bytes",
    "grpThreads",
    "allThreads",
    "Latency",
)


def write_request_lines(ledger: Ledger, folder: Path) -> None:
    """Write the file into ``folder``. ``timeStamp`` is when a request was sent, ``elapsed`` whole milliseconds."""
    with (folder / "requests.jtl").open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened, lineterminator="\n")
        lines.writerow(COLUMNS)
        for name, row in sorted(ledger.rows.items()):
            parts = zip(row.latencies_ms, row.sent_s, row.outcomes, row.statuses, row.sizes, strict=True)
            for latency_ms, sent_s, outcome, status, size in parts:
                message = "" if outcome == GOOD else "wrong answer" if outcome == WRONG else "no answer"
                elapsed, sent_ms = round(latency_ms), round((ledger.begun_at + sent_s) * 1000)
                success = str(outcome == GOOD).lower()
                lines.writerow(
                    (sent_ms, elapsed, name, status or "", message, "load", "text", success, size, 1, 1, elapsed)
                )
