"""`onshi import`: a file of members goes in at a terminal, and what is rejected is told there."""

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.flows.program import Simulator, run


def line(number: int, **person: Any) -> str:
    named = {"name": f"取込　{number}", "sex": "male", "birthdate": "1970-01-02", **person}
    coverage = {"insurer_number": "06139018", "number": f"88{number}", "relationship": "self"}
    days = {"acquired_on": "2020-04-01", "branch": "00"}
    return json.dumps({"person": named, "coverages": [coverage | days]}, ensure_ascii=False)


def imported(simulator: Simulator, file: Path) -> CompletedProcess[str]:
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}
    return run("import", str(file), more=where)


def test_a_file_goes_in_and_again_changes_nothing(simulator: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "members.ndjson"
    file.write_text("\n".join([line(1), line(2), line(3, birthdate="1867-01-02")]), encoding="utf-8")
    first, second = imported(simulator, file), imported(simulator, file)

    assert (first.returncode, first.stdout) == (1, "accepted 2, unchanged 0, rejected 1\n")
    assert first.stderr.startswith("line 3 /person/birthdate invalid: ")
    assert (second.returncode, second.stdout) == (1, "accepted 0, unchanged 2, rejected 1\n")


def test_where_nobody_answers_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "members.ndjson"
    file.write_text(line(1), encoding="utf-8")
    answer = run("import", str(file), "--url", "http://127.0.0.1:9", "--control-url", "http://127.0.0.1:9")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no controls of a simulator at http://127.0.0.1:9" in answer.stderr


def test_a_file_that_is_refused_as_a_whole_is_told_why(simulator: Simulator, tmp_path: Path) -> None:
    empty, columns = tmp_path / "empty.ndjson", tmp_path / "columns.csv"
    empty.write_text("\n")
    columns.write_text("name,height\n")
    nothing, unknown = imported(simulator, empty), imported(simulator, columns)

    assert (nothing.returncode, nothing.stdout, unknown.returncode, unknown.stdout) == (2, "", 2, "")
    assert "body-unreadable" in nothing.stderr
    assert "The file has no lines." in nothing.stderr
    assert "unknown-column: Column 2 is none that there is." in unknown.stderr
    assert "/birthdate missing: The column is missing." in unknown.stderr
