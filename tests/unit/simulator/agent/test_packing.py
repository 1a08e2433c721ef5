import io
import zipfile

from simulator.agent.names import RequestName, read_name
from simulator.agent.packing import UNREADABLE, code_of, err_content, packed


def named(file_name: str) -> RequestName:
    name = read_name(file_name)
    assert name is not None
    return name


def test_an_answer_is_a_file_as_it_came() -> None:
    assert packed(named("OQSsiquc01req_1.xml"), b"<XmlMsg/>", "xml", in_zip=True) == (
        "OQSsiquc01res_1.xml",
        b"<XmlMsg/>",
    )
    assert packed(named("YZKsiquc01req_1.xml"), b"%PDF", "pdf", in_zip=True) == ("YZKsiquc01res_1.pdf", b"%PDF")


def test_the_result_of_a_bulk_may_be_a_zip_with_one_xml_of_its_name() -> None:
    name, content = packed(named("OQSmuquc02req_1.xml"), b"<XmlMsg/>", "xml", in_zip=True)

    assert name == "OQSmuquc02res_1.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["OQSmuquc02res_1.xml"]
        assert archive.read("OQSmuquc02res_1.xml") == b"<XmlMsg/>"
    assert packed(named("OQSmuquc02req_1.xml"), b"<XmlMsg/>", "xml", in_zip=True)[1] == content
    assert packed(named("OQSmuquc02req_1.xml"), b"<XmlMsg/>", "xml", in_zip=False)[0] == "OQSmuquc02res_1.xml"


def test_an_err_file_is_one_line_with_a_tab() -> None:
    assert err_content("OQSX8003E", "種別が\n違います。", "utf-8") == "OQSX8003E\t種別が 違います。\n".encode()
    assert err_content("OQSX8003E", "種別が違います。", "cp932") == "OQSX8003E\t種別が違います。\n".encode("cp932")


def test_codes_of_the_agent_are_in_our_own_range() -> None:
    assert UNREADABLE[0] == "OQSX8001E"
    assert [code_of(problem) for problem in ("message-unreadable", "body-too-large", "request-invalid")] == [
        "OQSX8001E",
        "OQSX8002E",
        "OQSX8003E",
    ]
