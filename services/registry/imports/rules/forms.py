"""How the lines of a file are written. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.errors import Violation


class Format(StrEnum):
    """What a line is."""

    NDJSON = "ndjson"
    CSV = "csv"


class Encoding(StrEnum):
    """文字コード; Shift_JIS as Windows has it (CP932)."""

    UTF_8 = "utf-8"
    SHIFT_JIS = "shift_jis"

    @property
    def codec(self) -> str:
        """The name by which Python knows it."""
        return "cp932" if self is Encoding.SHIFT_JIS else "utf-8"


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is to be read."""

    format: Format
    encoding: Encoding
    columns: tuple[str, ...] = ()
    """Of CSV, in their order."""


def placed(violation: Violation, form: Form) -> Violation:
    """Return what is wrong with a line at its place in the file: of CSV the column, where it is of one."""
    column = violation.pointer.rpartition("/")[2]
    if form.format is Format.NDJSON or column not in form.columns:
        return violation
    return replace(violation, pointer=f"/{column}")
