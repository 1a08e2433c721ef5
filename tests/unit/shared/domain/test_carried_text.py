"""外字: what CP932 does not have leaves as ●; what has a twin there leaves as the twin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.carried_text import as_carried


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        # Within CP932, with what IBM and NEC added to JIS X 0208.
        ("見本　花子", "見本　花子"),
        ("髙栁　德子", "髙栁　德子"),
        ("﨑瀨神", "﨑瀨神"),
        ("ﾐﾎﾝ ﾊﾅｺ①㈱", "ﾐﾎﾝ ﾊﾅｺ①㈱"),
        # Private use, in each plane; and beyond CP932: JIS X 0213, 文字情報基盤, foreign scripts.
        ("\ue000田", "●田"),
        ("\uf8ff\U000f0000\U0010fffd", "●●●"),
        ("𠮷田", "●田"),
        ("𠀋屋形圡噓", "●屋形●●"),
        ("鷗外", "●外"),
        ("김민수", "●●●"),
        ("陈伟", "●●"),
        ("José", "Jos●"),
        ("\ufffd", "●"),
        # Twins, blanks, and what leaves no trace.
        ("１−２〜３—４", "１－２～３―４"),
        ("1⎯2", "1－2"),
        ("葛\U000e0100飾", "葛飾"),
        ("か\u3099ク", "がク"),
        ("見本\u200b花子", "見本花子"),
        ("見本\u2003花子", "見本 花子"),
        ("見本\xa0花子", "見本 花子"),
        ("祐\ufa4f", "祐祐"),
    ],
)
def test_what_leaves(text: str, carried: str) -> None:
    assert as_carried(text) == carried


@given(st.text(max_size=20))
def test_all_that_leaves_is_in_cp932_and_stays_as_it_is(text: str) -> None:
    carried = as_carried(text)
    carried.encode("cp932")
    assert as_carried(carried) == carried
