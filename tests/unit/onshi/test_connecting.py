"""Connections are told by arguments: the environment has no say, and nobody opens one elsewhere."""

import ast
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onshi.client import Clinic
from onshi.connecting import CertificateUnreadable, open_http, open_http_async, tls_context
from onshi.signer import VirtualCard

ROOT = Path(__file__).resolve().parents[3]
OF_A_COMPANY = {
    "HTTP_PROXY": "http://proxy.invalid:3128",
    "HTTPS_PROXY": "http://proxy.invalid:3128",
    "ALL_PROXY": "socks5://proxy.invalid:1080",
    "NO_PROXY": "fd00::/8,10.0.0.0/8,.example",
    "SSL_CERT_FILE": "/gone/ca.pem",
    "SSL_CERT_DIR": "/gone",
    "SSLKEYLOGFILE": "/gone/keys.log",
    "NETRC": "/gone/netrc",
}
OPENING = {"Client", "AsyncClient", "get", "post", "put", "patch", "delete", "head", "options", "request", "stream"}
"""What of httpx makes a connection, or a client that does."""


@pytest.fixture(autouse=True)
def company(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OF_A_COMPANY.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://localhost:8000", "http://[fd00::1]:8000"])
async def test_nothing_goes_through_a_proxy_of_the_environment(url: str) -> None:
    with open_http() as http:
        assert http._transport_for_url(httpx.URL(url)) is http._transport
    async with open_http_async() as http_async:
        assert http_async._transport_for_url(httpx.URL(url)) is http_async._transport


def test_a_proxy_that_is_named_is_used() -> None:
    with open_http(proxy="http://proxy.invalid:3128") as http:
        assert http._transport_for_url(httpx.URL("http://test.example")) is not http._transport


def test_vendors_clients_open_theirs_here_too() -> None:
    with Clinic("http://127.0.0.1", "clinic", "secret") as clinic, VirtualCard("http://127.0.0.1", "card") as card:
        assert (clinic._http.trust_env, card._http.trust_env) == (False, False)


def test_nobody_trusts_the_environments_certificates() -> None:
    assert tls_context().verify_mode is ssl.CERT_REQUIRED
    assert tls_context().cert_store_stats()["x509_ca"] > 50


def test_anybody_is_trusted_only_when_that_is_asked_for() -> None:
    assert tls_context(verify=False).verify_mode is ssl.CERT_NONE


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")

    with pytest.raises(CertificateUnreadable, match=r"gone\.pem: No such file"):
        tls_context(verify=tmp_path / "gone.pem")
    with pytest.raises(CertificateUnreadable, match=r"empty\.pem: it holds no certificates"):
        open_http(verify=empty)
    with pytest.raises(CertificateUnreadable, match=r"empty\.pem: it holds no certificate with"):
        open_http_async(certificate=str(empty))


def sources() -> Iterator[Path]:
    for folder in ("simulator", "services", "shared", "onshi", "loadtests"):
        yield from (ROOT / folder).rglob("*.py")


def test_every_connection_is_opened_in_one_place() -> None:
    opened = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _opens(node.func)
    ]
    imported = [
        str(path.relative_to(ROOT))
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and _brings_another_way(node)
    ]

    assert sorted({place.partition(":")[0] for place in opened}) == ["onshi/connecting.py"]
    assert imported == []


def _opens(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "httpx"
        and called.attr in OPENING
    )


def _brings_another_way(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in {"httpx", "urllib.request", "http.client", "requests", "aiohttp"} or (
            node.module == "urllib" and any(name.name == "request" for name in node.names)
        )
    return any(
        name.name in {"urllib.request", "http.client", "requests", "aiohttp"} or (name.name == "httpx" and name.asname)
        for name in node.names
    )
