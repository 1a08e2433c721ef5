"""異体字: characters that registers write for one another, each read as one of them. Pure.

The table is variants.txt beside this file, which names its sources and its licence. It is read when the first text
asks for it. Overlooked besides: ideographic variation selectors (IVS) and compatibility ideographs.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("variants.txt")
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_COMPATIBILITY: Final = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F), (0x2F00, 0x2FD5))
"""CJK compatibility ideographs, and the Kangxi radicals, which PDF files hold in their place."""


def fold_variants(text: str) -> str:
    """Return ``text`` with one character for all its variants; what comes out folds to itself."""
    if text.isascii():
        return text
    return _SELECTORS.sub("", text).translate(_table())


@cache
def _table() -> dict[int, str]:
    heads: dict[str, str] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            heads.update(dict.fromkeys(line[1:], line[0]))
    for first, last in _COMPATIBILITY:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                heads[chr(code)] = heads.get(plain, plain)
    return {ord(variant): head for variant, head in heads.items()}
