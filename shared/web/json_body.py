"""The one reader of JSON bodies, of the check path and of every route: what could be read in two ways is refused.

RFC 8259 without its freedoms: UTF-8 without a byte order mark, one value, no member twice, no NaN, no number beyond
what a double holds, no half of a surrogate pair.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from shared.errors import BodyUnreadable, Violation
from shared.web.media_types import JSON, Headers, must_be, must_not_be_encoded
from shared.web.pointers import pointer_to

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class _Repeated(Exception):
    """An object has a member twice."""


def read_json_body(headers: Headers, body: bytes) -> Any:
    """Return the value of a JSON body.

    Raises ContentEncodingUnsupported, MediaTypeUnsupported or BodyUnreadable, which say what is wrong with it.
    """
    headers = list(headers)
    if not body:
        raise _unreadable("It is empty.", "本文が空です。")
    must_not_be_encoded(headers)
    must_be(JSON, headers)
    return read_json(body)


def read_json(body: bytes) -> Any:
    """Return the one value that ``body`` holds; raises BodyUnreadable."""
    if body.startswith(_BYTE_ORDER_MARK):
        raise _unreadable("It begins with a byte order mark.", "先頭にBOMが付いています。BOMなしで送信してください。")
    encoding = json.detect_encoding(body)
    if encoding != "utf-8":
        # As JSON begins with ASCII, the zeros tell UTF-16 and UTF-32.
        raise _unreadable(
            f"It is {encoding[:6].upper()}, not UTF-8.",
            f"{encoding[:6].upper()} で送信されています。UTF-8で送信してください。",
        )
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _unreadable("It is not UTF-8.", "UTF-8として読み取れません。") from None
    try:
        value = _READER.decode(text)
        if _SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode()
    except _Repeated:
        raise _naming_what_is_repeated(text) from None
    except json.JSONDecodeError as error:
        raise _unreadable(
            f"It is no JSON from line {error.lineno}, column {error.colno} on.",
            f"{error.lineno}行{error.colno}桁目以降がJSONではありません。",
        ) from None
    except UnicodeEncodeError:
        raise _unreadable(
            "A text holds half of a surrogate pair.", "不完全なサロゲートペアが含まれています。"
        ) from None
    except RecursionError:
        raise _unreadable("It is nested too deeply.", "入れ子が深すぎます。") from None
    except ValueError:
        raise _unreadable("It holds a number that JSON cannot hold.", "表現できない数値が含まれています。") from None
    return value


def _unreadable(detail: str, detail_ja: str) -> BodyUnreadable:
    return BodyUnreadable(
        detail=f"The body cannot be read as JSON. {detail}", detail_ja=f"本文をJSONとして読み取れません。{detail_ja}"
    )


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Repeated
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("beyond a double")
    return number


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN or Infinity")


_READER = json.JSONDecoder(object_pairs_hook=_members_once, parse_float=_finite, parse_constant=_no_constant)


class _Members(list[tuple[str, Any]]):
    """An object as its members, also those that come twice."""


def _naming_what_is_repeated(text: str) -> BodyUnreadable:
    try:
        value = json.loads(text, object_pairs_hook=_Members)
    except (ValueError, RecursionError):
        # Wrong in another way too.
        value = None
    words = ("The member stands twice in one object.", "同じ名前の項目が2回あります。")
    places = dict.fromkeys(pointer_to(place) for place in _repeated(value, ()))
    return BodyUnreadable(
        [Violation(place, "repeated", *words) for place in places],
        detail=f"The body cannot be read as JSON. {words[0]}",
        detail_ja=f"本文をJSONとして読み取れません。{words[1]}",
    )


def _repeated(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each member that is given a second time."""
    if isinstance(value, _Members):
        seen = set()
        for name, member in value:
            if name in seen:
                yield (*place, name)
            seen.add(name)
            yield from _repeated(member, (*place, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _repeated(each, (*place, number))
