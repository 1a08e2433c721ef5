"""Comparing the verdict of a run with that of an earlier one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from loadtests.could_not_start import CouldNotStart

CONDITIONS = (
    "machine",
    "seed",
    "mix_sha256",
    "shape",
    "scale",
    "faces",
    "connections",
    "rate",
    "seconds",
    "patients",
    "institutions",
    "workers",
    "world",
)
"""What has to be the same; versions and commits may differ, that is what is compared."""
_RECORDS, _FEW_RECORDS, _MANY_TIMES = "records_before", 10_000, 2
"""Of a system that goes on records become more with each run: not quite as many will do."""
_MEASURES = ("p50_ms", "p99_ms")
_FEWEST = 100
"""Of fewer requests a percentile says nothing."""


class BaselineUnreadable(CouldNotStart):
    """The file holds no verdict; the message is a sentence."""


def read_baseline(file: Path) -> Mapping[str, Any]:
    """Read the verdict of an earlier run. Raises BaselineUnreadable."""
    try:
        verdict = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(verdict, dict) and isinstance(verdict["rows"], list):
            return verdict
    except (OSError, ValueError, KeyError):
        pass
    raise BaselineUnreadable(f"{file} holds no verdict of an earlier run")


def compare(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """Return sentences: what is slower or faster than it was, or why nothing can be compared.

    Times are taken as multiples of the median echo of their own run, which what else a machine does hits alike. What is
    not larger than the spread of the three echoes of both runs is no change.
    """
    differ = [name for name in CONDITIONS if now.get(name) != before.get(name)]
    if not _have_like_records(now.get(_RECORDS), before.get(_RECORDS)):
        differ.append(_RECORDS)
    if differ:
        return [f"nothing is compared: {', '.join(differ)} differ from the baseline's"]
    if not now.get("echo_ms") or not before.get("echo_ms"):
        return ["nothing is compared: a run without its echo is no baseline"]
    spread = _spread(now["echo_ms"]) + _spread(before["echo_ms"])
    rows = {row["name"]: row for row in before["rows"]}
    said = [f"the echoes of the two runs spread by {spread:.0%}: less than that is no change"]
    for row in now["rows"]:
        earlier = rows.get(row["name"])
        if earlier is None or min(row["count"], earlier["count"]) < _FEWEST:
            continue
        for measure in _MEASURES:
            ratio, was = row[measure] / median(now["echo_ms"]), earlier[measure] / median(before["echo_ms"])
            change = ratio / was - 1
            word = "unchanged" if abs(change) <= spread else "slower" if change > 0 else "faster"
            said.append(f"{row['name']} {measure[:-3]}: {ratio:.1f} echoes, was {was:.1f}: {change:+.0%}, {word}")
    return said


def _have_like_records(now: int | None, before: int | None) -> bool:
    if now is None or before is None:
        return now is before
    return max(now, before) <= min(now, before) * _MANY_TIMES + _FEW_RECORDS


def _spread(echoes_ms: Sequence[float]) -> float:
    return (max(echoes_ms) - min(echoes_ms)) / median(echoes_ms)
