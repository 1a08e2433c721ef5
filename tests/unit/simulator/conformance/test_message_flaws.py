"""How a message is written: what breaks a rule though it is read, and what comes near."""

import pytest

from simulator.conformance.message_elements import BODY, HEADER, all_of, first_of
from simulator.conformance.message_flaws import flaws_of
from tests.unit.simulator.conformance.told import LOOK, NUMBER, PERSON, notes, raw, xml

DECLARED = '<?xml version="1.0" encoding="Shift_JIS" standalone="no"?><XmlMsg/>'


def found(
    text: str = "", kind: str = "siquc01", content_type: str = "application/xml", body: str = "<XmlMsg/>"
) -> tuple[str, ...]:
    told = notes(kind, text)
    people = all_of(first_of(told.sent, BODY), "QualificationConfirmSearchInfo")
    numbers = all_of(first_of(told.sent, BODY), "ReferenceNumberRegistrationInfo")
    return flaws_of(told, raw(content_type, body), first_of(told.sent, HEADER), [*people, *numbers])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (xml(), "siquc01"),
        (xml(PERSON.replace("06990001", "  138057")), "siquc01"),
        (xml(PERSON.replace("記1", "髙﨑①Ⅲ")), "siquc01"),
        (xml(PERSON + PERSON), "muquc01"),
        (xml(NUMBER), "siimm01"),
        (xml(NUMBER.replace("<ReferenceNumber>000124</ReferenceNumber>", "") + NUMBER), "muimm01"),
        (xml(LOOK), "muquc02"),
    ],
)
def test_what_is_written_well_has_no_flaw(text: str, kind: str) -> None:
    assert found(text, kind) == ()


def test_a_birthdate_before_the_insurer_is_out_of_order() -> None:
    birthdate = "<Birthdate>19800101</Birthdate>"
    moved = PERSON.replace(birthdate, "").replace("<InsurerNumber>", f"{birthdate}<InsurerNumber>")

    assert found(xml(moved)) == ("message-in-order",)


def test_a_body_before_its_header_is_out_of_order() -> None:
    assert found(f"<XmlMsg><MessageBody>{PERSON}</MessageBody><MessageHeader/></XmlMsg>") == ("message-in-order",)


@pytest.mark.parametrize("character", ["〜", "−", "𠮷", "é"])
def test_a_character_that_cp932_lacks_is_outside_the_set(character: str) -> None:
    assert found(xml(PERSON.replace("記1", character))) == ("message-characters-of-the-set",)
    assert found(
        xml(header=f"<MessageHeader><ArbitraryFileIdentifier>{character}</ArbitraryFileIdentifier></MessageHeader>")
    ) == ("message-characters-of-the-set",)


def test_a_number_of_six_digits_without_blanks_is_not_in_eight() -> None:
    assert found(xml(PERSON.replace("06990001", "138057"))) == ("insurer-number-in-eight",)


def test_a_check_without_its_flag_leaves_consent_open_and_many_people_have_none() -> None:
    flag = "<LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>"
    without = xml(PERSON.replace(flag, ""))

    assert found(without) == ("consent-flag-told",)
    assert found(without, "muquc01") == ()


@pytest.mark.parametrize(
    ("content_type", "flaws"),
    [
        ("application/xml; charset=utf-8", ("message-charset-one",)),
        ("application/xml; charset=Windows-31J", ()),
        ("application/xml", ()),
    ],
)
def test_two_charsets_are_one_too_many(content_type: str, flaws: tuple[str, ...]) -> None:
    assert found(content_type=content_type, body=DECLARED) == flaws
