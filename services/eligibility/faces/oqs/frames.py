"""In which form a message came and an answer goes: XML or JSON, in which characters, which edition and order. Pure."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from services.eligibility.faces.oqs.fields import Edition, Members, Order, in_order
from services.eligibility.faces.oqs.json_form import json_around, json_piece, read_json_message, write_json
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.faces.oqs.xml_form import (
    NAMES_OF_ENCODINGS,
    NotReadable,
    read_xml,
    write_xml,
    xml_around,
    xml_piece,
)
from shared.errors import MediaTypeUnsupported, MessageUnreadable
from shared.web.json_body import read_json
from shared.web.media_types import Headers, lines_of, media_type_of, must_not_be_encoded

XML, JSON = "application/xml", "application/json"
_UTF_8, _CP932 = "utf-8", "cp932"
_MEDIA: Final = {XML: XML, "text/xml": XML, JSON: JSON}
_CHARSETS: Final = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii"), _UTF_8),
    # What is called Shift_JIS is CP932 wherever it comes from Windows.
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji"), _CP932),
}
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_LONGEST_DECLARATION: Final = 200


class Frame(msgspec.Struct, frozen=True):
    """How an answer is written."""

    media: str
    encoding: str
    edition: Edition = Edition.Y2026
    order: Order = Order.SPEC

    @property
    def media_type(self) -> str:
        """What the answer says it is."""
        return f"{XML}; charset={NAMES_OF_ENCODINGS[self.encoding]}" if self.media == XML else JSON

    def write(self, message: Members) -> bytes:
        """Return a message as it leaves."""
        ordered = in_order(message, self.order)
        return write_xml(ordered, self.encoding) if self.media == XML else write_json(ordered)

    def around(self, header: Members, name: str) -> tuple[bytes, bytes]:
        """Return what stands before and behind the units ``name`` of a body that is written piece by piece."""
        ordered = in_order(header, self.order)
        return xml_around(ordered, self.encoding) if self.media == XML else json_around(ordered, name)

    def piece(self, name: str, units: Sequence[Members], *, is_first: bool) -> bytes:
        """Return units of such a body; between two pieces JSON has a comma."""
        ordered = [in_order(unit, self.order) for unit in units]
        if self.media == XML:
            return xml_piece(name, ordered, self.encoding)
        return (b"" if is_first else b",") + json_piece(ordered)


def read_message(headers: Headers, body: bytes) -> tuple[Sent, str, str]:
    """Return the message, the media and the encoding in which it came.

    The charset of Content-Type counts, else what the declaration says, else UTF-8. Raises MediaTypeUnsupported,
    ContentEncodingUnsupported, BodyUnreadable or MessageUnreadable.
    """
    headers = list(headers)
    if not body:
        raise _unreadable("It is empty.", "本文が空です。")
    must_not_be_encoded(headers)
    media_type, charset = media_type_of(headers)
    media = _MEDIA.get(media_type)
    if media is None:
        raise MediaTypeUnsupported
    plain = body.removeprefix(_BYTE_ORDER_MARK)
    try:
        if media == JSON:
            _encoding_of(charset, {_UTF_8})
            return read_json_message(read_json(plain)), media, _UTF_8
        encoding = _encoding_of(charset or _declared(plain), {_UTF_8, _CP932})
        return read_xml(plain.decode(encoding)), media, encoding
    except UnicodeDecodeError:
        raise _unreadable(
            "It is not in the characters that it names.", "宣言された文字コードではありません。"
        ) from None
    except NotReadable as error:
        raise _unreadable(error.why, error.why_ja) from None


def charsets_named(headers: Headers, body: bytes) -> tuple[str | None, str | None]:
    """Return the encodings that Content-Type and the declaration of a message name that was read; None: it does not."""
    _, charset = media_type_of(headers)
    declared = _declared(body.removeprefix(_BYTE_ORDER_MARK))
    return _CHARSETS.get(charset or ""), _CHARSETS.get(declared or "")


def frame_of(headers: Headers, media: str, encoding: str, edition: Edition, order: Order) -> Frame:
    """Return how to answer: as ``Accept`` says, else as the request was."""
    for line in lines_of(b"accept", headers):
        for choice in line.split(","):
            accepted, _, parameters = choice.strip().lower().partition(";")
            wanted = _MEDIA.get(accepted.strip())
            if wanted is not None:
                charset = re.search(r"charset=\"?([a-z0-9_-]+)", parameters)
                named = _CHARSETS.get(charset[1]) if charset else None
                return Frame(wanted, _UTF_8 if wanted == JSON else named or encoding, edition, order)
    return Frame(media, encoding, edition, order)


def _declared(body: bytes) -> str | None:
    found = _DECLARED.match(body[:_LONGEST_DECLARATION])
    return None if found is None else found[1].decode().lower()


def _encoding_of(charset: str | None, known: set[str]) -> str:
    encoding = _UTF_8 if charset is None else _CHARSETS.get(charset)
    if encoding is None or encoding not in known:
        raise _unreadable("Its charset is not read here.", "この文字コードには対応していません。")
    return encoding


def _unreadable(why: str, why_ja: str) -> MessageUnreadable:
    return MessageUnreadable(
        detail=f"The body cannot be read as a message. {why}", detail_ja=f"本文を電文として読み取れません。{why_ja}"
    )
