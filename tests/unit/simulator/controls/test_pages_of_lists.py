"""Pages of lists that the controls have whole."""

import pytest

from shared.errors import RequestInvalid
from shared.web.cursors import cursor_of
from simulator.controls.pages_of_lists import page_after

NAMES = ["a", "b", "c", "d", "e"]


def _shown(cursor: str | None, limit: int, names: list[str] = NAMES) -> tuple[list[str], str | None]:
    page = page_after(names, cursor, limit, str, str)
    return page.items, page.next_cursor


def test_pages_follow_each_other_and_the_last_says_so() -> None:
    assert _shown(None, 2) == (["a", "b"], cursor_of(b"b"))
    assert _shown("b", 2) == (["c", "d"], cursor_of(b"d"))
    assert _shown("d", 2) == (["e"], None)


def test_a_list_that_fits_is_one_page() -> None:
    assert _shown(None, 5) == (NAMES, None)
    assert _shown(None, 5, []) == ([], None)


def test_what_stands_behind_the_last_is_nothing() -> None:
    assert _shown("e", 5) == ([], None)


def test_a_cursor_of_an_entry_that_has_gone_is_refused() -> None:
    with pytest.raises(RequestInvalid) as refused:
        _shown("z", 5)
    assert [each.pointer for each in refused.value.violations] == ["/query/cursor"]
