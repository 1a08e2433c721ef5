"""Names as receipt computers and published descriptions of the interface have them."""

from datetime import datetime
from uuid import UUID

import pytest

from simulator.agent.names import face_name, is_ours, read_name


@pytest.mark.parametrize(
    ("file_name", "kind", "answer_stem"),
    [
        ("OQSsiquc01req_0042.xml", "siquc01", "OQSsiquc01res_0042"),
        ("OQSmuimm01req_202609290001.xml", "muimm01", "OQSmuimm01res_202609290001"),
        ("YZKsiquc01req_0126092909151234.xml", "YZKsiquc01", "YZKsiquc01res_0126092909151234"),
        ("TKKsiquc01req_1.xml", "TKKsiquc01", "TKKsiquc01res_1"),
        ("OQSsiquc01req_req_res.xml", "siquc01", "OQSsiquc01res_req_res"),
        ("OQSsiquc01req_受付 1.xml", "siquc01", "OQSsiquc01res_受付 1"),
    ],
)
def test_an_answer_has_the_requests_name_with_res_for_req(file_name: str, kind: str, answer_stem: str) -> None:
    name = read_name(file_name)

    assert name is not None
    assert (name.kind, name.answer_stem) == (kind, answer_stem)
    assert name.err_name == file_name.removesuffix("xml") + "err"


@pytest.mark.parametrize(
    "file_name",
    [
        ".receptionagent-0123456789abcdef0123456789abcdef.tmp",
        "OQSsiquc01req_0042.xml.tmp",
        "OQSsiquc01req_0042.tmp",
        "OQSsiquc01req_.xml",
        "OQSsiquc01req.xml",
        "OQSsiquc01res_0042.xml",
        "EPSsiquc01req_0042.xml",
        "xOQSsiquc01req_0042.xml",
        "bulk_request_sequence.txt",
        "OQSreq_1.xml",
    ],
)
def test_all_else_is_somebody_elses(file_name: str) -> None:
    assert read_name(file_name) is None


@pytest.mark.parametrize(
    ("file_name", "is_bulk_result"),
    [
        ("OQSmuquc02req_1.xml", True),
        ("OQSmuimm02req_1.xml", True),
        ("OQSmuquc01req_1.xml", False),
        ("OQSsiquc01req_1.xml", False),
        ("YZKmuquc02req_1.xml", False),
    ],
)
def test_what_asks_for_the_result_of_a_bulk(file_name: str, is_bulk_result: bool) -> None:
    name = read_name(file_name)

    assert name is not None
    assert name.is_bulk_result is is_bulk_result


def test_a_face_file_is_named_after_institution_check_and_time() -> None:
    check_id = UUID("019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55")
    at = datetime.fromisoformat("2026-11-20T09:05:07.123+09:00")

    name = face_name("9910000018", check_id, at)

    assert name == "OQSsiquc01res_face_9910000018019ca2d15a007c3e9b410f6c2d8e7a55_20261120090507.xml"


@pytest.mark.parametrize(
    ("file_name", "ours"),
    [
        ("OQSsiquc01res_0042.xml", True),
        ("OQSmuquc02res_1.zip", True),
        ("YZKsiquc01res_1.pdf", True),
        ("OQSsiquc01req_0042.err", True),
        ("OQSsiquc01req_0042.xml", True),
        ("memo.xml", False),
        ("OQSsiquc01res_0042.xml.bak", False),
    ],
)
def test_which_files_an_agent_leaves(file_name: str, ours: bool) -> None:
    assert is_ours(file_name) is ours
