"""Kana: what agrees and what does not (the table in docs/written-forms.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.kana import fold_kana, with_joined_marks
from shared.domain.written_forms import compare_kana


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("シヨウコ", "ショウコ"), ("ｼﾞﾕﾝ", "ジュン"), ("ハツトリ", "ハットリ"), ("アイザワ", "ァィザヮ")),
        *(("カ゛ク", "ガク"), ("ｶ\u3099ク", "ガク"), ("ハ゜", "パ"), ("か゛", "ガ"), ("ウ゛", "ヴ"), ("ﾊﾟ", "ぱ")),
        *(("ローレン", "ロ－レン"), ("ﾛｰﾚﾝ", "ロ─レン"), ("ﾛ-ﾚﾝ", "ロ―レン"), ("ロ〜レン", "ローレン")),
        *(("さとう　はなこ", "サトウハナコ"), ("ゑみ", "エミ"), ("ヰチロウ", "イチロウ"), ("ミヲ", "ミオ")),
        *(("ミスヾ", "ミスズ"), ("ナヽ", "ナナ"), ("ゝ", "ヽ"), ("ばゝ", "バハ")),
        *(("ヴァネッサ", "ウ゛アネツサ"), ("ｻﾄｳ･ﾊﾅｺ", "サトウ ハナコ"), ("ㇰ", "ク"), ("ｻﾄｳ,ﾊﾅｺ", "サトウハナコ")),
        ("SMITH JOHN", "ｊｏｈｎ，ｓｍｉｔｈ"),
    ],
)
def test_these_agree(one: str, other: str) -> None:
    assert compare_kana(one, other).agrees
    assert compare_kana(other, one).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("ヤマサキ", "ヤマザキ"), ("ハバ", "パパ"), ("シズカ", "シヅカ"), ("オーノ", "オオノ"), ("ユウコ", "ユーコ")),
        *(("ユキ", "ユウキ"), ("サト", "サトー"), ("ソン", "リン"), ("ツジ", "シジ"), ("アベ", "アンベ")),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert not compare_kana(one, other).agrees


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), max_size=12))
def test_folding_is_done_after_once(text: str) -> None:
    once = fold_kana(with_joined_marks(text))
    assert fold_kana(with_joined_marks(once)) == once
