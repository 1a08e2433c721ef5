"""docs/openapi is what is served, and what is served grows only by additions."""

import copy
import json
from typing import Any

import pytest

from tests.unit.docs.additions import breaks
from tools.docs.stored_documents import FOLDER, documents, written

NAMES = ("registry", "consent", "eligibility", "jpki", "reader", "controls", "onshi", "onshi-3.0")


def stored(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document


def test_every_document_is_stored() -> None:
    assert set(NAMES) == documents().keys() == {file.stem for file in FOLDER.glob("*.json")}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_clients_rely_on_has_changed(name: str) -> None:
    found = breaks(stored(name), documents()[name])

    assert found == [], "only additions are made within v1"


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_copy_is_what_is_served(name: str) -> None:
    is_same = (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(documents()[name])

    assert is_same, "the stored copy is stale: make docs"


BREAKS: dict[str, tuple[str, str]] = {
    "a path that is gone": ("/paths/~1v1~1challenges", "POST /v1/challenges: is gone"),
    "a parameter that is gone": (
        "/paths/~1v1~1limit-amounts/get/parameters/0",
        "GET /v1/limit-amounts query category: is gone",
    ),
    "a field of an answer that is gone": (
        "/components/schemas/CheckAnswer/properties/validity",
        "POST /v1/checks 200/validity: is gone",
    ),
    "a field of a request that is gone": (
        "/components/schemas/InsuredIdentifiers/properties/symbol",
        "POST /v1/checks body/insured/symbol: is gone",
    ),
    "a word that is gone": (
        "/components/schemas/PurposeOfUse/enum/0",
        "POST /v1/checks body/purpose: the word 'CARE_VISIT' is gone",
    ),
}
PUTS: dict[str, tuple[str, Any, str]] = {
    "a field that is required now": (
        "/components/schemas/CheckRequest/required",
        ["client_reference"],
        "POST /v1/checks body/client_reference: is required now",
    ),
    "another type": (
        "/components/schemas/CheckAnswer/properties/check_id/type",
        "integer",
        "POST /v1/checks 200/check_id: another type (string uuid; now integer uuid)",
    ),
    "a narrower bound": (
        "/paths/~1v1~1checks/get/parameters/3/schema/maximum",
        10,
        "GET /v1/checks query limit: maximum is narrower",
    ),
    "what need not come any more": (
        "/components/schemas/CheckAnswer/required",
        [],
        "POST /v1/checks 200/check_id: need not come any more",
    ),
}
ADDITIONS: dict[str, tuple[str, Any]] = {
    "a path": ("/paths/~1v1~1new", {"get": {"operationId": "new", "responses": {}}}),
    "a field of an answer": ("/components/schemas/CheckAnswer/properties/more", {"type": "string"}),
    "a field of a request": ("/components/schemas/CheckRequest/properties/more", {"type": "string"}),
    "a wider bound": ("/paths/~1v1~1checks/get/parameters/3/schema/maximum", 10_000),
    "other words for it": ("/paths/~1v1~1checks/post/summary", "x"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_gone_is_found(what: str) -> None:
    pointer, expected = BREAKS[what]
    holder, step, changed = at(pointer)
    del holder[step]

    assert expected in breaks(stored("eligibility"), changed)


@pytest.mark.parametrize("what", PUTS)
def test_what_is_narrower_is_found(what: str) -> None:
    pointer, value, expected = PUTS[what]
    holder, step, changed = at(pointer)
    holder[step] = value

    assert expected in breaks(stored("eligibility"), changed)


@pytest.mark.parametrize("what", ADDITIONS)
def test_an_addition_breaks_nobody(what: str) -> None:
    pointer, value = ADDITIONS[what]
    holder, step, changed = at(pointer)
    holder[step] = value

    assert breaks(stored("eligibility"), changed) == []


def at(pointer: str) -> tuple[Any, Any, dict[str, Any]]:
    """The holder of a place in a copy of a document, the last step to it, and the whole copy."""
    changed = copy.deepcopy(stored("eligibility"))
    holder: Any = changed
    *before, last = [step.replace("~1", "/") for step in pointer.split("/")[1:]]
    for step in before:
        holder = holder[int(step) if isinstance(holder, list) else step]
    return holder, int(last) if isinstance(holder, list) else last, changed
