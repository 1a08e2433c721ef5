"""What several tests need stands in a module with a name of its own: no test imports a test."""

import ast
from pathlib import Path

import tests

FOLDER = Path(tests.__path__[0])


def imported(file: Path) -> set[str]:
    """Return the modules that a file imports, and what it imports of them, as dotted names."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return plain | parts


def is_test(name: str) -> bool:
    """Whether a dotted name is that of a test module, or of something in it."""
    return name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[1:])


def test_no_test_imports_a_test() -> None:
    files = sorted(FOLDER.rglob("*.py"))
    assert len(files) > 200
    assert [(file.name, name) for file in files for name in sorted(imported(file)) if is_test(name)] == []


def test_an_import_of_a_test_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("from tests.flows import test_up\nfrom tests.flows.test_up import WITHIN_S\nimport tests.clinic\n")
    assert sorted(name for name in imported(file) if is_test(name)) == [
        "tests.flows.test_up",
        "tests.flows.test_up.WITHIN_S",
    ]
