"""What a caller sent is never quoted back."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError

from shared.domain.codes import Sex
from shared.web.problems import violation_of


class Body(BaseModel):
    """One field of each kind that bodies have."""

    person_id: UUID
    birthdate: date
    sex: Sex
    share_percent: int
    is_preschool: bool


@pytest.mark.parametrize("sent", ["模", "模擬花子", "1985-0x-01", "9", "", "12345678-1234-1234-1234-12345678901模"])
def test_a_violation_does_not_quote_the_value(sent: str) -> None:
    body = dict.fromkeys(("person_id", "birthdate", "sex", "share_percent", "is_preschool"), sent)
    with pytest.raises(ValidationError) as raised:
        Body.model_validate(body)
    for entry in raised.value.errors(include_url=False):
        violation = violation_of(dict(entry))
        assert violation.pointer in {f"/{name}" for name in body}
        assert "模" not in violation.message + violation.message_ja
        assert "0x" not in violation.message


def test_a_wrong_id_is_said_to_be_one() -> None:
    with pytest.raises(ValidationError) as raised:
        Body.model_validate({"person_id": "x"})
    violations = [violation_of(dict(entry)) for entry in raised.value.errors(include_url=False)]
    assert violations[0].message == "Input should be a valid UUID"
