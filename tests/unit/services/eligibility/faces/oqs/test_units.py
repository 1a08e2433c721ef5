"""One person of many, as XML and JSON, and what is kept of a request so that it can come back."""

import json

from services.eligibility.faces.oqs.codes import MessageCode
from services.eligibility.faces.oqs.fields import Members, Order, Repeated, Text, written
from services.eligibility.faces.oqs.frames import Frame
from services.eligibility.faces.oqs.kept import as_kept, kept_of
from services.eligibility.faces.oqs.records import RECORD
from services.eligibility.faces.oqs.units import CONFIRM_UNIT, RECORD_OF_MANY, REGISTRATION_UNIT, Unit

XML, JSON = "application/xml", "application/json"


def test_a_record_of_many_has_the_elements_that_the_interface_names() -> None:
    # interface, 3.7: elements 1 to 16 and 19 to 26.
    names = [field.name for field in RECORD_OF_MANY]
    assert (names[0], names[15], names[-1], len(names)) == (
        "InsuredCardClassification",
        "PostNumber",
        "ElderlyRecipientCertificateInfo",
        24,
    )
    assert not any("Cons" in name or name.startswith("Limit") for name in names)
    assert {field.name for field in RECORD} > set(names)


def test_what_was_sent_is_kept_with_its_markup() -> None:
    echo: Members = [("A", Text.marked_up("a&b", "a&amp;b")), ("B", Text("1"))]

    kept = kept_of(as_kept(echo, "誤り"))

    assert kept.echo == echo
    assert [getattr(text, "markup", "") for _, text in kept.echo] == ["a&amp;b", None]
    assert (kept.words, kept_of(None).echo) == ("誤り", [])


def test_a_unit_says_what_came_of_the_person() -> None:
    failed = Unit([("InsurerNumber", Text("1"))], MessageCode("X1", "誤り"), is_processed=False)

    assert written(REGISTRATION_UNIT, failed) == [
        ("ReferenceNumberRegistrationInfo", [("InsurerNumber", "1")]),
        ("ProcessingResultStatus", "2"),
        ("ProcessingResultCode", "X1"),
        ("ProcessingResultMessage", "誤り"),
    ]
    nobody = Unit([], None, is_processed=True, validity="4")
    assert written(CONFIRM_UNIT, nobody) == [("ProcessingResultStatus", "1"), ("QualificationValidity", "4")]


def test_a_message_in_pieces_is_the_same_in_both_forms() -> None:
    header: Members = [("SegmentOfResult", "1")]
    units: list[Members] = [[("A", "模擬")], [("B", Repeated(["1", "2"]))], [("C", Repeated([[("D", "3")]]))]]

    for media, encoding in ((XML, "utf-8"), (XML, "cp932"), (JSON, "utf-8")):
        frame = Frame(media, encoding)
        start, end = frame.around(header, "Unit")
        pieces = start + frame.piece("Unit", units[:2], is_first=True) + frame.piece("Unit", units[2:], is_first=False)
        whole = frame.write([("MessageHeader", header), ("MessageBody", [("Unit", Repeated(units))])])
        assert pieces + end == whole
    assert json.loads(whole)["XmlMsg"]["MessageBody"]["Unit"] == [{"A": "模擬"}, {"B": ["1", "2"]}, {"C": [{"D": "3"}]}]


def test_what_repeats_keeps_its_order_where_others_are_shuffled() -> None:
    frame = Frame(XML, "utf-8", order=Order.SHUFFLED)
    content = frame.write([("B", Repeated(["1", "2", "3"]))])
    assert b"<B>1</B><B>2</B><B>3</B>" in content
