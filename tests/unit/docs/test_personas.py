"""docs/personas.md says what the cast is."""

from tools.docs.personas_page import PAGE, page


def test_the_page_is_that_of_the_cast() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
