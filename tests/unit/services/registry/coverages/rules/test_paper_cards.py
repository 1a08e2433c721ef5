from datetime import date

from services.registry.coverages.rules.paper_cards import PaperCard, can_be_issued, worth_of_a_card


def test_no_card_is_issued_from_2024_12_02_on() -> None:
    assert can_be_issued(date(2024, 12, 1))
    assert not can_be_issued(date(2024, 12, 2))


def test_cards_are_void_after_2025_12_01_and_tolerated_until_2026_07_31() -> None:
    assert worth_of_a_card(date(2025, 12, 1)) is PaperCard.VALID
    assert worth_of_a_card(date(2025, 12, 2)) is PaperCard.TOLERATED
    assert worth_of_a_card(date(2026, 7, 31)) is PaperCard.TOLERATED
    assert worth_of_a_card(date(2026, 8, 1)) is PaperCard.VOID
