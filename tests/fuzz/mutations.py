"""Valid examples, changed: a byte, a token, a part of the structure. The same random numbers make the same input."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

ODD_TEXTS = (
    "",
    " ",
    "\0",
    "\ufeff",
    "\ud800",
    "\u202e",
    "\u3000",
    "é",
    "²",
    "𠮷",
    "%00",
    "%",
    "..",
    "../..",
    "'",
    '"',
    "\\",
    "{}",
    "null",
    "NaN",
    "-1",
    "0",
    "1e400",
    "9" * 19,
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-11-20T00:00:00+24:00",
    "A" * 70_000,
)
"""What numbers, days, names and paths trip over."""
ODD_VALUES: Sequence[Any] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63,
    2**64,
    10**30,
    1.5,
    -0.0,
    [],
    {},
    [[]],
    [None],
    {"": None},
    *ODD_TEXTS,
)
ODD_BYTES = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\x81",
    b"\r\n",
    b"\t",
    b"\x1b",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&#0;",
    b"&#x110000;",
    b"<?xml version='1.1'?>",
    b"<a>" * 20,
    b"</a>",
    b"[" * 100,
    b'{"a":' * 100,
    b"e9999",
    b"\\ud800",
    b"\\u0000",
)
_LONGEST_RUN = 40


def changed_bytes(given: bytes, random: Random) -> bytes:
    """Return ``given`` with one to four changes of its bytes."""
    content = bytearray(given)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        random.choice(_BYTE_CHANGES)(content, random)
    return bytes(content)


def _place(content: bytearray, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _run(content: bytearray, random: Random) -> slice:
    begin = _place(content, random)
    return slice(begin, begin + random.randrange(1, _LONGEST_RUN))


def _flip(content: bytearray, random: Random) -> None:
    if content:
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def _replace(content: bytearray, random: Random) -> None:
    if content:
        content[random.randrange(len(content))] = random.randrange(256)


def _insert_odd(content: bytearray, random: Random) -> None:
    place = _place(content, random)
    content[place:place] = random.choice(ODD_BYTES)


def _remove(content: bytearray, random: Random) -> None:
    del content[_run(content, random)]


def _repeat(content: bytearray, random: Random) -> None:
    run = content[_run(content, random)]
    place = _place(content, random)
    content[place:place] = run * random.choice((1, 1, 2, 50))


def _cut(content: bytearray, random: Random) -> None:
    del content[_place(content, random) :]


def _random(content: bytearray, random: Random) -> None:
    place = _place(content, random)
    content[place:place] = random.randbytes(random.randrange(1, _LONGEST_RUN))


_BYTE_CHANGES: Sequence[Callable[[bytearray, Random], None]] = (
    _flip,
    _replace,
    _insert_odd,
    _remove,
    _repeat,
    _cut,
    _random,
)


def changed_value(given: Any, random: Random) -> Any:
    """Return a JSON value with one change somewhere in its structure."""
    if isinstance(given, dict) and given and random.random() < 0.85:
        members = dict(given)
        name = random.choice(list(members))
        kind = random.randrange(8)
        if kind == 0:
            del members[name]
        elif kind == 1:
            members[random.choice(ODD_TEXTS)] = random.choice(ODD_VALUES)
        elif kind == 2:
            members[name] = members[random.choice(list(members))]
        else:
            members[name] = changed_value(members[name], random)
        return members
    if isinstance(given, list) and given and random.random() < 0.85:
        items = list(given)
        place = random.randrange(len(items))
        items[place] = changed_value(items[place], random)
        return items * random.choice((1, 1, 1, 2, 20))
    if isinstance(given, str) and random.random() < 0.5:
        return changed_text(given, random)
    return random.choice(ODD_VALUES)


def changed_text(given: str, random: Random) -> str:
    """Return a text with one change."""
    if random.random() < 0.3:
        return random.choice(ODD_TEXTS)
    place = random.randrange(len(given) + 1)
    return given[:place] + random.choice(ODD_TEXTS) + given[place + random.randrange(3) :]


def written(value: Any, random: Random) -> bytes:
    """Return a value as JSON, now and then with its bytes changed, or with a member that stands twice."""
    content = json.dumps(value, ensure_ascii=random.random() < 0.5).encode(errors="surrogatepass")
    kind = random.randrange(10)
    if kind == 0:
        return changed_bytes(content, random)
    if kind == 1 and content.startswith(b'{"') and len(content) > 2:
        name = content[1 : content.index(b'"', 2) + 1]
        return b"{" + name + b":null," + content[1:]
    return content
