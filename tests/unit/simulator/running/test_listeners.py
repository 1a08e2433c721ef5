"""Where the program listens."""

import pytest

from simulator.running.listeners import CannotListen, is_loopback, listen, url_of


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_for_this_machine_only(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "example.test", ""])  # noqa: S104 - must be refused
def test_everything_else_can_be_reached_from_outside(host: str) -> None:
    assert not is_loopback(host)


def test_a_public_host_is_refused_unless_asked_for() -> None:
    with pytest.raises(CannotListen, match="--allow-public"):
        listen("0.0.0.0", 0)  # noqa: S104 - must be refused


def test_a_public_host_can_be_asked_for_and_is_reached_by_loopback() -> None:
    with listen("0.0.0.0", 0, allow_public=True) as listener:  # noqa: S104 - what is tested
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_port_in_use_is_said_so() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(CannotListen, match="in use"):
        listen("127.0.0.1", first.getsockname()[1])
