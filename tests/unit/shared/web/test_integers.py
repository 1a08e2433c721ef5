"""How wide integers are said to be."""

from typing import Any

import pytest

from shared.web.integers import describe_integers, format_of


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"minimum": 0, "maximum": 2_147_483_647}, "int32"),
        ({"minimum": 0, "maximum": 2_147_483_648}, "int64"),
        ({"minimum": -2_147_483_649, "maximum": 0}, "int64"),
        ({"exclusiveMinimum": 0, "maximum": 100}, "int32"),
        ({"minimum": 0}, "int64"),
        ({}, "int64"),
    ],
)
def test_the_width_follows_from_the_bounds(schema: dict[str, Any], expected: str) -> None:
    assert format_of(schema) == expected


def test_a_member_of_any_name_is_described_and_data_is_left_alone() -> None:
    document: dict[str, Any] = {
        "properties": {"example": {"type": "integer"}, "type": {"type": "integer", "maximum": 10.0}},
        "example": {"type": "integer"},
    }

    describe_integers(document)

    assert document["properties"]["example"]["format"] == "int64"
    assert document["properties"]["type"] == {"type": "integer", "maximum": 10, "format": "int64"}
    assert type(document["properties"]["type"]["maximum"]) is int
    assert document["example"] == {"type": "integer"}
