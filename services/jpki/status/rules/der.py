"""DER (X.690, 10) as far as OCSP needs it: a tag, a length, a content, each in the one form that DER allows. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

INTEGER, BIT_STRING, OCTET_STRING, NULL, OBJECT_IDENTIFIER, ENUMERATED = 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A
BOOLEAN, GENERALIZED_TIME, SEQUENCE = 0x01, 0x18, 0x30
_LONG_FORM, _MOST_LENGTH_OCTETS = 0x80, 4
_TAG_CONTINUES = 0x1F
_NINE_ONES = 0x1FF
_HEAD = 2
"""A tag and a length take at least so many octets."""


class NotDer(ValueError):
    """The octets are not DER of the expected form."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element that was read; ``encoded`` are all its octets."""

    tag: int
    content: bytes
    encoded: bytes


def tagged(number: int) -> int:
    """Return the tag of ``[number]`` around other elements."""
    return 0xA0 | number


def read_all(content: bytes) -> list[Element]:
    """Return the elements that follow each other in ``content``; raises NotDer."""
    found, begin = [], 0
    while begin < len(content):
        element = _read(content, begin)
        found.append(element)
        begin += len(element.encoded)
    return found


def read_one(content: bytes, tag: int) -> Element:
    """Return the only element of ``content``, which must have ``tag``; raises NotDer."""
    found = read_all(content)
    if len(found) != 1 or found[0].tag != tag:
        raise NotDer
    return found[0]


def read_integer(element: Element) -> int:
    """Return an INTEGER; raises NotDer."""
    octets = element.content
    if element.tag != INTEGER or not octets:
        raise NotDer
    # The first nine bits are not all alike, or the first octet is one too many (X.690, 8.3.2).
    if len(octets) > 1 and int.from_bytes(octets[:2], "big") >> 7 in (0, _NINE_ONES):
        raise NotDer
    return int.from_bytes(octets, "big", signed=True)


def write(tag: int, *contents: bytes) -> bytes:
    """Return an element with these contents one after the other."""
    content = b"".join(contents)
    length = len(content)
    if length < _LONG_FORM:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_FORM | len(octets)]) + octets + content


def write_time(at: datetime) -> bytes:
    """Return a GeneralizedTime in whole seconds of UTC, as RFC 5280 (4.1.2.5.2) wants them."""
    return write(GENERALIZED_TIME, at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())


def _read(octets: bytes, at: int) -> Element:
    begin = at + _HEAD
    if begin > len(octets) or octets[at] & _TAG_CONTINUES == _TAG_CONTINUES:
        raise NotDer
    length = octets[at + 1]
    if length >= _LONG_FORM:
        written = octets[begin : begin + length - _LONG_FORM]
        begin += length - _LONG_FORM
        # The indefinite length, an absurd one, zeros in front, or what fits the short form.
        if not 0 < len(written) <= _MOST_LENGTH_OCTETS or written[0] == 0:
            raise NotDer
        length = int.from_bytes(written, "big")
        if length < _LONG_FORM:
            raise NotDer
    end = begin + length
    if end > len(octets):
        raise NotDer
    return Element(octets[at], octets[begin:end], octets[at:end])
