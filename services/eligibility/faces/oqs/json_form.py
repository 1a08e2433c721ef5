"""Messages as JSON: the same names, every leaf a string, what is absent is absent. Pure."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from services.eligibility.faces.oqs.fields import Listing, Members, Repeated, Text, Value
from services.eligibility.faces.oqs.sent import DEEPEST, Sent
from services.eligibility.faces.oqs.xml_form import BODY, HEADER, ROOT, NotReadable

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_json_message(value: Any) -> Sent:
    """Return the message of a JSON value, with or without the name of the root around it; raises NotReadable."""
    if isinstance(value, dict) and set(value) == {ROOT}:
        value = value[ROOT]
    if not isinstance(value, dict):
        raise NotReadable("It is no object.", "オブジェクトではありません。")
    return _element(value, 0)


def write_json(message: Members) -> bytes:
    """Return the message as JSON in UTF-8."""
    return msgspec.json.encode({ROOT: _object(message)})


def json_around(header: Members, name: str) -> tuple[bytes, bytes]:
    """Return what stands before and behind the units ``name`` of a message in JSON."""
    start, end = msgspec.json.encode({ROOT: {HEADER: _object(header), BODY: {name: []}}}).rsplit(b"]", 1)
    return start, b"]" + end


def json_piece(units: Sequence[Members]) -> bytes:
    """Return units with commas between them."""
    return b",".join(msgspec.json.encode(_object(unit)) for unit in units)


def _element(value: Any, depth: int) -> Sent:
    if depth > DEEPEST:
        raise NotReadable("It is nested too deeply.", "入れ子が深すぎます。")
    if isinstance(value, dict):
        members = {name: found for name, member in value.items() if (found := _all(member, depth + 1))}
        return Sent(members=members)
    if isinstance(value, bool):
        return Sent(Text("1" if value else "0"))
    text = str(value)
    if _NOT_IN_XML.search(text):
        # It could not come back, nor be written where XML is asked for.
        raise NotReadable("It holds a character that XML does not have.", "XMLで使用できない文字が含まれています。")
    return Sent(Text(text))


def _all(value: Any, depth: int) -> list[Sent]:
    if value is None:
        return []
    return [_element(each, depth) for each in value] if isinstance(value, list) else [_element(value, depth)]


def _object(members: Members) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in members:
        found[name] = _json_of(value)
    return found


def _json_of(value: Value) -> Any:
    if isinstance(value, str):
        # Of a Text only the text.
        return str(value)
    if isinstance(value, Listing):
        items = [_object(item) for item in value.items]
        return [{value.member: item} for item in items] if value.wraps else items
    if isinstance(value, Repeated):
        return [_json_of(item) for item in value.items]
    return _object(value)
