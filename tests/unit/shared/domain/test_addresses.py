"""Addresses as two registers write them: what agrees, and what does not (the table in docs/written-forms.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.address_forms import fold_house_number, fold_place
from shared.domain.comparison import Step
from shared.domain.written_forms import compare_addresses


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        # Numbers in kanji, beyond 99 too.
        ("見本市見本百二十三番地", "見本市見本123番地", Step.HOUSE_NUMBER),
        ("見本市見本千二百三十四番地の五", "見本市見本1234-5", Step.HOUSE_NUMBER),
        ("見本市見本一二三四番地", "見本市見本1234", Step.HOUSE_NUMBER),
        ("見本市見本二〇五番地", "見本市見本205", Step.HOUSE_NUMBER),
        ("見本市見本町百番地ノ十", "見本市見本町100-10", Step.HOUSE_NUMBER),
        ("見本市見本町一丁目二ノ三", "見本市見本町1-2-3", Step.HOUSE_NUMBER),
        ("見本市見本町三ノ二ノ一", "見本市見本町3-2-1", Step.HOUSE_NUMBER),
        ("見本市大字見本百二十三", "見本市見本123", Step.HOUSE_NUMBER),
        ("見本市見本廿三番地", "見本市見本23", Step.HOUSE_NUMBER),
        ("見本市見本弐拾参番地", "見本市見本23", Step.HOUSE_NUMBER),
        # 番地, 番, 号 and hyphens.
        ("見本市見本町１２番地３", "見本市見本町12-3", Step.HOUSE_NUMBER),
        ("見本市見本町12番地の3", "見本市見本町12─3", Step.HOUSE_NUMBER),
        ("見本市見本町12番3号", "見本市見本町12ー3", Step.HOUSE_NUMBER),
        ("見本市見本町2丁1-1", "見本市見本町2丁目1番1号", Step.HOUSE_NUMBER),
        ("見本市見本町005-02", "見本市見本町5-2", Step.HOUSE_NUMBER),
        ("見本町第2地割12番地3", "見本町2地割12-3", Step.HOUSE_NUMBER),
        ("札幌市見本区北十条西四丁目1-2", "札幌市見本区北10条西4-1-2", Step.HOUSE_NUMBER),
        ("千代田区三番町5番地", "千代田区3番町5", Step.HOUSE_NUMBER),
        # Place names.
        ("見本市大字見本字谷田12", "見本市見本谷田12", Step.PLACE_KANA),
        ("見本市見本小字谷田12", "見本市見本谷田12", Step.PLACE_KANA),
        ("江戸川区一之江1-2", "江戸川区一の江1-2", Step.PLACE_KANA),
        ("千代田区丸の内1-1", "千代田区丸ノ内1-1", Step.PLACE_KANA),
        ("三鷹市井之頭1-1", "三鷹市井の頭1-1", Step.PLACE_KANA),
        ("港区虎ﾉ門1-1", "港区虎ノ門1-1", Step.WIDTH),
        ("新宿区四つ谷1-1", "新宿区四ツ谷1-1", Step.PLACE_KANA),
        ("新宿区市谷八幡町1-1", "新宿区市谷八幡町1ー1", Step.HOUSE_NUMBER),
        ("鎌ケ谷市見本1", "鎌ヶ谷市見本1", Step.PLACE_KANA),
        ("三箇日町1", "三ヶ日町1", Step.PLACE_KANA),
        ("茅ガ崎市見本1", "茅ヶ崎市見本1", Step.PLACE_KANA),
        # Variants of characters.
        ("葛󠄀飾区見本1-1", "葛飾区見本1-1", Step.VARIANTS),
        ("見本市澤田1-1", "見本市沢田1-1", Step.VARIANTS),
        ("見本市代々木1-1", "見本市代代木1-1", Step.VARIANTS),
        # What one leaves out.
        ("神奈川県横浜市見本区1-2", "横浜市見本区1-2", Step.PREFECTURE),
        ("東京都西多摩郡見本町1-2", "東京都見本町1-2", Step.PREFECTURE),
        ("見本県見本郡見本町1-2", "見本町1-2", Step.PREFECTURE),
        ("見本区見本町1-2-3 見本マンション101号室", "見本区見本町1丁目2番3号", Step.BUILDING),
        ("見本区見本町1-2-3 見本マンション101号", "見本区見本町1-2-3-101", Step.BUILDING),
        ("見本区見本町1-2-3見本マンション101", "見本区見本町1-2-3ミホンM101号室", Step.BUILDING),
        ("見本区見本町一丁目二番三号メゾン見本Ａ棟", "見本区見本町1-2-3", Step.BUILDING),
        ("京都市中京区寺町通御池上る上本能寺前町488", "京都市中京区上本能寺前町488番地", Step.STREET),
        ("京都府京都市下京区烏丸通七条下ル東塩小路町721-1", "京都市下京区東塩小路町721-1", Step.STREET),
        ("京都市上京区今出川通烏丸東入相国寺門前町701", "京都市上京区相国寺門前町701", Step.STREET),
        ("京都市中京区寺町通御池上ル上本能寺前町488", "京都市中京区寺町通御池上る上本能寺前町488", Step.PLACE_KANA),
    ],
)
def test_these_agree(one: str, other: str, step: Step) -> None:
    comparison = compare_addresses(one, other)
    assert comparison.agrees, (fold_place(fold_house_number(one)), fold_place(fold_house_number(other)))
    assert step in comparison.steps
    assert compare_addresses(other, one).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Another house, another room, another street of the same town name.
        ("見本市見本123", "見本市見本12-3"),
        ("見本市見本百二十三番地", "見本市見本百二十四番地"),
        ("見本市見本1-2-3", "見本市見本1-2"),
        ("見本市見本1-2-3 見本荘101", "見本市見本1-2-3 見本荘102"),
        ("見本市見本1-2-3 見本荘", "見本市見本1-2-3 仮想荘"),
        ("見本市見本1-2-3 見本荘101", "見本市見本1-2-3-102"),
        ("見本市見本1-2 見本荘101", "見本市見本1-3"),
        ("見本市見本1-2-3-101", "見本市見本1-2-3"),
        ("京都市中京区寺町通御池上る亀屋町1", "京都市中京区麩屋町通御池上る亀屋町1"),
        ("札幌市見本区北十条西四丁目1", "札幌市見本区北十条東四丁目1"),
        ("札幌市見本区北10条西4丁目", "札幌市見本区北10"),
        ("千代田区三番町5", "千代田区四番町5"),
        # Names that only look alike, and what was renamed.
        ("見本市四谷1-1", "見本市四ツ谷1-1"),
        ("見本市上町1", "見本市下町1"),
        ("見本県見本市1-1", "仮想県見本市1-1"),
        ("見本郡見本町1", "仮想郡見本町1"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert not compare_addresses(one, other).agrees
    assert not compare_addresses(other, one).agrees


_WRITTEN = st.text(
    st.sampled_from("見本市区町村字大丁目番地号条の之ノケがヶ一二三十百〇123-─ー 京都県郡上る通室荘"), max_size=16
)


@given(_WRITTEN, _WRITTEN)
def test_any_two_are_compared_in_either_order(one: str, other: str) -> None:
    assert compare_addresses(one, other).agrees == compare_addresses(other, one).agrees
    assert compare_addresses(one, one).agrees


@given(_WRITTEN)
def test_folding_is_done_after_once(text: str) -> None:
    for fold in (fold_house_number, fold_place):
        once = fold(text)
        assert fold(once) == once
