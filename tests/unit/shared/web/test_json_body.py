"""The one reader of JSON bodies: what it takes, and what it says of what it does not take."""

from typing import Any

import pytest

from shared.errors import BodyUnreadable, ContentEncodingUnsupported, MediaTypeUnsupported
from shared.web.json_body import read_json, read_json_body

PLAIN = [(b"content-type", b"application/json")]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (b' \n"\xe6\xa8\xa1" ', "模"),
        (b'{"a": {"b": 1}, "b": 2}', {"a": {"b": 1}, "b": 2}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b"1e308", 1e308),
    ],
)
def test_json_is_read(body: bytes, value: Any) -> None:
    assert read_json(body) == value


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\xef\xbb\xbf{}", "It begins with a byte order mark."),
        ("{}".encode("utf-16"), "It is UTF-16, not UTF-8."),
        ("{}".encode("utf-16-be"), "It is UTF-16, not UTF-8."),
        ("{}".encode("utf-32-le"), "It is UTF-32, not UTF-8."),
        ('"模"'.encode("cp932"), "It is not UTF-8."),
        (b'"\xed\xa0\x80"', "It is not UTF-8."),
        (b"{} {}", "It is no JSON from line 1, column 4 on."),
        (b"{}\n]", "It is no JSON from line 2, column 1 on."),
        (b'{"a": 1,}', "It is no JSON from line 1, column 9 on."),
        (b"{'a': 1}", "It is no JSON from line 1, column 2 on."),
        (b'{"a": NaN}', "It holds a number that JSON cannot hold."),
        (b"[-Infinity]", "It holds a number that JSON cannot hold."),
        (b"1e309", "It holds a number that JSON cannot hold."),
        (b"1" * 5_000, "It holds a number that JSON cannot hold."),
        (b'"\\ud800"', "A text holds half of a surrogate pair."),
        (b'{"\\udfff": 1}', "A text holds half of a surrogate pair."),
        (b"[" * 60_000, "It is nested too deeply."),
        (b" ", "It is no JSON from line 1, column 2 on."),
    ],
)
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(BodyUnreadable) as refused:
        read_json(body)

    assert refused.value.detail == f"The body cannot be read as JSON. {why}"
    assert refused.value.detail_ja.startswith("本文をJSONとして読み取れません。")


def test_every_member_that_stands_twice_is_named() -> None:
    with pytest.raises(BodyUnreadable) as refused:
        read_json(b'{"a": 1, "items": [{}, {"b/c": 1, "b/c": 2}], "a": {"d": 1, "d": 1}}')

    assert [each.pointer for each in refused.value.violations] == ["/items/1/b~1c", "/a", "/a/d"]
    assert {each.code for each in refused.value.violations} == {"repeated"}


def test_an_empty_body_is_said_to_be_empty_whatever_its_type() -> None:
    with pytest.raises(BodyUnreadable) as refused:
        read_json_body([], b"")

    assert refused.value.detail == "The body cannot be read as JSON. It is empty."


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/json;",
        "application/json ; charset=utf8 ; version=1",
    ],
)
def test_json_in_utf_8_is_taken_however_it_says_so(content_type: str) -> None:
    assert read_json_body([(b"content-type", content_type.encode())], b"{}") == {}


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ([], "The body came without a Content-Type; application/json is wanted."),
        ([(b"content-type", b"text/plain")], "The body came as text/plain; application/json is wanted."),
        (
            [(b"content-type", b"application/x-www-form-urlencoded")],
            "The body came as application/x-www-form-urlencoded; application/json is wanted.",
        ),
        ([(b"content-type", b"patient/1024")], "The body came as another media type; application/json is wanted."),
        (
            [(b"content-type", b"application/json; charset=Shift_JIS")],
            "The body came in the charset shift_jis; application/json in UTF-8 is wanted.",
        ),
        (
            [(b"content-type", b"application/json; charset=patient-1024")],
            "The body came in another charset; application/json in UTF-8 is wanted.",
        ),
        (
            [(b"content-type", b"application/json; charset=utf-8; charset=utf-16")],
            "The body came in the charset utf-16; application/json in UTF-8 is wanted.",
        ),
        (
            PLAIN * 2,
            "The body came with a Content-Type that cannot be read as one; application/json is wanted.",
        ),
        (
            [(b"content-type", b"application/json, text/plain")],
            "The body came with a Content-Type that cannot be read as one; application/json is wanted.",
        ),
    ],
)
def test_another_media_type_is_named_where_it_is_a_usual_one(headers: list[tuple[bytes, bytes]], detail: str) -> None:
    with pytest.raises(MediaTypeUnsupported) as refused:
        read_json_body(headers, b"{}")

    assert refused.value.detail == detail
    assert "1024" not in refused.value.detail_ja


@pytest.mark.parametrize(
    ("coding", "named"), [("gzip", "gzip"), ("identity, BR", "br"), ("patient-1024", "of another kind")]
)
def test_a_compressed_body_is_refused(coding: str, named: str) -> None:
    with pytest.raises(ContentEncodingUnsupported) as refused:
        read_json_body([*PLAIN, (b"content-encoding", coding.encode())], b"{}")

    assert refused.value.detail == f"The body came with the content coding {named}; send it as it is."


def test_identity_is_no_coding() -> None:
    assert read_json_body([*PLAIN, (b"content-encoding", b"identity")], b"[]") == []
