"""One form of ids everywhere."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.web.ids import Id

HYPHENS, DIGITS = "019e2f6a-7c00-7000-8000-00000000002a", "019e2f6a7c007000800000000000002a"
read = TypeAdapter(Id).validate_python


@pytest.mark.parametrize("text", [HYPHENS, HYPHENS.upper(), DIGITS])
def test_an_id_is_36_characters_or_32_digits(text: str) -> None:
    assert str(read(text)) == HYPHENS


@pytest.mark.parametrize(
    "text", [f"{{{HYPHENS}}}", f"urn:uuid:{HYPHENS}", f"({HYPHENS})", HYPHENS[:23] + HYPHENS[24:], HYPHENS + "\n", ""]
)
def test_other_ways_to_write_a_uuid_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="must be a UUID, without braces or urn:uuid:"):
        read(text)
