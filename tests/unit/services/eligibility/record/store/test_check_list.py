"""Cursors of the list of checks."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.record.store.check_list import Cursor, CursorInvalid


@given(st.integers(0, (1 << 63) - 1), st.uuids())
def test_a_cursor_is_read_as_it_was_written(listed_in: int, check_id: UUID) -> None:
    cursor = Cursor(listed_in, check_id)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    ["", "x", "é", "NzU0", "LjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw", "=" * 40],
)
def test_other_texts_are_no_cursors(text: str) -> None:
    with pytest.raises(CursorInvalid):
        Cursor.parse(text)


@given(st.text(max_size=80))
def test_no_text_is_more_than_no_cursor(text: str) -> None:
    try:
        cursor = Cursor.parse(text)
    except CursorInvalid:
        return
    assert 0 <= cursor.listed_in < 1 << 63
