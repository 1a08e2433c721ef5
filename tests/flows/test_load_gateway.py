"""A load run through a gateway: TLS, a path, a key in a header, tokens from elsewhere. Costs about 25 s."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.gateway import KEY, Gateway, serving
from tests.flows.loads import Served, load, served_world, verdict

FEW = ("--rate", "8", "--seconds", "3", "--warm-up", "0")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def test_a_gateway_with_tls_a_path_and_a_key_stands_between(served: Served, tmp_path: Path) -> None:
    gateway = Gateway(served.base_url)
    with serving(gateway, tmp_path / "tls") as (url, ca):
        options = ("--header", f"X-Api-Key: {KEY}", "--ca", str(ca))
        kept = load(url, served.data, tmp_path / "kept", *FEW, *options)
        requests, connections = gateway.requests, len(gateway.connections)
        tokens = f"{served.base_url}/registry/v1/oauth/token"
        new = load(url, served.data, tmp_path / "new", *FEW, *options, "--connections", "new", "--token-url", tokens)

    assert (kept.returncode, new.returncode) == (0, 0), (kept.stderr, new.stderr)
    assert connections < requests
    # Each request has its handshake; what the look before the run asks keeps its one.
    sent = sum(row["count"] for row in verdict(tmp_path / "new")["rows"] if row["name"] != "token")
    assert len(gateway.connections) - connections >= sent


@pytest.mark.parametrize("options", [(), ("--header", "X-Api-Key: wrong")], ids=["no key", "a wrong key"])
def test_a_gateway_that_lets_nobody_through_ends_the_run_before_it_begins(
    served: Served, tmp_path: Path, options: tuple[str, ...]
) -> None:
    with serving(Gateway(served.base_url), tmp_path / "tls") as (url, _):
        ended = load(url, served.data, tmp_path / "none", *FEW, *options)

    assert ended.returncode == 4, ended.stderr
    assert "is no onshi" in ended.stderr


def test_a_gateway_that_is_not_to_be_trusted_ends_it_too(served: Served, tmp_path: Path) -> None:
    with (
        serving(Gateway(served.base_url), tmp_path / "tls") as (url, _),
        serving(Gateway(served.base_url), tmp_path / "other") as (_, other),
    ):
        ended = load(url, served.data, tmp_path / "none", *FEW, "--ca", str(other))

    assert ended.returncode == 4, ended.stderr
    assert "does not answer (ConnectError)" in ended.stderr
