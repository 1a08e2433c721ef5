"""Every app that serves a document, as its service makes it; nothing is started."""

from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from fastapi import FastAPI

from shared.settings import SERVICES, Settings
from simulator.controls.app import create_app as create_controls

NAMES = (*SERVICES, "controls")


@cache
def application(name: str) -> FastAPI:
    """Return one of ``NAMES``."""
    if name == "controls":
        return create_controls(date(2026, 11, 20), ())
    app: FastAPI = import_module(f"services.{name}.app").create_app(Settings())
    return app


@cache
def document(name: str) -> dict[str, Any]:
    """Return the document that it serves."""
    opened: dict[str, Any] = application(name).openapi()
    return opened
