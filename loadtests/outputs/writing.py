"""All files of a run, into one folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from loadtests.outputs.histograms import write_histograms
from loadtests.outputs.history import write_history
from loadtests.outputs.report import write_report
from loadtests.outputs.request_lines import write_request_lines
from loadtests.verdict.judging import Verdict, write_verdict

FILES = ("verdict.json", "junit.xml", "index.html", "history.csv", "latencies.hlog", "requests.jtl")


def write_all(verdict: Verdict, folder: Path, more: Mapping[str, Any]) -> None:
    """Write ``FILES``; ``more`` are members of the verdict that tell of the conditions."""
    document = write_verdict(verdict, folder, more)
    write_history(verdict.ledger, folder)
    write_request_lines(verdict.ledger, folder)
    write_histograms(verdict.ledger, folder)
    write_report(verdict.ledger, document, folder)
