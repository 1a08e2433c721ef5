"""Pages of lists that the controls have whole."""

import pytest

from shared.errors import RequestInvalid
from shared.web.cursors import cursor_of
from simulator.controls.pages_of_lists import page_after

NAMES = ["a", "b", "c", "d", "e"]


def _id(name: str) -> str:
    return name


def test_pages_follow_each_other_and_the_last_says_so() -> None:
    assert page_after(NAMES, None, 2, _id) == (["a", "b"], cursor_of(b"b"))
    assert page_after(NAMES, "b", 2, _id) == (["c", "d"], cursor_of(b"d"))
    assert page_after(NAMES, "d", 2, _id) == (["e"], None)


def test_a_list_that_fits_is_one_page() -> None:
    assert page_after(NAMES, None, 5, _id) == (NAMES, None)
    assert page_after([], None, 5, _id) == ([], None)


def test_what_stands_behind_the_last_is_nothing() -> None:
    assert page_after(NAMES, "e", 5, _id) == ([], None)


def test_a_cursor_of_an_entry_that_has_gone_is_refused() -> None:
    with pytest.raises(RequestInvalid) as refused:
        page_after(NAMES, "z", 5, _id)
    assert [each.pointer for each in refused.value.violations] == ["/query/cursor"]
