"""What stands in the field for a patient or a card."""

from uuid import UUID

import pytest

from services.portal.people.rules import named

CARD = "0190a000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (CARD, UUID(CARD)),
        (f" {CARD.upper()} ", UUID(CARD)),
        ("employee-with-limit", "employee-with-limit"),
        ("ｃｈａｒｔ－１", "chart-1"),
        ("仮野　隆", None),
        ("a/../b", None),
        ("a b", None),
        ("", None),
        ("x" * 101, None),
    ],
)
def test_a_card_or_a_persona_is_named(text: str, meant: object) -> None:
    assert named(text) == meant
