"""DER as X.690 writes it: octets from its examples (8.3, 8.9, 8.10) and from RFC 5280."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.jpki.status.rules import der


@pytest.mark.parametrize(
    ("octets", "number"),
    [("020100", 0), ("02017F", 127), ("02020080", 128), ("020180", -128), ("0202FF7F", -129), ("02020100", 256)],
)
def test_an_integer_is_read(octets: str, number: int) -> None:
    assert der.read_integer(der.read_one(bytes.fromhex(octets), der.INTEGER)) == number


@pytest.mark.parametrize("octets", ["0200", "0202007F", "0202FF80", "0402007F"])
def test_an_integer_in_no_octet_or_in_one_too_many_is_refused(octets: str) -> None:
    with pytest.raises(der.NotDer):
        der.read_integer(der.read_all(bytes.fromhex(octets))[0])


def test_elements_are_read_one_after_the_other() -> None:
    # X.690, 8.9: a SEQUENCE of an IA5String "Smith" and a BOOLEAN.
    sequence = der.read_one(bytes.fromhex("300A1605536D6974680101FF"), der.SEQUENCE)
    name, flag = der.read_all(sequence.content)

    assert (name.tag, name.content) == (0x16, b"Smith")
    assert (flag.tag, flag.content, flag.encoded) == (der.BOOLEAN, b"\xff", bytes.fromhex("0101FF"))


@pytest.mark.parametrize(
    "octets",
    [
        "04",  # No length.
        "040241",  # Fewer octets than the length says.
        "0480410000",  # The indefinite length.
        "04810141",  # The long form where the short one fits.
        "0482008141",  # A zero in front of the length.
        "048500000000014100",  # A length of five octets.
        "1F0100",  # A tag that goes on.
    ],
)
def test_what_is_ber_and_not_der_or_is_cut_is_refused(octets: str) -> None:
    with pytest.raises(der.NotDer):
        der.read_all(bytes.fromhex(octets))


@pytest.mark.parametrize("octets", ["", "050002", "05000500", "0400"])
def test_one_element_of_one_tag_is_just_that(octets: str) -> None:
    with pytest.raises(der.NotDer):
        der.read_one(bytes.fromhex(octets), der.NULL)


@pytest.mark.parametrize(("length", "head"), [(127, "047F"), (128, "048180"), (255, "0481FF"), (256, "04820100")])
def test_a_length_is_written_in_its_one_form_and_read_again(length: int, head: str) -> None:
    content = b"x" * length
    written = der.write(der.OCTET_STRING, content[:100], content[100:])

    assert written == bytes.fromhex(head) + content
    assert der.read_one(written, der.OCTET_STRING).content == content


def test_a_time_is_written_in_whole_seconds_of_utc() -> None:
    at = datetime(2026, 11, 20, 9, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=9)))

    assert der.write_time(at) == b"\x18\x0f20261120003015Z"
    assert der.write_time(at.astimezone(UTC)) == der.write_time(at)


def test_a_tag_of_ones_own_is_constructed_and_of_its_context() -> None:
    assert [der.tagged(number) for number in (0, 1, 2)] == [0xA0, 0xA1, 0xA2]
