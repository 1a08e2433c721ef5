"""In what form a body came: its Content-Type and Content-Encoding, judged before anything of it is read.

A body without Content-Type is refused: a page in a browser can send one anywhere without asking first, and the
simulated card takes no token. What was sent is named only where it is one of the usual mistakes; anything else may be
content.
"""

import re
from collections.abc import Iterable

from shared.errors import ContentEncodingUnsupported, MediaTypeUnsupported

Headers = Iterable[tuple[bytes, bytes]]
JSON = "application/json"
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110, 5.6.2
_PARAMETER = rf'({_TOKEN})=({_TOKEN}|"(?:[^"\\]|\\.)*")'
_MEDIA_TYPE = re.compile(rf"({_TOKEN}/{_TOKEN})((?:[ \t]*;[ \t]*(?:{_PARAMETER})?)*)[ \t]*")
_EACH_PARAMETER = re.compile(_PARAMETER)
_UTF_8 = frozenset({"utf-8", "utf8"})
_USUAL_TYPES = (
    "text/plain",
    "text/json",
    "text/xml",
    "text/html",
    "text/csv",
    "application/xml",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/x-ndjson",
    "application/fhir+json",
    "application/json",
    "application/ocsp-request",
)
_USUAL_CHARSETS = (
    "shift_jis",
    "windows-31j",
    "cp932",
    "ms932",
    "sjis",
    "euc-jp",
    "iso-2022-jp",
    "iso-8859-1",
    "us-ascii",
    "windows-1252",
    "utf-7",
    "utf-16",
    "utf-16le",
    "utf-16be",
    "utf-32",
)
_USUAL_CODINGS = ("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress")


def must_be(wanted: str, headers: Headers) -> None:
    """Raise MediaTypeUnsupported unless the body says that it is ``wanted``, in UTF-8 where it names a charset."""
    lines = lines_of(b"content-type", headers)
    if not lines:
        raise _unsupported(wanted, "without a Content-Type", "Content-Type がありません")
    if lines == [wanted]:
        return
    read = _MEDIA_TYPE.fullmatch(lines[0].strip()) if len(lines) == 1 else None
    if read is None:
        raise _unsupported(
            wanted, "with a Content-Type that cannot be read as one", "Content-Type を一つの値として読み取れません"
        )
    sent = read[1].lower()
    if sent != wanted:
        named = sent if sent in _USUAL_TYPES else None
        raise _unsupported(
            wanted, f"as {named or 'another media type'}", f"{named or '別のメディアタイプ'} として送信されています"
        )
    charsets = {value.strip('"').lower() for name, value in _EACH_PARAMETER.findall(read[2]) if _is_charset(name)}
    for charset in sorted(charsets - _UTF_8):
        named = charset if charset in _USUAL_CHARSETS else None
        raise _unsupported(
            f"{wanted} in UTF-8",
            f"in the charset {named}" if named else "in another charset",
            f"文字コード {named} で送信されています" if named else "別の文字コードで送信されています",
        )


def media_type_of(headers: Headers) -> tuple[str, str | None]:
    """Return the media type and the charset that a body came with, in small letters; raises MediaTypeUnsupported."""
    lines = lines_of(b"content-type", headers)
    read = _MEDIA_TYPE.fullmatch(lines[0].strip()) if len(lines) == 1 else None
    if read is None:
        raise MediaTypeUnsupported
    charsets = {value.strip('"').lower() for name, value in _EACH_PARAMETER.findall(read[2]) if _is_charset(name)}
    if len(charsets) > 1:
        # Which of them is meant, nobody can tell.
        raise MediaTypeUnsupported
    return read[1].lower(), next(iter(charsets), None)


def must_not_be_encoded(headers: Headers) -> None:
    """Raise ContentEncodingUnsupported where the body is compressed, or says so."""
    codings = [each.strip().lower() for line in lines_of(b"content-encoding", headers) for each in line.split(",")]
    for coding in codings:
        if coding not in ("", "identity"):
            named = coding if coding in _USUAL_CODINGS else None
            raise ContentEncodingUnsupported(
                detail=f"The body came with the content coding {named or 'of another kind'}; send it as it is.",
                detail_ja=f"本文が {named or '別の方式'} で符号化されています。符号化せずに送信してください。",
            )


def lines_of(name: bytes, headers: Headers) -> list[str]:
    """Return every line of a header, in order."""
    return [value.decode("latin-1") for each, value in headers if each == name]


def _is_charset(name: str) -> bool:
    return name.lower() == "charset"


def _unsupported(wanted: str, how: str, how_ja: str) -> MediaTypeUnsupported:
    return MediaTypeUnsupported(
        detail=f"The body came {how}; {wanted} is wanted.",
        detail_ja=f"本文: {how_ja}。{wanted} で送信してください。",
    )
