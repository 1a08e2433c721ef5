"""Messages in every form and in every bad one: read tolerantly, refused with a reason, written strictly."""

import pytest

from services.eligibility.faces.oqs.fields import Edition, Listing, Members, Order, Text
from services.eligibility.faces.oqs.frames import Frame, frame_of, read_message
from services.eligibility.faces.oqs.sent import Sent
from shared.errors import BodyUnreadable, MediaTypeUnsupported, MessageUnreadable, ServiceError

XML, JSON = "application/xml", "application/json"


def read(content: bytes, media_type: str = XML) -> tuple[Sent, str, str]:
    return read_message([(b"content-type", media_type.encode())], content)


def leaf_of(content: bytes, media_type: str = XML) -> Text | None:
    return read(content, media_type)[0].leaf("A")


@pytest.mark.parametrize(
    ("content", "media_type", "encoding"),
    [
        ("<XmlMsg><A>模擬</A></XmlMsg>".encode(), XML, "utf-8"),
        ("<XmlMsg><A>模擬</A></XmlMsg>".encode(), "text/xml", "utf-8"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>" + "<XmlMsg><A>模擬</A></XmlMsg>".encode(), XML, "utf-8"),
        ("\r\n <?xml version='1.0' encoding='utf-8'?><XmlMsg><A>模擬</A></XmlMsg>".encode(), XML, "utf-8"),
        ('<?xml version="1.0" encoding="shift_jis"?><XmlMsg><A>模擬</A></XmlMsg>'.encode("cp932"), XML, "cp932"),
        ("<?xml version='1.0' encoding='Shift_JIS'?><XmlMsg><A>模擬</A></XmlMsg>".encode("cp932"), XML, "cp932"),
        ("<XmlMsg><A>模擬</A></XmlMsg>".encode("cp932"), f"{XML}; charset=Windows-31J", "cp932"),
        # The charset of Content-Type counts before the declaration.
        (
            '<?xml version="1.0" encoding="Shift_JIS"?><XmlMsg><A>模擬</A></XmlMsg>'.encode(),
            f"{XML};charset=utf-8",
            "utf-8",
        ),
        ("<XmlMsg ><Unknown/><A >模擬</A ></XmlMsg >".encode(), XML, "utf-8"),
        ('{"XmlMsg": {"A": "模擬"}}'.encode(), JSON, "utf-8"),
        ('\ufeff{"A": "模擬", "B": null}'.encode(), JSON, "utf-8"),
    ],
)
def test_it_is_read_in_every_form(content: bytes, media_type: str, encoding: str) -> None:
    sent, _, found = read(content, media_type)
    assert (sent.leaf("A"), found) == ("模擬", encoding)


def test_characters_of_windows_are_read_and_written() -> None:
    content = '<?xml version="1.0" encoding="Shift_JIS"?><XmlMsg><A>髙﨑①Ⅲ</A></XmlMsg>'.encode("cp932")
    assert leaf_of(content) == "髙﨑①Ⅲ"
    assert "髙﨑①Ⅲ".encode("cp932") in Frame(XML, "cp932").write([("A", "髙﨑①Ⅲ")])


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><XmlMsg><A>&b;</A></XmlMsg>'
OUTSIDE = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><XmlMsg/>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty."),
        (b"<XmlMsg><A>", "It is no XML from line 1, column 12 on."),
        (b"x", "It is no XML from line 1, column 1 on."),
        (b" " * 1_000_000, "It is no XML from line 1, column 1 on."),
        (b"<XmlMsg><A>\x93\xfa</A></XmlMsg>", "It is not in the characters that it names."),
        (b"<?xml version='1.0' encoding='UTF-16'?><XmlMsg/>", "Its charset is not read here."),
        (BOMB, "It has a document type (DTD)."),
        (OUTSIDE, "It has a document type (DTD)."),
        (b"<XmlMsg><A>&b;</A></XmlMsg>", "It is no XML from line 1, column 12 on."),
        (b"<XmlMsg>" + b"<A>" * 10_000 + b"</A>" * 10_000 + b"</XmlMsg>", "It is nested too deeply."),
        (b"<XmlMsg>" + b"<A/>" * 200_000 + b"</XmlMsg>", "It has too many elements."),
        (b"<Message/>", "Its root is not XmlMsg."),
        (b"<XmlMsg><A>\x00</A></XmlMsg>", "It holds the character NUL."),
        (b"<XmlMsg><A>&#0;</A></XmlMsg>", "It is no XML from line 1, column 12 on."),
        (
            b"<?xml version='1.0'?><?xml version='1.0' encoding='Shift_JIS'?><XmlMsg/>",
            "It is no XML from line 1, column 22 on.",
        ),
        (
            "<?xml version='1.0' encoding='UTF-16'?><XmlMsg/>".encode("utf-16"),
            "It is not in the characters that it names.",
        ),
        ("<XmlMsg/>".encode("utf-16-le"), "It holds the character NUL."),
        ("<XmlMsg/>".encode("utf-16-be"), "It holds the character NUL."),
        (b"<XmlMsg/><XmlMsg/>", "It is no XML from line 1, column 10 on."),
        (b"\xef\xbb\xbf", "It is no XML from line 1, column 1 on."),
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(MessageUnreadable) as refused:
        read(content)
    assert refused.value.detail == f"The body cannot be read as a message. {why}"


@pytest.mark.parametrize(
    ("content", "media_type", "refusal"),
    [
        (b"<XmlMsg/>", "text/plain", MediaTypeUnsupported),
        (b"[]", JSON, MessageUnreadable),
        (b"{", JSON, BodyUnreadable),
        (b'{"A":' * 30 + b"1" + b"}" * 30, JSON, MessageUnreadable),
        ('{"A": "模"}'.encode("cp932"), f"{JSON}; charset=shift_jis", MessageUnreadable),
        (b'{"A": "\\u0000"}', JSON, MessageUnreadable),
        (b'{"A": ["1", "\\u001b"]}', JSON, MessageUnreadable),
        (b'{"A": "\\ud800"}', JSON, ServiceError),
        (b"<XmlMsg/>", f"{XML}; charset=utf-8; charset=shift_jis", MediaTypeUnsupported),
        (b"<XmlMsg/>", f"{XML}; charset=utf-16", MessageUnreadable),
    ],
)
def test_another_form_is_refused(content: bytes, media_type: str, refusal: type[ServiceError]) -> None:
    with pytest.raises(refusal):
        read(content, media_type)


def test_a_body_without_a_media_type_is_refused() -> None:
    with pytest.raises(MediaTypeUnsupported):
        read_message([], b"<XmlMsg/>")


@pytest.mark.parametrize("markup", ["a&amp;b", "a&#38;b", "a&lt;b", "&quot;a", "  a b ", "a=b+/=="])
def test_an_echo_is_the_literal_text(markup: str) -> None:
    text = leaf_of(f"<XmlMsg><A>{markup}</A></XmlMsg>".encode())
    assert text is not None
    assert f"<A>{markup}</A>".encode() in Frame(XML, "utf-8").write([("A", text)])


@pytest.mark.parametrize(
    ("sent", "written"),
    [("<![CDATA[a<b]]>", b"<A>a&lt;b</A>"), ("a<!-- x -->b", b"<A>ab</A>"), ("a<?x y?>b", b"<A>ab</A>")],
)
def test_an_echo_is_never_more_than_a_text(sent: str, written: bytes) -> None:
    text = leaf_of(f"<XmlMsg><A>{sent}</A></XmlMsg>".encode())
    assert text is not None
    assert written in Frame(XML, "utf-8").write([("A", text)])


def test_a_bracket_in_an_attribute_is_not_the_end_of_a_tag() -> None:
    text = leaf_of(b'<XmlMsg><A x="&gt;>">1&amp;2</A></XmlMsg>')
    assert text is not None
    assert text.markup == "1&amp;2"


def test_of_a_json_text_the_xml_is_escaped() -> None:
    text = leaf_of(b'{"A": "a<b&c"}', JSON)
    assert text is not None
    assert b"<A>a&lt;b&amp;c</A>" in Frame(XML, "utf-8").write([("A", text)])


def test_an_echo_that_the_characters_lack_is_a_reference() -> None:
    text = leaf_of("<XmlMsg><A>𠮷</A></XmlMsg>".encode())
    assert text is not None
    assert b"<A>&#134071;</A>" in Frame(XML, "cp932").write([("A", text)])


@pytest.mark.parametrize(
    ("accept", "media", "encoding"),
    [
        ("*/*", XML, "cp932"),
        ("application/json", JSON, "utf-8"),
        ("application/xml; charset=utf-8", XML, "utf-8"),
        ("text/html, text/xml;charset=Shift_JIS", XML, "cp932"),
    ],
)
def test_the_answer_comes_as_it_is_accepted(accept: str, media: str, encoding: str) -> None:
    frame = frame_of([(b"accept", accept.encode())], XML, "cp932", Edition.Y2026, Order.SPEC)
    assert (frame.media, frame.encoding) == (media, encoding)


MESSAGE: Members = [("A", "1"), ("List", Listing("Item", [[("B", "1")], [("B", "2")]], wraps=True))]


def test_the_two_forms_of_one_message() -> None:
    assert Frame(JSON, "utf-8").write(MESSAGE) == (
        b'{"XmlMsg":{"A":"1","List":[{"Item":{"B":"1"}},{"Item":{"B":"2"}}]}}'
    )
    assert Frame(XML, "cp932").write(MESSAGE) == (
        b'<?xml version="1.0" encoding="Shift_JIS" standalone="no"?>\n'
        b"<XmlMsg><A>1</A><List><Item><B>1</B></Item><Item><B>2</B></Item></List></XmlMsg>"
    )
