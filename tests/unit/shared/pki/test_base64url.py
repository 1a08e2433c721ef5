"""The examples are those of RFC 4648, 10, and what else decodes to the same octets."""

from base64 import urlsafe_b64encode
from binascii import a2b_base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.pki import base64url


@pytest.mark.parametrize(
    ("text", "octets"),
    [("Zg", b"f"), ("Zm8", b"fo"), ("Zm9v", b"foo"), ("Zm9vYg", b"foob"), ("Zm9vYmE", b"fooba"), ("-_8", b"\xfb\xff")],
)
def test_octets_have_one_spelling(text: str, octets: bytes) -> None:
    assert base64url.decode(text) == octets


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zg==",
        "Zh",
        "Zv",
        "Zm9",
        "Zm-",
        "Z",
        "Zm9vY",
        "Zm8=",
        "Zm9v\n",
        "Zm 9v",
        " Zm9v",
        "+_8",
        "-/8",
        "Zm9vÿ",
        "Ｚm9v",
        "Zm9v\0",
    ],
)
def test_another_spelling_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the one that is told
        base64url.decode(text)


@given(st.text(alphabet="AQgwEIMUYcko048sZm9-_=+/ \n", min_size=1, max_size=12))
def test_no_two_texts_are_the_same_octets(text: str) -> None:
    try:
        octets = base64url.decode(text)
    except ValueError:
        return
    assert urlsafe_b64encode(octets).rstrip(b"=").decode() == text


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=300) | st.sampled_from("AQgwZm9-_"), max_size=24))
def test_it_takes_what_binascii_takes_when_it_is_strict(text: str) -> None:
    try:
        standard = text.encode("ascii").translate(bytes.maketrans(b"-_+/=", b"+/\0\0\0"))
        octets: bytes | None = a2b_base64(standard + b"=" * (-len(standard) % 4), strict_mode=True)
    except ValueError:
        octets = None
    # Python's takes bits that mean nothing, and an empty text.
    if octets is not None and (not text or urlsafe_b64encode(octets).rstrip(b"=").decode() != text):
        octets = None
    try:
        assert base64url.decode(text) == octets
    except ValueError:
        assert octets is None
