"""Whether two ways of writing agree, and what had to be overlooked for it."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What is overlooked. docs/written-forms.md has a table for each."""

    WIDTH = "width"
    """全角・半角, voiced marks as one character or two, and other forms of one character (NFKC)."""
    BLANKS = "blanks"
    """Blanks, middle dots, commas."""
    CASE = "case"
    """Latin letters, large and small."""
    VARIANTS = "variants"
    """異体字: 髙 高, 﨑 崎, 邊 辺, variation selectors, compatibility ideographs; 々."""
    SUBSTITUTE = "substitute"
    """● stands for a character outside the set (外字)."""
    KANA = "kana"
    """ひらがな・カタカナ, small and large kana, the long-vowel mark, ヰ ヱ ヲ, ヽ ヾ."""
    HOUSE_NUMBER = "house_number"
    """一丁目2番3号 is 1-2-3."""
    PLACE_KANA = "place_kana"
    """霞ヶ関, 霞ケ関, 霞が関; 丸の内, 丸ノ内; 大字 and 字."""
    PREFECTURE = "prefecture"
    """One of the two leaves the prefecture, or the 郡, out."""
    STREET = "street"
    """One of the two leaves Kyoto's street (通り名, 上る) out."""
    BUILDING = "building"
    """One of the two leaves the building out."""
    MARKS = "marks"
    """Marks on Latin letters: MÜLLER is MULLER and MUELLER."""
    NAME_ORDER = "name_order"
    """Parts of a name in Latin letters in another order."""
    MIDDLE_NAME = "middle_name"
    """One of the two leaves middle names out, or writes their first letters only."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two forms agree, and which steps were needed for it (or taken in vain)."""

    agrees: bool
    steps: tuple[Step, ...] = ()
    compared: bool = True
    """False where the record lacks it: then the rest decides whether it counts as agreeing."""
