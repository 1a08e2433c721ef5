import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from loadtests.machine.servers import free_port
from loadtests.outputs.records_before import records_before
from loadtests.receptions.target import Target


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/onshi/eligibility/v1/checkpoints?limit=1"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/onshi"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "records"),
    [
        (json.dumps({"items": [{"sequence": 3, "record_count": 2, "total_count": 41}]}).encode(), 41),
        # Nothing was checked yet.
        (b'{"items": []}', 0),
        (b'{"type": "urn:onshi:problem:x"}', None),
        (b"<html>", None),
    ],
)
def test_the_newest_checkpoint_says_how_many_records_there_are(answer: bytes, records: int | None) -> None:
    with answering(answer) as url:
        assert records_before(Target(url)) == records


def test_who_does_not_answer_tells_nothing() -> None:
    assert records_before(Target(f"http://127.0.0.1:{free_port()}")) is None
