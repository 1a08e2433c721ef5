"""A field of a form as JSON has it: a number where it is written as one, else the text, which the body refuses."""

import re

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_BROKEN = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")


def number_or_text(written: str) -> int | float | str:
    """Return what somebody has written into a field for a number."""
    text = written.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _BROKEN.fullmatch(text) else written
