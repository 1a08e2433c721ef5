"""The caller's environment never touches what talks to loopback, least of all with a secret."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.flows.program import OF_A_COMPANY, SEED_AND_DAY, Simulator, environment, run

SUITE = """
def test_the_patient_is_insured(onshi_clinic, onshi_card):
    assert onshi_clinic.check_card(onshi_card("employee-with-limit")).is_valid
"""


@dataclass
class Proxy:
    """A proxy that answers nothing and remembers what came."""

    port: int
    came: list[bytes] = field(default_factory=list)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        watched = Proxy(listener.getsockname()[1])

        def record() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _ = listener.accept()
                    with caller:
                        watched.came.append(caller.recv(65_536))

        watcher = threading.Thread(target=record, daemon=True)
        watcher.start()
        yield watched
        # Closing alone does not wake who accepts.
        listener.shutdown(socket.SHUT_RDWR)
        watcher.join(10)


def through(proxy: Proxy, home: Path) -> dict[str, str]:
    """An environment that sends everything to ``proxy``, with passwords for this machine in a .netrc."""
    (home / ".netrc").write_text("machine 127.0.0.1 login somebody password of-somewhere-else\n")
    addresses = {
        name: value.replace("127.0.0.1:9", f"127.0.0.1:{proxy.port}")
        for name, value in OF_A_COMPANY.items()
        if "_proxy" in name.lower()
    }
    return {**addresses, "HOME": str(home)}


def test_the_proxy_of_these_tests_sees_what_is_sent_to_it(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port)) as caller:
        caller.sendall(b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n")
        assert caller.recv(1) == b""

    assert proxy.came == [b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n"]


@pytest.mark.parametrize(
    "command",
    [
        ["credentials"],
        ["personas", "employee-with-limit"],
        ["check", "--persona", "employee-with-limit"],
        ["check", "--persona", "employee-with-limit", "--by", "insured"],
        ["seed", *SEED_AND_DAY],
    ],
    ids=" ".join,
)
def test_commands_go_straight_to_the_simulator(
    simulator: Simulator, proxy: Proxy, tmp_path: Path, command: list[str]
) -> None:
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}
    told = run(*command, more={**through(proxy, tmp_path), **where})

    assert told.returncode == 0, told.stdout + told.stderr
    assert proxy.came == []


def test_a_vendors_suite_goes_straight_to_the_simulator(simulator: Simulator, proxy: Proxy, tmp_path: Path) -> None:
    (tmp_path / "test_clinic.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    where = ("--onshi-url", simulator.base_url, "--onshi-control-url", simulator.control_url)
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", *where],
        cwd=tmp_path,
        env=environment(through(proxy, tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 passed" in told.stdout, told.stdout + told.stderr
    assert proxy.came == []


def test_tests_are_run_without_a_proxy() -> None:
    assert [name for name in os.environ if name.lower().endswith("_proxy")] == []  # noqa: TID251 - what conftest.py left
