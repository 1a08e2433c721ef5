"""docs/threat-model.md names tests: each must exist, be run, and assert something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "threat-model.md"
Test = ast.FunctionDef | ast.AsyncFunctionDef
ASSERTING = {"raises", "refused"}
"""Calls that assert: pytest's own, and the helper that holds a refusal against its form."""


def named() -> set[str]:
    return set(re.findall(r"`(test_[a-z0-9_]+)`", PAGE.read_text(encoding="utf-8")))


def written() -> Iterator[Test]:
    """Every test that pytest collects by its name."""
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, Test) and node.name.startswith("test_"):
                yield node


def test_every_test_that_the_threat_model_names_exists() -> None:
    assert len(named()) > 50
    assert named() - {test.name for test in written()} == set()


def test_each_of_them_is_run_and_asserts_something() -> None:
    tests = [test for test in written() if test.name in named()]

    assert [test.name for test in tests if re.search("skip|xfail", decorators(test))] == []
    assert [test.name for test in tests if not asserts(test)] == []


def decorators(test: Test) -> str:
    return " ".join(ast.unparse(decorator) for decorator in test.decorator_list)


def asserts(test: Test) -> bool:
    return any(isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node)) for node in ast.walk(test))


def called(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in ASSERTING


def test_every_attacker_is_answered_by_tests_or_by_an_accepted_limit() -> None:
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:-1]:
        title = section.partition("\n")[0]
        assert re.search(r"`test_[a-z0-9_]+`", section), title
        assert "*Accepted" in section, title
