"""What the controls read as a number is one in JSON: neither text nor true (both would be taken for 1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from shared.web.bodies import Body
from simulator.controls.journal_messages import JournalMatch, JournalVerification
from simulator.controls.new_patient import NewCoverage
from simulator.controls.sandbox_messages import NewSandbox
from simulator.faults.new_rule import NewFault
from simulator.faults.parameters import FaultParameters, Lognormal

BODIES: list[type[Body]] = [
    NewFault, FaultParameters, Lognormal, JournalMatch, JournalVerification, NewCoverage, NewSandbox,
]  # fmt: skip


def _numbers(body: type[Body]) -> Iterator[str]:
    for name, schema in body.model_json_schema()["properties"].items():
        kinds = {each.get("type") for each in [schema, *schema.get("anyOf", [])]}
        if kinds & {"integer", "number"}:
            yield name


NUMBERS = [(body, name) for body in BODIES for name in _numbers(body)]


def _refused(body: type[Body], value: dict[str, Any]) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        body.model_validate(value)
    return {str(each["loc"][0]) for each in refused.value.errors() if each["loc"]}


@pytest.mark.parametrize("value", [True, "1"], ids=["true", "text"])
@pytest.mark.parametrize(("body", "name"), NUMBERS, ids=[f"{body.__name__}-{name}" for body, name in NUMBERS])
def test_a_number_is_a_number(body: type[Body], name: str, value: bool | str) -> None:
    assert name in _refused(body, {name: value})


def test_inside_of_a_list_and_of_a_map_too() -> None:
    assert _refused(FaultParameters, {"uniform": ["1", True], "percentiles": {"50": "1"}}) == {"uniform", "percentiles"}


def test_a_whole_number_is_a_delay_too() -> None:
    assert FaultParameters.model_validate({"milliseconds": 50}).milliseconds == 50
