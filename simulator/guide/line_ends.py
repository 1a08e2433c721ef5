"""Where a line ends within Japanese text no space is meant: Japanese has none between words. Pure."""

import re

_WIDE = "[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]"
_BETWEEN = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})")
_IS_WIDE = re.compile(_WIDE)


def in_one_line(text: str) -> str:
    """Return ``text`` in one line, with one space where its language has one."""
    return _BETWEEN.sub("", " ".join(text.split()))


def has_japanese(text: str) -> bool:
    """Tell whether a letter of ``text`` is Japanese."""
    return _IS_WIDE.search(text) is not None


def has_no_space(before: str, after: str) -> bool:
    """Tell whether a line that ends with ``before`` goes on with ``after`` without a space."""
    return _IS_WIDE.match(before[-1:]) is not None and _IS_WIDE.match(after[:1]) is not None
