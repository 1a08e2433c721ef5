"""Messages as XML: read without anything external, written as the real interface writes them. Pure.

Read with expat alone: no document type, so no entity beside the five of XML, nothing external, a bounded depth and
number of elements. What an element holds is kept twice, as text and as it stood, so that an echo is the literal text.
"""

from collections.abc import Sequence
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from services.eligibility.faces.oqs.fields import Listing, Members, Repeated, Text
from services.eligibility.faces.oqs.sent import DEEPEST, MOST_ELEMENTS, Sent

ROOT: Final = "XmlMsg"
HEADER, BODY = "MessageHeader", "MessageBody"
_BLANKS: Final = " \t\r\n"
_NOWHERE: Final = -1
NAMES_OF_ENCODINGS: Final = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}


class NotReadable(ValueError):
    """It is no message; ``why`` and ``why_ja`` repeat nothing of it."""

    def __init__(self, why: str, why_ja: str) -> None:
        super().__init__(why)
        self.why, self.why_ja = why, why_ja


def read_xml(text: str) -> Sent:
    """Return the root element's content; raises NotReadable."""
    if "\0" in text:
        # Expat would take it for UTF-16, whatever it is told.
        raise NotReadable("It holds the character NUL.", "NUL文字が含まれています。")
    reader = _Reader(text.lstrip(_BLANKS).encode())
    try:
        reader.parse()
    except expat.ExpatError as error:
        raise NotReadable(
            f"It is no XML from line {error.lineno}, column {error.offset + 1} on.",
            f"{error.lineno}行{error.offset + 1}桁目以降がXMLではありません。",
        ) from None
    if reader.root_name != ROOT:
        raise NotReadable("Its root is not XmlMsg.", "ルート要素がXmlMsgではありません。")
    return reader.root


def write_xml(message: Members, encoding: str) -> bytes:
    """Return the message in ``encoding``, ``utf-8`` or ``cp932``; what that lacks of an echo is a reference."""
    parts = [_declaration(encoding), f"<{ROOT}>"]
    _write(message, parts)
    parts.append(f"</{ROOT}>")
    return _encoded(parts, encoding)


def xml_around(header: Members, encoding: str) -> tuple[bytes, bytes]:
    """Return what stands before and behind the units of a message that is written piece by piece."""
    parts = [_declaration(encoding), f"<{ROOT}>"]
    _write([(HEADER, header)], parts)
    parts.append(f"<{BODY}>")
    return _encoded(parts, encoding), f"</{BODY}></{ROOT}>".encode()


def xml_piece(name: str, units: Sequence[Members], encoding: str) -> bytes:
    """Return units one behind the other."""
    parts: list[str] = []
    _write([(name, unit) for unit in units], parts)
    return _encoded(parts, encoding)


def _declaration(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{NAMES_OF_ENCODINGS[encoding]}" standalone="no"?>\n'


def _encoded(parts: Sequence[str], encoding: str) -> bytes:
    return "".join(parts).encode(encoding, "xmlcharrefreplace")


def _write(members: Members, parts: list[str]) -> None:
    for name, value in members:
        if isinstance(value, str):
            parts.append(f"<{name}>{_markup(value)}</{name}>")
        elif isinstance(value, Repeated):
            _write([(name, item) for item in value.items], parts)
        else:
            parts.append(f"<{name}>")
            _write([(value.member, item) for item in value.items] if isinstance(value, Listing) else value, parts)
            parts.append(f"</{name}>")


def _markup(text: str) -> str:
    if isinstance(text, Text) and text.markup is not None:
        return text.markup
    return escape(text) if "&" in text or "<" in text or ">" in text else text


class _Reader:
    """Builds the tree while expat reads."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        # What the declaration says was heard when the bytes became text.
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = parser.CommentHandler = self._not_literal
        parser.ProcessingInstructionHandler = self._not_literal
        self._count = 0
        self._outside = Sent()
        self._open = [self._outside]
        # Of the innermost element, whose text it is until another begins in it: nothing else is kept of a structure.
        self._texts: list[str] = []
        self._begins = _NOWHERE
        self._is_literal = True

    @property
    def root_name(self) -> str:
        """The name of the root."""
        return next(iter(self._outside.members))

    @property
    def root(self) -> Sent:
        """The root."""
        return self._outside.structure(self.root_name)

    def parse(self) -> None:
        """Read it all; raises NotReadable or ExpatError."""
        self._parser.Parse(self._source, True)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST:
            raise NotReadable("It is nested too deeply.", "入れ子が深すぎます。")
        if self._count > MOST_ELEMENTS:
            raise NotReadable("It has too many elements.", "要素が多すぎます。")
        element, members = Sent(), self._open[-1].members
        if name in members:
            members[name].append(element)
        else:
            members[name] = [element]
        self._open.append(element)
        self._texts, self._begins, self._is_literal = [], _NOWHERE, True

    def _end(self, _name: str) -> None:
        ended = self._open.pop()
        if ended.members or not self._texts:
            return
        markup = None
        if self._is_literal:
            markup = self._source[self._begins : self._parser.CurrentByteIndex].decode()
        ended.text = Text("".join(self._texts), markup)

    def _text(self, text: str) -> None:
        if self._begins == _NOWHERE:
            self._begins = self._parser.CurrentByteIndex
        self._texts.append(text)

    def _not_literal(self, *_: object) -> None:
        self._is_literal = False


def _refuse_document_type(*_: object) -> None:
    raise NotReadable("It has a document type (DTD).", "文書型定義（DTD）は使用できません。")
