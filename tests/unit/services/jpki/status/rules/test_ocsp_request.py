"""Which OCSP requests can be read: RFC 6960 (4.1, A.1), RFC 9654 (nonces)."""

from base64 import b64encode
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.jpki.authority.rules.generations import make_authority
from services.jpki.odd.der import element
from services.jpki.status.rules.der import NotDer
from services.jpki.status.rules.ocsp_request import read_request, request_in_path
from tests.odd_certificates.questions import NONCE, SHA_1, extension, named, nonce, request, requestor

AUTHORITY = make_authority(3, date(2026, 11, 20))
ONE = named(AUTHORITY, 4096)
UNKNOWN = bytes.fromhex("883701")
PLAIN = request([ONE])


@pytest.mark.parametrize("length", [1, 16, 32, 128])
def test_a_nonce_of_1_to_128_octets_is_taken(length: int) -> None:
    assert read_request(request([ONE], extensions=[nonce(b"n" * length)])).nonce == b"n" * length


@pytest.mark.parametrize("length", [0, 129, 1000])
def test_another_nonce_is_not(length: int) -> None:
    with pytest.raises(NotDer):
        read_request(request([ONE], extensions=[nonce(b"n" * length)]))


@pytest.mark.parametrize(
    "der",
    [
        PLAIN,
        request([ONE], before=element(0xA0, element(0x02, b"\x00"))),
        request([ONE], before=requestor()),
        request([ONE], after=element(0xA0, element(0x30, b"whatever"))),
        request([ONE], extensions=[extension(UNKNOWN, b"")]),
        request([named(AUTHORITY, 4096, more=element(0xA0, element(0x30, extension(UNKNOWN, b""))))]),
        request([ONE], extensions=[extension(bytes.fromhex("2b0601050507300104"), b"", critical=True)]),
    ],
    ids=["plain", "version 1", "requestor", "signed", "extension", "extension of one", "types of answers"],
)
def test_what_may_be_said_beside_is_passed_over(der: bytes) -> None:
    (certificate,) = read_request(der).certificates
    assert (certificate.serial_number, certificate.algorithm.name) == (4096, "sha1")


def test_a_hundred_certificates_are_asked_about_at_once() -> None:
    assert len(read_request(request([ONE] * 100)).certificates) == 100
    with pytest.raises(NotDer):
        read_request(request([ONE] * 101))


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"no request",
        PLAIN + b"\x00",
        PLAIN[:-1],
        request([]),
        request([ONE], before=element(0xA0, element(0x02, b"\x01"))),
        request([ONE], after=element(0xA1, b"")),
        request([ONE], extensions=[extension(UNKNOWN, b"", critical=True)]),
        request([ONE], extensions=[nonce(b"n"), nonce(b"n")]),
        request([ONE], extensions=[extension(NONCE, b"n" * 16)]),
        request([ONE], extensions=[element(0x30, b"")]),
        request([named(AUTHORITY, 4096, more=element(0xA0, element(0x30, extension(UNKNOWN, b"", critical=True))))]),
        request([named(AUTHORITY, 4096, algorithm=element(0x30, element(0x06, UNKNOWN)))]),
        request(
            [named(AUTHORITY, 4096, algorithm=element(0x30, element(0x06, bytes.fromhex("2b0e03021a")) + b"\x02\x00"))]
        ),
        request([element(0x30, element(0x30, SHA_1))]),
        b"\x30\x80" + PLAIN[2:] + b"\x00\x00",
        b"\x30\x81" + PLAIN[1:],
        b"\x3f\x30\x00",
    ],
    # Names of their own: the octets hold the hash of a key that is made anew in every process.
    ids=[
        "nothing",
        "text",
        "one octet more",
        "one octet less",
        "no certificate",
        "version 2",
        "unknown field",
        "critical extension",
        "two nonces",
        "nonce without its octet string",
        "empty extension",
        "critical extension of one",
        "unknown hash",
        "hash with odd parameters",
        "certificate without names",
        "indefinite length",
        "long form of a short length",
        "tag of several octets",
    ],
)
def test_what_no_standard_allows_is_not_read(der: bytes) -> None:
    with pytest.raises(NotDer):
        read_request(der)


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
def test_a_changed_octet_makes_another_request_or_none(place: int, octet: int) -> None:
    changed = PLAIN[:place] + bytes([octet]) + PLAIN[place + 1 :]
    try:
        read = read_request(changed)
    except NotDer:
        return
    assert (len(read.certificates), read.nonce) == (1, None)


def test_a_request_in_a_path_is_read_with_its_lines_wrapped() -> None:
    text = b64encode(PLAIN).decode()
    assert request_in_path(text) == PLAIN
    assert request_in_path(text[:40] + "\r\n" + text[40:] + "\n") == PLAIN


@pytest.mark.parametrize("text", ["M", "MEM=w", "M EM", "-_-_", "ＭＥＭｗ", "MEMw\0"])
def test_what_is_no_base64_is_no_request(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the one that is told
        request_in_path(text)
