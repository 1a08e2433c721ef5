import pytest

from loadtests.bench.driver import Answer, AnswerReader, AnswerUnreadable, Run, post

ANSWER = (
    b"HTTP/1.1 200 OK\r\ndate: Fri, 20 Nov 2026 07:00:00 GMT\r\ncontent-length: 11\r\nreplay-nonce: AQ\r\n\r\n"
    b'{"a":"\xe3\x82\xa6"}'
)
READ = Answer(200, b'{"a":"\xe3\x82\xa6"}')


def test_an_answer_in_one_packet_is_read() -> None:
    assert AnswerReader().feed(ANSWER) == READ


@pytest.mark.parametrize("at", range(1, len(ANSWER)))
def test_an_answer_split_at_any_byte_is_read(at: int) -> None:
    reader = AnswerReader()

    assert reader.feed(ANSWER[:at]) is None
    assert reader.feed(ANSWER[at:]) == READ


def test_an_answer_that_comes_byte_by_byte_is_read() -> None:
    reader = AnswerReader()

    answers = [reader.feed(ANSWER[at : at + 1]) for at in range(len(ANSWER))]

    assert answers == [None] * (len(ANSWER) - 1) + [READ]


def test_a_reader_reads_one_answer_after_another() -> None:
    reader = AnswerReader()
    second = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}"

    assert reader.feed(ANSWER) == READ
    assert reader.feed(second[:20]) is None
    assert reader.feed(second[20:]) == Answer(503, b"{}")
    assert reader.feed(ANSWER) == READ


def test_an_answer_without_a_body_is_whole_at_the_end_of_its_header() -> None:
    assert AnswerReader().feed(b"HTTP/1.1 204 No Content\r\nCONTENT-LENGTH:0\r\n\r\n") == Answer(204, b"")


def test_a_header_that_only_ends_in_content_length_is_not_it() -> None:
    answer = b"HTTP/1.1 200 OK\r\nx-content-length: 9\r\ncontent-length: 2\r\n\r\n{}"

    assert AnswerReader().feed(answer) == Answer(200, b"{}")


@pytest.mark.parametrize(
    "received",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 OK\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab",
        b"x" * 20_000,
    ],
    ids=["chunked", "HTTP/1.0", "no status", "negative length", "surplus bytes", "endless header"],
)
def test_what_is_no_answer_is_refused(received: bytes) -> None:
    with pytest.raises(AnswerUnreadable):
        AnswerReader().feed(received)


def test_a_request_counts_the_bytes_of_its_body() -> None:
    assert post("127.0.0.1", "/v1/checks", "t0k3n", '{"a":"ウ"}'.encode()) == (
        b"POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t0k3n\r\n"
        b'Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{"a":"\xe3\x82\xa6"}'
    )


def test_a_run_of_four_answers_in_two_seconds_makes_two_a_second() -> None:
    assert Run([READ] * 4, [0.5] * 4, duration_s=2.0, driver_cpu_s=0.1).answers_per_s == 2.0
