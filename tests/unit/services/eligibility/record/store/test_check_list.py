"""Places in the list of checks."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.record.store.check_list import Cursor


@given(st.integers(0, (1 << 63) - 1), st.uuids())
def test_a_cursor_is_read_as_it_was_written(listed_in: int, check_id: UUID) -> None:
    cursor = Cursor(listed_in, check_id)
    assert Cursor.of_key(cursor.key) == cursor


@pytest.mark.parametrize("key", ["", "x", "754", "." + "0" * 32, "9" * 20 + "." + "f" * 32, "5." + "F" * 32])
def test_other_texts_are_no_places(key: str) -> None:
    with pytest.raises(ValueError, match="no record"):
        Cursor.of_key(key.encode())


@given(st.binary(max_size=80))
def test_no_key_is_more_than_no_place(key: bytes) -> None:
    try:
        cursor = Cursor.of_key(key)
    except ValueError:
        return
    assert 0 <= cursor.listed_in < 1 << 63
