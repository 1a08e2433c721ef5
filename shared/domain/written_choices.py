"""Sex, share and who is insured, as people and receipt computers write them. Pure.

What can be read only one way is read: 男性, ３割, 0.3. Anything else is None, for the caller to refuse with its place.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from shared.domain.codes import Relationship, Sex
from shared.domain.kanji_numbers import KANJI_DIGITS, kanji_number

_SEXES: Final[Mapping[str, Sex]] = {
    **dict.fromkeys(("1", "01", "男", "男性", "男子", "オトコ", "M", "MALE", "MAN"), Sex.MALE),
    **dict.fromkeys(("2", "02", "女", "女性", "女子", "オンナ", "F", "FEMALE", "WOMAN"), Sex.FEMALE),
    **dict.fromkeys(("3", "03", "未設定", "記載なし", "記載ナシ", "UNSET"), Sex.UNSET),
}
_RELATIONSHIPS: Final[Mapping[str, Relationship]] = {
    **dict.fromkeys(("1", "01", "本人", "被保険者", "世帯主", "SELF"), Relationship.SELF),
    **dict.fromkeys(("2", "02", "家族", "被扶養者", "扶養", "FAMILY"), Relationship.FAMILY),
}
_TENTHS: Final = re.compile(rf"([123]|[{KANJI_DIGITS}])割(?:負担)?")
_PER_CENT: Final = re.compile(r"0*([123]0)(?:\.0+)?(?:%|パーセント)?(?:負担)?")
_FRACTION: Final = re.compile(r"0?\.([123])0*")
_ALONE: Final = re.compile(r"0?([123])(?:\.0+)?")
_SHARES: Final = (10, 20, 30)
_BLANKS: Final = re.compile(r"\s+")


def sex_of(text: str) -> Sex | None:
    """Return the sex that is written, or None."""
    return _SEXES.get(_plain(text))


def relationship_of(text: str) -> Relationship | None:
    """Return 本人 or 家族, or None."""
    return _RELATIONSHIPS.get(_plain(text))


def share_of(text: str) -> int | None:
    """Return the share in per cent, 10, 20 or 30, or None: 3割, 三割, 30, ３０％, 0.3, 3, 030."""
    plain = _plain(text)
    if (tenths := _TENTHS.fullmatch(plain)) is not None:
        number = int(tenths[1]) if tenths[1].isascii() else kanji_number(tenths[1])
        return number * 10 if number * 10 in _SHARES else None
    if (per_cent := _PER_CENT.fullmatch(plain)) is not None:
        return int(per_cent[1])
    found = _FRACTION.fullmatch(plain) or _ALONE.fullmatch(plain)
    return None if found is None else int(found[1]) * 10


def _plain(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
