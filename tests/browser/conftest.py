"""A browser without internet before a running simulator: Debian's chromium, driven by playwright."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.watching import WITHIN_MS
from tests.flows.program import Simulator, copied_world, simulator_in

CHROMIUM = "/usr/bin/chromium"
LAUNCH: dict[str, Any] = {
    "executable_path": CHROMIUM,
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
}
"""Chromium for which only this machine exists: no other name can be resolved."""
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"


@pytest.fixture(scope="session")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """The world that the documents' examples are of."""
    with (
        copied_world(stopped_world) as folder,
        simulator_in(folder, "--workers", "1") as started,
    ):
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for which only this machine exists: no other name can be resolved."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    # A busy machine takes longer than the five seconds of the library.
    expect.set_options(timeout=WITHIN_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(**LAUNCH)
        yield launched
        launched.close()
