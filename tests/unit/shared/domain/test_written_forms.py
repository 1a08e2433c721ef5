import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.comparison import Step
from shared.domain.written_forms import compare_addresses, compare_kana, compare_names


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("見本　花子", "見本　花子", ()),
        ("見本　花子", "見本花子", (Step.BLANKS,)),
        ("ＳＭＩＴＨ　ＪＯＨＮ", "SMITH JOHN", (Step.BLANKS, Step.WIDTH)),
        ("髙橋　花子", "高橋花子", (Step.BLANKS, Step.VARIANTS)),
        ("渡邊　一", "渡辺　一", (Step.BLANKS, Step.VARIANTS)),
        ("●橋花子", "高橋花子", (Step.SUBSTITUTE,)),
    ],
)
def test_names_agree_but_for_how_they_are_written(one: str, other: str, steps: tuple[Step, ...]) -> None:
    comparison = compare_names(one, other)
    assert comparison.agrees
    assert comparison.steps == steps


@pytest.mark.parametrize(("one", "other"), [("見本花子", "見本華子"), ("●●", "見本花子"), ("見本", "見本花子")])
def test_other_names_do_not_agree(one: str, other: str) -> None:
    assert not compare_names(one, other).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [("ﾐﾎﾝ ﾊﾅｺ", "ミホン　ハナコ"), ("みほん", "ミホン"), ("キヨウコ", "キョウコ"), ("ｻﾄｰ", "サト－")],
)
def test_kana_agree_but_for_width_kind_and_size(one: str, other: str) -> None:
    assert compare_kana(one, other).agrees


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        ("東京都見本区一丁目２番３号", "東京都見本区1-2-3", Step.HOUSE_NUMBER),
        ("見本市中央二十三番地の四", "見本市中央23-4", Step.HOUSE_NUMBER),
        ("見本区霞ヶ関1-2", "見本区霞が関1-2", Step.PLACE_KANA),
        ("見本村大字見本12番地", "見本村見本12", Step.PLACE_KANA),
        ("東京都見本区1-2", "見本区1-2", Step.PREFECTURE),
    ],
)
def test_addresses_agree_but_for_how_they_are_written(one: str, other: str, step: Step) -> None:
    comparison = compare_addresses(one, other)
    assert comparison.agrees
    assert step in comparison.steps


@pytest.mark.parametrize(
    ("one", "other"),
    [("東京都府中市1-2", "広島県府中市1-2"), ("見本区1-2-3", "見本区1-23"), ("見本区1-2", "見本区1-2-101")],
)
def test_other_addresses_do_not_agree(one: str, other: str) -> None:
    assert not compare_addresses(one, other).agrees


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared_and_in_either_order(one: str, other: str) -> None:
    for compare in (compare_names, compare_kana, compare_addresses):
        assert compare(one, other).agrees == compare(other, one).agrees
        assert compare(one, one).agrees
