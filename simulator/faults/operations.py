"""The operations of all services: by operationId and by path, with the refusals that each document declares.

``operations.txt`` beside this file is made from the documents by ``make docs``; a test compares the two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.nearest import nearest

FACES = ("rest", "oqs")
"""In which form the services are asked: our own, or the messages of receipt computers (資格確認等の電文)."""
_MESSAGES = "/eligibility/oqs/"
_FILE = Path(__file__).with_name("operations.txt")
_PARAMETER = re.compile(r"\\\{[^/]+?\\\}")
_OPERATION = "operation"
_METHOD = re.compile(r"[A-Z]+ ")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; its path has the service in front, as `onshi up` serves it."""

    operation_id: str
    method: str
    path: str
    refusals: frozenset[str]

    @property
    def is_of_operation(self) -> bool:
        """Whether it tells about the program (health, metrics): no rule means it unless it names it."""
        return self.operation_id.startswith(f"{_OPERATION}_")


def face_at(path: str) -> str:
    """Return the form in which a path is asked."""
    return "oqs" if path.startswith(_MESSAGES) else "rest"


@cache
def operations() -> tuple[Operation, ...]:
    """Return all of them."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(_read(line) for line in lines if not line.startswith("#"))


def written(operation: Operation) -> str:
    """Return an operation as a line of the file."""
    return " ".join([operation.operation_id, operation.method, operation.path, *sorted(operation.refusals)])


def named(name: str) -> tuple[Operation, ...]:
    """Return the operations that a rule's ``operation`` means: an operationId or a path, with or without a method."""
    if "/" not in name:
        return tuple(each for each in operations() if each.operation_id == name)
    method, path = _parts(name)
    return tuple(each for each in operations() if method in ("", each.method) and _is_at(each, path))


def nearest_operations(name: str) -> Sequence[str]:
    """Return what may have been meant by a name that means nothing."""
    known = {each.operation_id for each in operations()} | {each.path for each in operations()}
    return nearest(name, sorted(known), alike=0.5)


def operation_at(method: str, path: str) -> Operation | None:
    """Return the operation that a request asks for; one whose path has fewer parameters comes first."""
    if (operation := _without_parameters().get((method, path))) is not None:
        return operation
    for pattern, operation in _by_place().get((method, path.count("/")), ()):
        if pattern.fullmatch(path):
            return operation
    return None


def is_meant(name: str, path: str, operation: Operation | None) -> bool:
    """Tell whether a request at ``path`` is what a rule's ``operation`` names."""
    if operation is None:
        return False
    if "/" not in name:
        return operation.operation_id == name
    method, wanted = _parts(name)
    return method in ("", operation.method) and wanted in (path, operation.path)


def _is_at(operation: Operation, path: str) -> bool:
    return path == operation.path or operation_at(operation.method, path) is operation


def _parts(name: str) -> tuple[str, str]:
    method = _METHOD.match(name)
    return ("", name) if method is None else (method[0].strip(), name[method.end() :])


def _read(line: str) -> Operation:
    operation_id, method, path, *refusals = line.split(" ")
    return Operation(operation_id, method, path, frozenset(refusals))


@cache
def _without_parameters() -> Mapping[tuple[str, str], Operation]:
    return {(each.method, each.path): each for each in operations() if "{" not in each.path}


@cache
def _by_place() -> Mapping[tuple[str, int], Sequence[tuple[re.Pattern[str], Operation]]]:
    found: dict[tuple[str, int], list[tuple[re.Pattern[str], Operation]]] = {}
    for operation in sorted(operations(), key=lambda each: each.path.count("{")):
        place = (operation.method, operation.path.count("/"))
        found.setdefault(place, []).append((_pattern(operation.path), operation))
    return found


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_PARAMETER.sub("[^/]+", re.escape(path)))
