"""A figure that belongs to a world says which: another world's must not stand over it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import ECKey
from starlette.types import ASGIApp

from services.consent.app import create_app as consent
from services.eligibility.app import create_asgi as eligibility
from services.jpki.app import create_app as jpki
from services.registry.app import create_app as registry
from shared.web.edge import Edge
from simulator.controls.app import create_app as controls
from tests.worlds import TestDatabase, serving

_GAUGE = re.compile(r"^# TYPE (onshi_\w+) gauge$", re.MULTILINE)
_OF_PROCESS = {"onshi_requests_in_flight"}
"""Of no world: a request is counted before it is known which world it names."""


def gauges_without_a_world(metrics: str) -> list[str]:
    """The lines of our own gauges that name no world; those about when a counter was made are no figures."""
    names = [name for name in _GAUGE.findall(metrics) if not name.endswith("_created") and name not in _OF_PROCESS]
    lines = [line for line in metrics.splitlines() if re.match(rf"(?:{'|'.join(names) or '(?!)'})[{{ ]", line)]
    return [line for line in lines if 'world="' not in line]


def test_a_gauge_without_a_world_is_found() -> None:
    metrics = '# TYPE onshi_x gauge\nonshi_x 1.0\n# TYPE onshi_y gauge\nonshi_y{world="default"} 1.0\n'
    assert gauges_without_a_world(metrics) == ["onshi_x 1.0"]


@pytest.mark.parametrize("service", ["registry", "consent", "eligibility", "jpki", "controls"])
async def test_every_gauge_of_a_service_names_its_world(service: str, database: TestDatabase, tmp_path: Path) -> None:
    key_file = tmp_path / "token.pem"
    key = ECKey.generate_key("P-256", private=True).as_pem(private=True)
    key_file.write_bytes(key)
    settings = database.settings(token_key_file=key_file)
    apps: dict[str, Callable[[], ASGIApp]] = {
        "registry": lambda: registry(settings),
        "consent": lambda: consent(settings),
        "eligibility": lambda: eligibility(settings),
        "jpki": lambda: jpki(settings),
        "controls": lambda: controls(date(2026, 11, 20), ()),
    }
    async with serving(Edge(apps[service]())) as client:
        metrics = (await client.get("/metrics")).text
    assert gauges_without_a_world(metrics) == []
    assert service != "eligibility" or 'onshi_sealing{world="default"} 0.0' in metrics


async def test_a_world_that_is_closed_shows_no_figures(database: TestDatabase) -> None:
    app = eligibility(database.settings(world="gone"))
    async with serving(Edge(app, worlds=("gone",))) as client:
        assert 'world="gone"' in (await client.get("/metrics")).text
    async with serving(Edge(eligibility(database.settings()))) as client:
        after: httpx.Response = await client.get("/metrics")
    assert 'world="gone"' not in after.text
