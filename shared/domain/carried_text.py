"""外字: what the closed network can carry is what CP932 has; the rest leaves as ●. Pure.

The truth keeps what was filed, so that names are still compared by it. What leaves is made by ``as_carried``: a
private-use character and one outside CP932 become ●, except where CP932 has a twin of it (− and －, 〜 and ～) or
Unicode says that two are one (a compatibility ideograph, a variation selector, a voiced mark that stands alone).
"""

import re
import unicodedata
from typing import Final

from shared.domain.hyphens import HYPHENS

SUBSTITUTE: Final = "●"
_PRIVATE: Final = re.compile("[\u0080-\u00a0\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Python's codec takes the private-use area and C1 controls; the network does not."""
_LEAVES_NO_TRACE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_VOICED: Final = re.compile("[\u3041-\u30ff][\u3099\u309a]")
_BLANK: Final = "Zs"


def _is_carried(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return _PRIVATE.match(character) is None


_TWINS: Final = str.maketrans(
    {
        **{hyphen: "－" for hyphen in HYPHENS if not _is_carried(hyphen)},
        "\u2212": "－",
        "\u301c": "～",
        "\u2014": "―",
        "\u2016": "∥",
        "\u00a2": "￠",
        "\u00a3": "￡",
        "\u00a5": "￥",
        "\u00ac": "￢",
        "\u203e": "￣",
    }
)
_TOUCHED: Final = re.compile(f"[{re.escape(''.join(map(chr, _TWINS)))}\u0080-\u00a0\ue000-\uf8ff]")
"""What Python's codec would take, and is not carried as such."""


def is_carried(text: str) -> bool:
    """Tell whether ``text`` leaves as it is, as nearly every text does; found without a look at each character."""
    if text.isascii():
        return True
    if _TOUCHED.search(text) is not None:
        return False
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def as_carried(text: str) -> str:
    """Return ``text`` as it leaves: what CP932 does not have is ●."""
    if is_carried(text):
        return text
    text = text.translate(_TWINS)
    joined = _VOICED.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), _LEAVES_NO_TRACE.sub("", text))
    return "".join(map(_carried, joined))


def carried_or_none(text: str | None) -> str | None:
    """Return the same of a text that may be missing."""
    return None if text is None else as_carried(text)


def _carried(character: str) -> str:
    if _is_carried(character):
        return character
    if unicodedata.category(character) == _BLANK:
        return " "
    plain = unicodedata.normalize("NFC", character)
    return plain if len(plain) == 1 and _is_carried(plain) else SUBSTITUTE
