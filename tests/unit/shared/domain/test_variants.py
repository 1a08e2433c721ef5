"""異体字: members of the table that are seen in registers, and what is not one character."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.variants import fold_variants


@pytest.mark.parametrize(
    "alike",
    [
        # What health insurance societies replace in names (外字の置換), by their public notices of 2021 to 2024.
        *("髙高", "﨑崎", "𠮷吉", "栁柳", "冨富", "瀨瀬", "曾曽"),
        # 法務省戸籍法関連通達・通知.
        *(
            "邊邉辺",
            "濵濱浜",
            "齋斎",
            "齊斉",
            "德徳",
            "澤沢",
            "嶋嶌島",
            "渕渊淵",
            "桒桑",
            "圡土",
            "逹達",
            "薗園",
            "舘館",
        ),
        *(
            "眞真",
            "惠恵",
            "龍竜",
            "靑青",
            "橫横",
            "增増",
            "黑黒",
            "賴頼",
            "敎教",
            "淸清",
            "寬寛",
            "緖緒",
            "彌弥",
            "劍劔剱剣",
        ),
        *("鐵鐡銕鉄", "鷗鴎", "熈煕熙", "寳寶宝", "穐龝秋", "廣広", "櫻桜", "國圀国", "𠀋丈", "囶国"),
        # JIS X 0208:1983, JIS X 0213:2004 and 戸籍法施行規則 別表第二 一.
        *(
            "桧檜",
            "槙槇",
            "薮藪",
            "籠篭",
            "靭靱",
            "遥遙",
            "尭堯",
            "凜凛",
            "晃晄",
            "萌萠",
            "祢禰",
            "剝剥",
            "麺麵",
            "噓嘘",
        ),
        # Taken for one another by registers.
        *("斎斉", "崎碕嵜", "枡桝"),
        # Compatibility ideographs, Kangxi radicals, CJK radicals.
        *("神\ufa19", "祐\ufa4f", "都\ufa26", "高\u2fbc", "長\u2ed1", "西\u2ec4", "竜\u2eef\u2fd3"),
    ],
)
def test_these_are_variants_of_one_character(alike: str) -> None:
    assert len({fold_variants(character) for character in alike}) == 1


@pytest.mark.parametrize("base", ["葛", "辻", "祇", "榊", "芦"])
@pytest.mark.parametrize("selector", ["\ufe00", "\U000e0100", "\U000e0101", "\U000e01ef"])
def test_a_variation_selector_makes_no_other_character(base: str, selector: str) -> None:
    assert fold_variants(base + selector) == base


@pytest.mark.parametrize(
    "different",
    [
        "花華",
        "直値",
        "佑祐",
        "徹撤",
        "藤籐",
        "裕祐",
        "和知",
        "子予",
        "大太",
        "未末",
        "間問",
        "渋汁",
        "朗郎",
        "畑畠",
        "閑間",
    ],
)
def test_these_are_two_characters(different: str) -> None:
    assert fold_variants(different[0]) != fold_variants(different[1])


def test_no_two_characters_of_daily_use_are_one_but_those_that_registers_mix() -> None:
    level_one = [
        bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp")
        for row in range(16, 48)
        for cell in range(1, 95)
        if (row, cell) <= (47, 51)
    ]
    moved = {character for character in level_one if fold_variants(character) != character}
    assert moved == set(MOVED_WITHIN_LEVEL_ONE)


@given(st.text(max_size=20))
def test_folding_is_done_after_once(text: str) -> None:
    once = fold_variants(text)
    assert fold_variants(once) == once
    assert fold_variants(unicodedata.normalize("NFC", text)) in (
        once,
        fold_variants(unicodedata.normalize("NFC", once)),
    )


MOVED_WITHIN_LEVEL_ONE = (
    "穐頴焔薗鴎栢苅舘侠倶駈繋砿斎碕宍叱屡繍讐娼蒋醤蝉曾匝柁瀧箪掴吊填顛嶋燈祷涜呑禰廼埜盃楳剥冨箆鋪峯頬桝涌熔莱龍篭蝋亙"
)
"""Read as
秋穎焰園鷗柏刈館俠俱駆繫鉱斉崎肉𠮟屢繡讎倡蔣醬蟬曽帀舵滝簞摑弔塡顚島灯禱瀆吞祢迺野杯梅剝富篦舗峰頰枡湧鎔萊竜籠蠟亘."""
