"""The documents in which refusals are looked up."""

from datetime import date
from importlib import import_module

from shared.settings import SERVICES, Settings


def test_every_service_has_a_title_of_its_own() -> None:
    apps = [import_module(f"services.{name}.app").create_app(Settings()) for name in SERVICES]
    apps.append(import_module("simulator.controls.app").create_app(date(2026, 11, 20), ()))

    assert len({app.title for app in apps}) == len(SERVICES) + 1
