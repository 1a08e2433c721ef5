"""Names, kana and addresses as two registers write them differently, and what is overlooked in comparing. Pure.

Every step that had to be taken is named, so that an answer can say on what it rests.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.hyphens import with_one_hyphen, with_one_long_mark


class Step(StrEnum):
    """What is overlooked."""

    WIDTH = "width"
    """全角・半角, and other forms of one character (NFKC)."""
    BLANKS = "blanks"
    CASE = "case"
    """Latin letters, large and small."""
    VARIANTS = "variants"
    """異体字: 髙 高, 﨑 崎, 邊 辺, …"""
    SUBSTITUTE = "substitute"
    """● stands for a character outside the set (外字)."""
    KANA = "kana"
    """ひらがな・カタカナ, small and large kana, the long-vowel mark."""
    HOUSE_NUMBER = "house_number"
    """一丁目2番3号 is 1-2-3."""
    PLACE_KANA = "place_kana"
    """霞ヶ関, 霞ケ関, 霞が関; 大字 and 字."""
    PREFECTURE = "prefecture"
    """One of the two leaves the prefecture out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two forms agree, and which steps were needed for it (or taken in vain)."""

    agrees: bool
    steps: tuple[Step, ...] = ()


_Folding = tuple[Step, Callable[[str], str]]
_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("髙", "高"),
        **dict.fromkeys("﨑嵜碕", "崎"),
        **dict.fromkeys("邊邉", "辺"),
        **dict.fromkeys("齋齊斎", "斉"),
        **dict.fromkeys("澤", "沢"),
        **dict.fromkeys("濵濱", "浜"),
        **dict.fromkeys("廣", "広"),
        **dict.fromkeys("櫻", "桜"),
        **dict.fromkeys("德", "徳"),
        **dict.fromkeys("國", "国"),
        **dict.fromkeys("𠮷", "吉"),
        **dict.fromkeys("嶋嶌", "島"),
        **dict.fromkeys("渕淵", "渊"),
        **dict.fromkeys("藪", "薮"),
        **dict.fromkeys("龍", "竜"),
        **dict.fromkeys("惠", "恵"),
        **dict.fromkeys("眞", "真"),
        **dict.fromkeys("榮", "栄"),
    }
)
_SMALL_KANA = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_BLANKS = re.compile(r"[\s・･]+")
_SUBSTITUTES = "●〓■"
_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=丁目|番地|番|号|条)|(?<=番地の)[〇一二三四五六七八九十]+")
_HOUSE_NUMBER_WORD = re.compile(r"(?<=\d)(?:丁目|番地の|番地|番|号|の)(?!町)")
_PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|[^\d]{2,3}県)")
_TEN = "十"


def compare_names(one: str, other: str) -> Comparison:
    """Compare two written names."""
    comparison = _compare(one, other, _NAME_STEPS)
    if comparison.agrees:
        return comparison
    folded = [_fold(text, _NAME_STEPS) for text in (one, other)]
    if _same_but_for_substitutes(*folded):
        return Comparison(agrees=True, steps=(*comparison.steps, Step.SUBSTITUTE))
    return comparison


def compare_kana(one: str, other: str) -> Comparison:
    """Compare two names in kana."""
    return _compare(one, other, _KANA_STEPS)


def has_substitute(text: str) -> bool:
    """Tell whether a character of it stands for one outside the set (外字)."""
    return any(character in _SUBSTITUTES for character in text)


def compare_addresses(one: str, other: str) -> Comparison:
    """Compare two addresses; the prefecture may be left out by one of them."""
    comparison = _compare(one, other, _ADDRESS_STEPS)
    if comparison.agrees:
        return comparison
    folded = [_fold(text, _ADDRESS_STEPS) for text in (one, other)]
    prefectures = [_PREFECTURE.match(text) for text in folded]
    if sum(found is not None for found in prefectures) == 1:
        bare = {_PREFECTURE.sub("", text) for text in folded}
        if len(bare) == 1:
            return Comparison(agrees=True, steps=(*comparison.steps, Step.PREFECTURE))
    return comparison


def _compare(one: str, other: str, foldings: Sequence[_Folding]) -> Comparison:
    steps = []
    for step, fold in foldings:
        if one == other:
            break
        before, (one, other) = (one, other), (fold(one), fold(other))
        if before != (one, other):
            steps.append(step)
    return Comparison(one == other, tuple(steps))


def _fold(text: str, foldings: Sequence[_Folding]) -> str:
    for _, fold in foldings:
        text = fold(text)
    return text


def _same_but_for_substitutes(one: str, other: str) -> bool:
    return len(one) == len(other) and all(
        left == right or left in _SUBSTITUTES or right in _SUBSTITUTES for left, right in zip(one, other, strict=True)
    )


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _kana(text: str) -> str:
    return with_one_long_mark(text).translate(_HIRAGANA).translate(_SMALL_KANA)


def _house_numbers(text: str) -> str:
    digits = _KANJI_NUMBER.sub(lambda found: str(_kanji_number(found.group())), text)
    joined = with_one_hyphen(_HOUSE_NUMBER_WORD.sub("-", digits))
    return re.sub(r"-+", "-", joined).strip("-")


def _kanji_number(text: str) -> int:
    """Read a number up to 99, as it stands in an address (番地)."""
    if _TEN not in text:
        return int("".join(str(_KANJI_DIGITS[character]) for character in text))
    tens, _, ones = text.partition(_TEN)
    return (_KANJI_DIGITS.get(tens, 1) if tens else 1) * 10 + (_KANJI_DIGITS.get(ones, 0) if ones else 0)


def _place_kana(text: str) -> str:
    return re.sub(r"大?字", "", text).replace("ヶ", "ケ").replace("が", "ケ").replace("ヵ", "ケ")


_NAME_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, lambda text: _BLANKS.sub("", text)),
    (Step.WIDTH, _width),
    (Step.CASE, str.upper),
    (Step.VARIANTS, lambda text: text.translate(_VARIANTS)),
)
_KANA_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, lambda text: _BLANKS.sub("", text)),
    (Step.WIDTH, _width),
    (Step.KANA, _kana),
)
_ADDRESS_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, lambda text: _BLANKS.sub("", text)),
    (Step.WIDTH, _width),
    (Step.CASE, str.upper),
    (Step.VARIANTS, lambda text: text.translate(_VARIANTS)),
    (Step.HOUSE_NUMBER, _house_numbers),
    (Step.PLACE_KANA, _place_kana),
)
