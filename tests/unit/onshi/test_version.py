"""The version is written once, and is the same in every installation."""

import re
import tomllib
from pathlib import Path

from onshi.version import VERSION
from services.registry.app import create_app
from shared.settings import Settings

ROOT = Path(__file__).resolve().parents[3]


def test_it_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", VERSION)
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "onshi/version.py"


def test_every_document_names_it_and_the_version_of_the_paths() -> None:
    document = create_app(Settings()).openapi()

    assert (document["info"]["version"], document["info"]["x-api-version"]) == (VERSION, "1")
    assert all(
        path.startswith(("/v1/", "/.well-known/", "/healthz", "/readyz", "/metrics")) for path in document["paths"]
    )
