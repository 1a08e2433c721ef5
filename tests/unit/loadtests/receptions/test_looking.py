"""The look before a run, at a server whose institutions have used up what misses they may have, some or all."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.receptions.data import Case, Client, LoadData
from loadtests.receptions.probing import look
from loadtests.receptions.target import Target

NOON = datetime(2026, 11, 29, 3, tzinfo=UTC)
DATA = LoadData(
    Path("load"),
    [Client(f"clinic-{number}", "secret", f"271090000{number}", "CARE_VISIT") for number in range(3)],
    [],
    [Case({"validity": "valid"}, {"insurer_number": "01130012"})],
    "2026-11-29",
    "mark",
)


class _Asked(BaseHTTPRequestHandler):
    """Answers as a simulator does; a token is the client's id."""

    used_up: tuple[str, ...] = ()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        scheme, told = self.headers["Authorization"].split(" ", 1)
        if self.path.endswith("/token"):
            assert scheme == "Basic"
            self._answer(200, {"access_token": base64.b64decode(told).decode().partition(":")[0]})
        elif self.path.endswith("/challenges"):
            self._answer(201, {"nonce": "n", "issued_at": NOON.isoformat()})
        elif told in self.used_up:
            self._answer(429, {"type": "urn:onshi:problem:too-many-misses"})
        else:
            self._answer(200, {"validity": "valid"})

    def _answer(self, status: int, document: Mapping[str, str]) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "41")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def served(*used_up: str) -> Iterator[str]:
    handler = type("_These", (_Asked,), {"used_up": used_up})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_another_institution_is_asked_for_where_the_first_may_not_ask_now() -> None:
    with served("clinic-0", "clinic-1") as url:
        clock = look(Target(url), DATA)

    assert abs((clock.now() - NOON).total_seconds()) < 60


def test_where_none_may_ask_the_sentence_says_for_how_long_to_wait() -> None:
    everybody = [client.client_id for client in DATA.clients]

    with served(*everybody) as url, pytest.raises(CouldNotStart, match="for too many misses before: wait 41 s"):
        look(Target(url), DATA)
