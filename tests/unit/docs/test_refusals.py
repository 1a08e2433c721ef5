"""docs/refusals.md says what the catalogue says."""

from shared.errors import catalogue
from tools.docs.refusals_page import PAGE, page


def test_the_page_is_that_of_the_catalogue() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_refusal_has_an_entry_with_cause_and_cure() -> None:
    text = page()

    for code, error in catalogue().items():
        assert f"\n### {code}\n" in text
        assert error.__doc__, code
        assert f"- Cure: {error.next_step}" in text
