"""``Idempotency-Key``, as a request carries it and as the document shows it."""

import re
from typing import Annotated

from fastapi import Header

from shared.domain.my_number import may_be_my_number_as_reference, my_number_at
from shared.errors import MyNumberNotAccepted, RequestInvalid, Violation
from shared.web.media_types import Headers, lines_of

HEADER = "Idempotency-Key"
LONGEST = 100
_POINTER = "/header/idempotency-key"
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="A request that is repeated with the same key within 24 hours is one, and gets the first answer "
        "again (冪等キー): 1 to 100 characters; quoted or not, it is the same key. Refused with a card, whose nonce "
        "does that.",
        examples=["01JD2R8V6X6Q6W3N5C4T7B9K1M"],
    ),
]
"""How the document shows it; ``key_in`` reads it."""


def key_in(headers: Headers) -> str | None:
    """Return the key that a request came with, without the quotes of a structured field (RFC 8941, 3.3.3), or None.

    Raises RequestInvalid or MyNumberNotAccepted.
    """
    lines = lines_of(HEADER.lower().encode(), headers)
    if len(lines) > 1:
        raise RequestInvalid([wrong_key("repeated", "May be given only once.", "1回のみ指定できます。")])
    if not lines:
        return None
    text = lines[0].strip(" \t")
    if text.startswith('"'):
        quoted = _QUOTED.fullmatch(text)
        text = "" if quoted is None else re.sub(r"\\(.)", r"\1", quoted[1])
    if not 0 < len(text) <= LONGEST or not (text.isascii() and text.isprintable()):
        words = ("1 to 100 printable ASCII characters, quoted or not.", "1〜100文字の英数記号です（引用符は任意）。")
        raise RequestInvalid([wrong_key("invalid", *words)])
    if may_be_my_number_as_reference(text):
        raise MyNumberNotAccepted([my_number_at(_POINTER)])
    return text


def wrong_key(code: str, message: str, message_ja: str) -> Violation:
    """Return what is wrong with the header."""
    return Violation(_POINTER, code, message, message_ja)
