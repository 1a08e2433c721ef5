"""What a run comes to: an exit code, why, and the figures, as JSON and as JUnit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from loadtests.ledger import Capacity, Ledger, Row, percentile
from loadtests.verdict.thresholds import Threshold, measured

_LEAST_SHARE = 0.99
"""A run that starts less than this of the rate asked for has measured something else."""
_MOST_COMPLAINTS = 8
_SHOWN = ("mean", "p50", "p90", "p95", "p99", "p99.9", "max")


class Exit(IntEnum):
    """The exit codes of a load run."""

    GOOD = 0
    WRONG_ANSWERS = 1
    THRESHOLD = 2
    VOID = 3
    COULD_NOT_START = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """One run, judged."""

    exit: Exit
    ledger: Ledger
    thresholds: Sequence[tuple[Threshold, float | None]]
    """Each with what was measured."""

    @property
    def is_void(self) -> bool:
        """Whether too little of what was asked was started, or a process was lost."""
        return _is_void(self.ledger)

    @property
    def sentences(self) -> list[str]:
        """What is wrong, one sentence each; nothing of a good run."""
        ledger = self.ledger
        found = []
        if ledger.wrong:
            found.append(f"{ledger.wrong} answers were wrong")
        if _is_thin(ledger):
            rates = f"{ledger.started_rate:.1f} of {ledger.asked_rate:.1f} receptions a second were started"
            found.append(f"the run is void: {rates}, {ledger.dropped} were dropped")
        if ledger.aborted:
            found.append(f"the run was ended: {ledger.aborted}")
        if ledger.capacity is not None and ledger.capacity.rate is None:
            found.append(f"the first level was too high: {ledger.capacity.broken_by}")
        found += [f"the run is void: {reason}" for reason in ledger.void_because]
        for threshold, value in self.thresholds:
            if not threshold.is_kept(value):
                found.append(f"{threshold.text} was not kept: {'nothing' if value is None else f'{value:.3f}'}")
        return found


def judge(ledger: Ledger, thresholds: Sequence[Threshold]) -> Verdict:
    """Judge a run. Wrong answers come first; what a void run measured keeps or breaks no threshold."""
    values = [(each, _measured_of(each, ledger)) for each in thresholds]
    if ledger.wrong:
        code = Exit.WRONG_ANSWERS
    elif ledger.aborted:
        code = Exit.THRESHOLD
    elif ledger.capacity is not None and not ledger.void_because:
        code = Exit.THRESHOLD if ledger.capacity.rate is None else Exit.GOOD
    elif _is_void(ledger):
        code = Exit.VOID
    elif not all(threshold.is_kept(value) for threshold, value in values):
        code = Exit.THRESHOLD
    else:
        code = Exit.GOOD
    return Verdict(code, ledger, values)


def write_verdict(verdict: Verdict, folder: Path, more: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write ``verdict.json`` and ``junit.xml`` into ``folder`` and return the document.

    ``more`` are members that tell of the conditions.
    """
    ledger = verdict.ledger
    document: dict[str, Any] = {
        "exit": int(verdict.exit),
        "sentences": verdict.sentences,
        "asked": ledger.asked,
        "started": ledger.started,
        "late": ledger.late,
        "dropped": ledger.dropped,
        "seconds": ledger.seconds,
        "asked_rate": round(ledger.asked_rate, 3),
        "started_rate": round(ledger.started_rate, 3),
        "aborted": ledger.aborted,
        "capacity": _climbed(ledger.capacity),
        "rows": [_row(name, row, ledger) for name, row in sorted(ledger.rows.items())],
        "thresholds": [
            {"threshold": threshold.text, "measured": value, "kept": threshold.is_kept(value)}
            for threshold, value in verdict.thresholds
        ],
        "complaints": dict(ledger.complaints.most_common(_MOST_COMPLAINTS)),
        "lag_p99_ms": _rounded(percentile(ledger.lags_ms, 99)),
        **more,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verdict.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _junit(verdict).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)
    return document


def _is_void(ledger: Ledger) -> bool:
    return bool(ledger.void_because) or _is_thin(ledger)


def _is_thin(ledger: Ledger) -> bool:
    has_ended_early = ledger.aborted is not None or ledger.capacity is not None
    return not has_ended_early and ledger.started_rate < ledger.asked_rate * _LEAST_SHARE


def _measured_of(threshold: Threshold, ledger: Ledger) -> float | None:
    """Return what was measured in the whole run, or in the highest level that was good of one that climbs."""
    row, capacity = ledger.rows.get(threshold.row, Row()), ledger.capacity
    if capacity is None:
        return measured(threshold.measure, row, ledger.span_s)
    part = row.between(capacity.from_s, capacity.to_s)
    return measured(threshold.measure, part, capacity.to_s - capacity.from_s)


def _climbed(capacity: Capacity | None) -> dict[str, object] | None:
    if capacity is None:
        return None
    return {"rate": _rounded(capacity.rate), "broken_by": capacity.broken_by}


def _row(name: str, row: Row, ledger: Ledger) -> dict[str, object]:
    times = {f"{measure}_ms": _rounded(measured(measure, row, ledger.span_s)) for measure in _SHOWN}
    rate = _rounded(measured("rate", row, ledger.span_s))
    return {"name": name, "count": row.count, "errors": row.errors, "wrong": row.wrong, "rate": rate, **times}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _junit(verdict: Verdict) -> ET.ElementTree:
    ledger = verdict.ledger
    cases = [
        ("every answer is the expected one", not ledger.wrong, f"{ledger.wrong} wrong answers"),
        ("the rate asked for is started", not verdict.is_void, f"{ledger.started_rate:.1f} a second"),
    ]
    for threshold, value in verdict.thresholds:
        cases.append((threshold.text, threshold.is_kept(value), "nothing" if value is None else f"{value:.3f}"))
    failed = sum(not is_good for _, is_good, _ in cases)
    suite = ET.Element("testsuite", name="load", tests=str(len(cases)), failures=str(failed))
    for name, is_good, found in cases:
        case = ET.SubElement(suite, "testcase", classname="load", name=name)
        if not is_good:
            ET.SubElement(case, "failure", message=found)
    return ET.ElementTree(suite)
