import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.receptions.target import Target, target_of


def options(**changed: str) -> Any:
    return SimpleNamespace(**{"token_url": "", "header": "", "ca": "", "connections": "kept", **changed})


def test_a_run_points_at_its_host_and_gets_tokens_there() -> None:
    target = target_of("http://127.0.0.1:8000/~mine/", options())

    assert target == Target("http://127.0.0.1:8000/~mine")
    assert (target.token_url, target.all_headers()) == ("/registry/v1/oauth/token", {})
    assert target.tls_context().verify_mode is ssl.CERT_NONE


def test_tokens_headers_and_connections_may_be_of_ones_own() -> None:
    asked = options(token_url="https://id.example/token", header="X-Api-Key: a:b; X-Tenant: 7", connections="new")

    target = target_of("https://gateway.example", asked)

    assert target.token_url == "https://id.example/token"
    assert target.all_headers() == {"X-Api-Key": "a:b", "X-Tenant": "7", "Connection": "close"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"header": "X-Api-Key"}, "'X-Api-Key' is no header"),
        ({"header": ": abc"}, "is no header"),
        ({"connections": "often"}, "connections are kept or new, not 'often'"),
        ({"ca": "/nonexistent.pem"}, "/nonexistent.pem holds no certificates to trust"),
    ],
)
def test_what_cannot_be_sent_so_is_said(changed: dict[str, str], says: str) -> None:
    with pytest.raises(CouldNotStart, match=says):
        target_of("http://127.0.0.1:8000", options(**changed))


def test_a_file_without_certificates_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("")

    with pytest.raises(CouldNotStart, match=r"ca\.pem holds no certificates"):
        target_of("https://127.0.0.1:8000", options(ca=str(file)))
