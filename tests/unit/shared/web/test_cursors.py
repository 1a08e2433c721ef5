"""Cursors: base64url of RFC 4648 part 5, read with padding or without, and refused with one sentence."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.not_acceptable import NotAcceptable
from shared.errors import RequestInvalid
from shared.web.cursors import cursor_of, key_asked, read_cursor


def test_a_cursor_needs_no_escape_in_a_query() -> None:
    # 62 and 63 are - and _ there (RFC 4648, table 2); padding would have to be escaped.
    assert cursor_of(b"\xfb\xff") == "-_8"


@pytest.mark.parametrize("cursor", ["Zm8", "Zm8="])
def test_padding_makes_no_difference(cursor: str) -> None:
    # "fo" of RFC 4648, part 10.
    assert read_cursor(cursor, bytes) == b"fo"


@given(st.binary(max_size=80))
def test_what_was_written_is_read(key: bytes) -> None:
    assert read_cursor(cursor_of(key), bytes) == key


@pytest.mark.parametrize("cursor", ["é", "A", "Zm8"])
def test_a_text_without_a_key_of_the_list_is_refused(cursor: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        read_cursor(cursor, lambda key: UUID(bytes=key))
    assert str(refused.value) == "is not a cursor of this list"
    assert refused.value.message_ja == "この一覧のカーソルではありません。"


def test_the_refusal_names_the_parameter() -> None:
    with pytest.raises(RequestInvalid) as refused:
        key_asked("x", lambda key: UUID(bytes=key), parameter="after")
    assert [violation.pointer for violation in refused.value.violations] == ["/query/after"]


def test_no_cursor_is_no_key() -> None:
    assert key_asked(None, bytes) is None
