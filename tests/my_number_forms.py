"""How a My Number is written into a field, and a body of every operation to write it into."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from shared.web.document import operations

# The check digit fits; every digit but the last is 5, so it is nobody's and easily seen.
MY_NUMBER = "555555555557"
_FOURS = ("5555", "5555", "5557")
_SEPARATORS = {
    "blank": " ",
    "two blanks": "  ",
    "ideographic space": "\u3000",
    "no-break space": "\u00a0",
    "tab": "\t",
    "hyphen-minus": "-",
    "full-width hyphen": "\uff0d",
    "hyphen (U+2010)": "\u2010",
    "minus (U+2212)": "\u2212",
    "en dash (U+2013)": "\u2013",
    "bar (U+2015)": "\u2015",
    "ruled line": "\u2500",
    "long vowel mark": "\u30fc",
    "half-width long vowel mark": "\uff70",
    "full stop": ".",
    "middle dot": "\u30fb",
    "slash": "/",
    "underscore": "_",
    "blank, hyphen, blank": " - ",
    "zero-width space": "\u200b",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
}
FORMS: Mapping[str, str] = {
    "plain": MY_NUMBER,
    "full width": MY_NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "kanji": MY_NUMBER.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "circled": MY_NUMBER.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")),
    "Arabic digits": MY_NUMBER.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "keycaps": "".join(f"{digit}\ufe0f\u20e3" for digit in MY_NUMBER),
    "sixes": "555555 555557",
    "threes": "555-555-555-557",
    "twos": "55.55.55.55.55.57",
    "ones": " ".join(MY_NUMBER),
    "word before": f"No.{MY_NUMBER}",
    "word and blank before": f"pt {MY_NUMBER}",
    "letter after": f"{MY_NUMBER}A",
    "number before": f"1-2-3 {'-'.join(_FOURS)}",
    "number after": f"{MY_NUMBER}-1",
    **{f"fours, {name}": mark.join(_FOURS) for name, mark in _SEPARATORS.items()},
}
"""Refused in every guarded field, by name."""
UNEVEN = ("5555555 55557", "5-55555555557", "55-5555-555-557")
"""Refused in every guarded field but a reference, in which machines write such groups of their own."""
WITH_ZEROS = ("0555555555557", "00555555555557", "05555-5555-5557", "0 5555 5555 5557")
"""Refused as 記号, 番号 and 照会番号: the look-up of the first two takes blanks and zeros away."""

Json = dict[str, Any]
Place = tuple[str | int, ...]


def bodies(document: Json) -> Iterator[tuple[str, str, Json]]:
    """The method, the path with example ids, and a body of every operation that takes JSON; of a check, two."""
    for (method, path), operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        addressed = path.format_map(_PATH_VALUES)
        whole = _example(document, content["schema"])
        yield method, addressed, _without(_BY_IDENTIFIERS, whole)
        if "demographics" in whole:
            yield method, addressed, _without(_BY_DEMOGRAPHICS, whole)


_ID = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
_PATH_VALUES = {
    "institution_code": "9910000018",
    **dict.fromkeys(("person_id", "coverage_id", "certificate_id", "registration_id", "consent_id"), _ID),
}
_BY_IDENTIFIERS = ("presence_proof", "recheck_of", "demographics", "check_id")
_BY_DEMOGRAPHICS = ("presence_proof", "recheck_of", "insured", "check_id")
"""What to leave out so that a person is named in one way."""


def _without(names: Sequence[str], value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(names, member) for name, member in value.items() if name not in names}
    return [_without(names, member) for member in value] if isinstance(value, list) else value


def texts(value: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Where texts stand in a body, with the name of each field."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from texts(member, (*at, name))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from texts(member, (*at, place))
    elif isinstance(value, str):
        yield at, next(str(step) for step in reversed(at) if isinstance(step, str))


def with_text(body: Json, place: Place, text: str) -> Json:
    """Return a copy of the body with ``text`` at that place."""
    changed = deepcopy(body)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = text
    return changed


def _example(document: Json, schema: Json) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for choice in _choices(schema):
        return _example(document, choice)
    if "properties" in schema:
        members = {member: _example(document, inner) for member, inner in schema["properties"].items()}
        return {member: value for member, value in members.items() if value is not None}
    if schema.get("type") == "array":
        item = _example(document, schema["items"])
        return [] if item is None else [item]
    return schema.get("const", schema.get("enum", [schema.get("default")])[0])


def _choices(schema: Json) -> Sequence[Json]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
