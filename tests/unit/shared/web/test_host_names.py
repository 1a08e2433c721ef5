"""Loopback means loopback: by which names a request may come."""

import pytest

from shared.errors import HostNotServed, HostUnclear
from shared.web.host_names import is_loopback_name, must_name_this_machine


@pytest.mark.parametrize(
    "authority",
    [
        "localhost",
        "LocalHost:8000",
        "localhost.",
        "app.localhost:3000",
        "127.0.0.1",
        "127.255.0.9:80",
        "[::1]",
        "[::1]:8099",
        "[0:0:0:0:0:0:0:1]",
    ],
)
def test_a_loopback_name_is_this_machines(authority: str) -> None:
    assert is_loopback_name(authority)


@pytest.mark.parametrize(
    "authority",
    [
        "evil.example",
        "evil.example:8099",
        "localhost.evil.example",
        "evillocalhost",
        "127.0.0.1.evil.example",
        "192.168.0.1",
        "[::]",
        "[2001:db8::1]",
        "::1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.256",
        "localhost:",
        "localhost:port",
        "localhost:8000:1",
        "user@localhost",
        "localhost/x",
        "localhost localhost",
        "",
        "ｌｏｃａｌｈｏｓｔ",
        "localhost\x00",
        "[::1",
        "[127.0.0.1].evil",
    ],
)
def test_any_other_name_is_not(authority: str) -> None:
    assert not is_loopback_name(authority)


def scope(*hosts: str, http_version: str = "1.1") -> dict[str, object]:
    return {"http_version": http_version, "headers": [(b"host", host.encode()) for host in hosts]}


def test_a_request_that_names_this_machine_is_admitted() -> None:
    must_name_this_machine(scope("127.0.0.1:8000"))
    # A monitor that speaks HTTP/1.0 need not name anything.
    must_name_this_machine(scope(http_version="1.0"))


@pytest.mark.parametrize("hosts", [(), ("",), ("localhost", "localhost"), ("localhost", "evil.example")])
def test_a_request_that_names_none_or_several_is_refused(hosts: tuple[str, ...]) -> None:
    with pytest.raises(HostUnclear):
        must_name_this_machine(scope(*hosts))


def test_what_a_proxy_says_is_not_looked_at() -> None:
    forwarded = {"headers": [(b"host", b"evil.example"), (b"x-forwarded-host", b"localhost")]}
    with pytest.raises(HostNotServed):
        must_name_this_machine(forwarded)
