"""Messages as XML: read without anything external, written as the real interface writes them. Pure.

Read with expat alone: no document type, so no entity beside the five of XML, nothing external, a bounded depth and
number of elements. What an element holds is kept twice, as text and as it stood, so that an echo is the literal text.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from services.eligibility.faces.oqs.fields import Listing, Members, Repeated, Text
from services.eligibility.faces.oqs.sent import DEEPEST, MOST_ELEMENTS, NO_TEXT, Sent

ROOT: Final = "XmlMsg"
HEADER, BODY = "MessageHeader", "MessageBody"
_BLANKS: Final = " \t\r\n"
_BETWEEN_ELEMENTS: Final = re.compile(rb">[ \t\r\n]+<")
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
    source = text.lstrip(_BLANKS).encode()
    if source.count(b"<") - source.count(b"</") > MOST_ELEMENTS:
        raise NotReadable("It has too many elements.", "要素が多すぎます。")
    try:
        outside = _tree_of(source)
    except expat.ExpatError as error:
        raise NotReadable(
            f"It is no XML from line {error.lineno}, column {error.offset + 1} on.",
            f"{error.lineno}行{error.offset + 1}桁目以降がXMLではありません。",
        ) from None
    if ROOT not in outside.members:
        raise NotReadable("Its root is not XmlMsg.", "ルート要素がXmlMsgではありません。")
    return outside.structure(ROOT)


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
            # Almost every text is letters and digits, which is known at once; an echo is written as it stood.
            text = value if type(value) is str and value.isalnum() else _markup(value)
            parts.append(f"<{name}>{text}</{name}>")
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


def _tree_of(source: bytes) -> Sent:
    """Return what stands around the root; raises NotReadable or ExpatError."""
    # What the declaration says was heard when the bytes became text.
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    outside = Sent()
    open_ = [outside]

    def start(name: str, _attributes: object) -> None:
        if len(open_) > DEEPEST:
            raise NotReadable("It is nested too deeply.", "入れ子が深すぎます。")
        element, members = Sent(), open_[-1].members
        if name in members:
            members[name].append(element)
        else:
            members[name] = [element]
        open_.append(element)

    parser.StartElementHandler = start
    if _is_as_written(source):
        _hear_texts(parser, open_)
    else:
        _Literals(parser, source, open_).hear(start)
    parser.Parse(source, True)
    return outside


def _is_as_written(source: bytes) -> bool:
    """Tell whether every leaf stands there as it would be written: no reference, CDATA or bracket is in a text."""
    if b"&" in source or b"<!" in source or source.count(b"<") != source.count(b">"):
        return False
    # An end of line is read as another one than it was.
    return b"\r" not in source or b"\r" not in _BETWEEN_ELEMENTS.sub(b"><", source)


def _hear_texts(parser: expat.XMLParserType, open_: list[Sent]) -> None:
    parser.buffer_text = True

    def text(text: str) -> None:
        element = open_[-1]
        if not element.members:
            # Of a long text it is one of several parts.
            element.text = Text(element.text + text) if element.text else Text(text)

    def end(_name: str) -> None:
        ended = open_.pop()
        if ended.members:
            ended.text = NO_TEXT

    parser.CharacterDataHandler = text
    parser.EndElementHandler = end


class _Literals:
    """Keeps of each leaf how it stood in the source."""

    def __init__(self, parser: expat.XMLParserType, source: bytes, open_: list[Sent]) -> None:
        self._parser, self._source, self._open = parser, source, open_
        # Of the innermost element, whose text it is until another begins in it: nothing else is kept of a structure.
        self._texts: list[str] = []
        self._begins = _NOWHERE
        self._is_literal = True

    def hear(self, start: Callable[[str, object], None]) -> None:
        """Take part in the reading."""

        def start_anew(name: str, attributes: object) -> None:
            start(name, attributes)
            self._texts, self._begins, self._is_literal = [], _NOWHERE, True

        parser = self._parser
        parser.StartElementHandler = start_anew
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = parser.CommentHandler = self._not_literal
        parser.ProcessingInstructionHandler = self._not_literal

    def _end(self, _name: str) -> None:
        ended = self._open.pop()
        if ended.members or not self._texts:
            return
        markup = None
        if self._is_literal:
            markup = self._source[self._begins : self._parser.CurrentByteIndex].decode()
        ended.text = Text.marked_up("".join(self._texts), markup)

    def _text(self, text: str) -> None:
        if self._begins == _NOWHERE:
            self._begins = self._parser.CurrentByteIndex
        self._texts.append(text)

    def _not_literal(self, *_: object) -> None:
        self._is_literal = False


def _refuse_document_type(*_: object) -> None:
    raise NotReadable("It has a document type (DTD).", "文書型定義（DTD）は使用できません。")
