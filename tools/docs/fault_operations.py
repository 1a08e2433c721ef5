"""simulator/faults/operations.txt, made from the API documents: `make docs` writes it, a test compares it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.settings import SERVICES
from simulator.faults.operations import Operation, written
from tools.docs.applications import document

FILE = Path(__file__).resolve().parents[2] / "simulator" / "faults" / "operations.txt"
_HEAD = "# operationId, method, path, refusals that are declared; made by `make docs`, don't edit it here.\n"


def text() -> str:
    """Return the whole file."""
    return _HEAD + "".join(f"{written(each)}\n" for service in SERVICES for each in _operations_of(service))


def _operations_of(service: str) -> Iterator[Operation]:
    paths: Mapping[str, Mapping[str, Any]] = document(service)["paths"]
    for path, methods in sorted(paths.items()):
        for method, said in sorted(methods.items()):
            refusals = frozenset(_refusals_in(said["responses"]))
            yield Operation(said["operationId"], method.upper(), f"/{service}{path}", refusals)


def _refusals_in(responses: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for response in responses.values():
        yield from response.get("content", {}).get("application/problem+json", {}).get("examples", {})


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
