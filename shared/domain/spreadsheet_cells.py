"""What spreadsheets and receipt computers do to a number on its way: marks around it, digits cut from it. Pure.

A number of digits is taken for an amount: its zeros in front go, ``.0`` or commas come, beyond eleven digits it is
shown as ``1.23457E+11``. What can be read only one way is read; cut digits cannot be read at all.
"""

import re
from typing import Final

_TEXT_MARK: Final = re.compile(r"""="(.*)"|=(\d+)|['\u2019](.+)""", re.DOTALL)
"""``="0123"``, which keeps zeros in a CSV file, and the apostrophe that says: this is text."""
_POINT_ZERO: Final = re.compile(r"(\d+)\.0+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}")
CUT: Final = (
    "must not be in scientific notation: a spreadsheet has cut its digits; give it as text",
    "表計算ソフトにより指数表記（例 1.23E+11）となり、桁が失われています。文字列として指定してください。",
)
"""Why a number in scientific notation is refused, in both languages."""


def without_marks(text: str) -> str:
    """Return ``text``, in half width and large letters, without the marks that a spreadsheet put around it."""
    if (marked := _TEXT_MARK.fullmatch(text)) is not None:
        text = next(part for part in marked.groups() if part is not None)
    if (whole := _POINT_ZERO.fullmatch(text)) is not None:
        return whole[1]
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def is_cut(text: str) -> bool:
    """Tell whether ``text``, in half width and large letters, is in scientific notation."""
    return _SCIENTIFIC.fullmatch(text) is not None
