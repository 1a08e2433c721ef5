"""docs/refusals.md and its Japanese twin say what the catalogue says."""

import pytest

from shared.errors import catalogue
from shared.web.pages.languages import Language
from simulator.guide.causes import CAUSES_JA
from tools.docs.refusals_page import PAGES, page


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_that_of_the_catalogue(language: Language) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == page(language), "run `make docs`"


def test_every_refusal_has_an_entry_with_cause_and_cure() -> None:
    english, japanese = page(Language.ENGLISH), page(Language.JAPANESE)

    for code, error in catalogue().items():
        assert f"\n### {code}\n" in english
        assert f"\n### {code}\n" in japanese
        assert error.__doc__, code
        assert f"- Cure: {error.next_step}" in english
        assert f"- 原因: {CAUSES_JA[code]}\n- 対処: {error.next_step_ja}" in japanese
