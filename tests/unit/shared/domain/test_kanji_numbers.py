"""Numbers in kanji: positional (百二十三) and digit by digit (一二三), 大字 (壱弐参拾) and 廿 卅."""

import pytest

from shared.domain.kanji_numbers import kanji_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇", 0),
        ("零", 0),
        ("七", 7),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("百二十三", 123),
        ("百五", 105),
        ("千", 1000),
        ("二千二十六", 2026),
        ("一二三", 123),
        ("二〇二六", 2026),
        ("壱拾弐", 12),
        ("参", 3),
        ("廿三", 23),
        ("卅", 30),
    ],
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert kanji_number(text) == number


@pytest.mark.parametrize("text", ["", "1", "一丁目", "万"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="kanji"):
        kanji_number(text)
