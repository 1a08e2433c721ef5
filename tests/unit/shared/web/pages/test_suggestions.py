"""Whom a field for a patient or a card suggests."""

from typing import Any

from shared.web.pages.suggestions import Suggestion, suggestions_in

CARD = "0190a000-0000-7000-8000-000000000001"


def test_only_who_has_a_card_is_suggested() -> None:
    told = {"title": "A pensioner", "title_ja": "年金受給者"}
    personas: list[dict[str, Any]] = [
        {"id": "with", "card": {"card_id": CARD}, **told},
        {"id": "without", "card": None, **told},
    ]

    assert suggestions_in(personas) == [Suggestion("with", "A pensioner", "年金受給者")]
