"""What the journal of a simulator tells of one test, as lines to read."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from onshi.problems import OnshiProblem
from onshi.simulator import RunningSimulator

_MOST = 20
_WRITTEN_WITHIN_S = 1.0
_MARKS = {True: "ok", False: "NO", None: "--"}


def told_of_test(simulator: RunningSimulator, test: str) -> str:
    """Return the last requests of a test with their steps; nothing where there are none, or none can be read."""
    # What was asked just now can be read after a second.
    time.sleep(_WRITTEN_WITHIN_S)
    try:
        entries = simulator.journal(test=test, limit=500)
    except (OnshiProblem, httpx.HTTPError, KeyError, ValueError):
        return ""
    return "\n".join(line for entry in entries[-_MOST:] for line in _lines(entry))


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    what = f"{entry['status']} {entry['code'] or ''}".strip()
    yield f"{entry['operation']}: {what}, {entry['persona'] or 'nobody'}, request {entry['request_id']}"
    for step in entry["steps"]:
        if step["ok"] is not True or step["step"] in ("validity", "limit"):
            yield f"  {_MARKS[step['ok']]} {step['step']}: expected {step['expected']}; found {step['found']}"
    for why in entry["why_not"]:
        yield f"  not {why['answer']}: {why['reason']}"
