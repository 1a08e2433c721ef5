"""DER as odd certificates take it apart and put it together: tag, length, content."""

_LONG_FORM = 0x80


def element(tag: int, content: bytes) -> bytes:
    """Return one element."""
    length = len(content)
    if length < _LONG_FORM:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_FORM | len(octets)]) + octets + content


def elements(content: bytes) -> list[tuple[int, bytes]]:
    """Return the elements that follow each other in ``content``, which is well formed."""
    found = []
    while content:
        length, begin = content[1], 2
        if length >= _LONG_FORM:
            begin += length - _LONG_FORM
            length = int.from_bytes(content[2:begin], "big")
        found.append((content[0], content[begin : begin + length]))
        content = content[begin + length :]
    return found
