"""A receipt computer at the folders of an agent: it writes requests, waits for answers, and takes them away."""

import contextlib
import json
import os
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from onshi.__main__ import program_command
from onshi.client import Clinic
from tests.flows.program import WITHIN_S, Simulator, environment, running

DECLARED = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}


@dataclass(frozen=True)
class Desk:
    """The folders, as a receipt computer has them."""

    root: Path

    def drop(self, name: str, content: bytes) -> None:
        """Write a request as careful clients do: elsewhere, then moved."""
        beside = self.root / f".receptionagent-{os.urandom(16).hex()}.tmp"
        beside.write_bytes(content)
        beside.rename(self.root / "req" / name)

    def names(self, folder: str) -> set[str]:
        """The files of a folder, by name."""
        return {each.name for each in (self.root / folder).iterdir()}

    def taken(self, folder: str, name: str) -> bytes:
        """Wait for an answer and take it away."""
        file = self.root / folder / name
        waited_for(file.exists, name)
        content = file.read_bytes()
        file.unlink()
        return content

    def is_empty(self) -> bool:
        """Whether nothing waits in req."""
        return not self.names("req")


def waited_for(is_so: Callable[[], bool], what: str) -> None:
    """Wait until it is so: a process beside us has to act."""
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline, f"{what}: not in time"
        time.sleep(0.02)


@contextlib.contextmanager
def agent_at(
    root: Path, simulator: Simulator, *options: str, url: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `onshi agent` until the end of the block; it has its folders when this is entered."""
    where = ("--url", url or simulator.base_url, "--control-url", simulator.control_url)
    command = program_command("agent", "--root", str(root), *where, *options)
    with tempfile.TemporaryFile() as log, running(command, environment(), log) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode()
        assert " -> " in first, f"it did not start: {_said(log)}"
        yield process


def _said(log: Any) -> str:
    log.seek(0)
    return str(log.read().decode())


def request_about(who: dict[str, Any], identifier: str, codec: str = "utf-8", institution: str = "9910000018") -> bytes:
    """A siquc01 by hand."""
    header = {
        "QualificationConfirmationDate": who["as_of"].replace("-", ""),
        "MedicalInstitutionCode": institution,
        "ArbitraryFileIdentifier": identifier,
    }
    return message(header, [("QualificationConfirmSearchInfo", search_info(who))], codec)


def search_info(who: dict[str, Any], **more: str) -> dict[str, str | None]:
    """What stands on the 資格確認書 of somebody."""
    insured = who["insured"]
    return {
        "InsurerNumber": insured["insurer_number"].rjust(8),
        "InsuredCardSymbol": insured["symbol"],
        "InsuredIdentificationNumber": insured["number"],
        "InsuredBranchNumber": insured["branch"],
        "Birthdate": insured["birthdate"].replace("-", ""),
        "LimitApplicationCertificateRelatedConsFlg": "1",
        **more,
    }


def message(
    header: Mapping[str, str | None], body: Sequence[tuple[str, str | Mapping[str, str | None]]], codec: str = "utf-8"
) -> bytes:
    """A message by hand: its header, and what its body holds, in order."""
    inside = "".join(f"<{name}>{inner if isinstance(inner, str) else _leaves(inner)}</{name}>" for name, inner in body)
    declaration = f'<?xml version="1.0" encoding="{DECLARED[codec]}" standalone="no"?>'
    whole = f"<MessageHeader>{_leaves(header)}</MessageHeader><MessageBody>{inside}</MessageBody>"
    return f"{declaration}\n<XmlMsg>{whole}</XmlMsg>\n".encode(codec)


def _leaves(members: Mapping[str, str | None]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in members.items() if text)


@contextlib.contextmanager
def relayed(port: int, base_url: str) -> Iterator[None]:
    """Let a simulator be reached at another port until the end of the block."""
    there = urlsplit(base_url)

    class Relay(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((there.hostname, there.port)) as onward:
                back = threading.Thread(target=_copy, args=(onward, self.request))
                back.start()
                _copy(self.request, onward)
                back.join()

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Relay) as server:
        server.daemon_threads = True
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield
        finally:
            server.shutdown()
            serving.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def checks_of(simulator: Simulator, clinic: Clinic, beginning: str) -> Counter[str]:
    """How many checks there are for each identifier that begins so."""
    headers = {"Authorization": f"Bearer {clinic.token()}"}
    found: Counter[str] = Counter()
    after = None
    while True:
        query = {"limit": "1000"} | ({} if after is None else {"after": after})
        page = httpx.get(f"{simulator.base_url}/eligibility/v1/checks", params=query, headers=headers).json()
        found.update(item["client_reference"] for item in page["items"] if item["client_reference"])
        if not page["items"]:
            return Counter({name: many for name, many in found.items() if name.startswith(beginning)})
        after = page["next_cursor"]


def status_of(root: Path) -> dict[str, Any]:
    """What the agent says of itself."""
    file = root / ".onshi" / "status.json"
    return dict(json.loads(file.read_text())) if file.exists() else {"failing": []}
