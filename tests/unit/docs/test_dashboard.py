"""What deploy/ asks Prometheus about is what the program counts."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

DEPLOY = Path(__file__).parents[3] / "deploy"
THAT_COUNT = (
    "services.eligibility.checks.store.listening",
    "services.eligibility.faces.rest.endpoint",
    "services.eligibility.record.commands.sealing",
    "shared.worlds.standbys",
    "simulator.serving.load",
    "simulator.serving.refusing",
)
"""What registers its figures when it is imported."""
_NAME = re.compile(r"\bonshi_[a-z_]+\b")


def asked() -> list[str]:
    dashboard = json.loads((DEPLOY / "grafana" / "onshi.json").read_text(encoding="utf-8"))
    texts = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    texts.append((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    return sorted({name for text in texts for name in _NAME.findall(text)})


@pytest.mark.parametrize("name", asked())
def test_what_the_dashboard_shows_is_counted(name: str) -> None:
    for module in THAT_COUNT:
        import_module(module)
    families = {re.sub(r"_total$", "", family.name) for family in REGISTRY.collect()}
    assert re.sub(r"_(bucket|sum|count|total)$", "", name) in families


def test_the_dashboard_shows_something() -> None:
    assert len(asked()) > 8
