import pytest

from simulator.agent.wholeness import encoding_of, is_whole

WHOLE = '<?xml version="1.0" encoding="{}" standalone="no"?>\n<XmlMsg><MessageBody>髙﨑①</MessageBody></XmlMsg>\n'


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WHOLE.format("UTF-8").encode(), "utf-8"),
        (b"\xef\xbb\xbf" + WHOLE.format("UTF-8").encode(), "utf-8"),
        (WHOLE.format("Shift_JIS").encode("cp932"), "cp932"),
        (WHOLE.format("shift_jis").replace('"', "'").encode("cp932"), "cp932"),
        ("<XmlMsg>受付</XmlMsg>".encode(), "utf-8"),
        (b"\r\n <XmlMsg/>", "utf-8"),
    ],
)
def test_a_message_is_whole_in_the_characters_that_it_names(content: bytes, encoding: str) -> None:
    assert is_whole(content)
    assert encoding_of(content) == encoding


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"<XmlMsg><MessageBody>",
        "<XmlMsg>受付</XmlMsg>".encode("cp932"),
        b"<XmlMsg/><XmlMsg/>",
        b'<!DOCTYPE XmlMsg [<!ENTITY a "b">]><XmlMsg>&a;</XmlMsg>',
        "<XmlMsg/>".encode("utf-16"),
        b"<XmlMsg>\0</XmlMsg>",
        b'{"XmlMsg": {}}',
    ],
)
def test_what_cannot_be_read_to_its_end_is_not_whole(content: bytes) -> None:
    assert not is_whole(content)


def test_no_beginning_of_a_message_is_whole() -> None:
    for encoding, codec in (("UTF-8", "utf-8"), ("Shift_JIS", "cp932")):
        content = WHOLE.format(encoding).rstrip().encode(codec)
        assert [length for length in range(len(content)) if is_whole(content[:length])] == []
