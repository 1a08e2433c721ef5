"""The publisher's own htmx, unchanged."""

import hashlib
from pathlib import Path

import shared.web.pages

ASSETS = Path(shared.web.pages.__file__).parent / "assets"
SHA_256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""Of dist/htmx.min.js in htmx.org 4.0.1 of the npm registry."""


def test_htmx_is_the_publishers_own() -> None:
    assert hashlib.sha256((ASSETS / "htmx.min.js").read_bytes()).hexdigest() == SHA_256
    assert SHA_256 in (ASSETS / "README.md").read_text()
    assert (ASSETS / "htmx.LICENSE").read_text().startswith("Zero-Clause BSD")
