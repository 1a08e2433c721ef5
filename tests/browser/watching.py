"""What a browser tells of a page: what it asked for and complained of, and what is wrong with it for whom."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

Scheme = Literal["light", "dark"]
WITHIN_MS = 30_000
"""How long what a page does is waited for, in milliseconds."""
NARROW: ViewportSize = {"width": 320, "height": 800}
TABLET: ViewportSize = {"width": 820, "height": 1100}
DESK: ViewportSize = {"width": 1300, "height": 1000}
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_AXE_SHA_256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
_RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice"
_CUT = """() => {
  const beyond = it => it.getBoundingClientRect().right > innerWidth + 1 || it.scrollWidth > it.clientWidth + 1;
  const shown = it => it.getClientRects().length > 0;
  const all = [...document.querySelectorAll('th, td, nav, p, h1, h2, form, pre, dl, li')];
  return all.filter(shown).filter(beyond).map(it => it.textContent);
}"""
_SMALL = """() => [...document.querySelectorAll('button, header a:not(.skip), nav a, .chips a, .button, input')]
  .filter(it => it.getClientRects().length > 0)
  .filter(it => it.getBoundingClientRect().height < 43.5 || it.getBoundingClientRect().width < 43.5)
  .map(it => it.outerHTML)"""


@dataclass
class Watched:
    """A page, and what came of it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    """Every address that it asked for."""
    complaints: list[str] = field(default_factory=list)
    """Errors of scripts and of the content security policy."""

    def elsewhere(self) -> list[str]:
        """Return what was asked for that is not of this machine."""
        return [each for each in self.asked if urlsplit(each).hostname not in ("127.0.0.1", None)]

    def _looks_as_it_will(self) -> None:
        """Wait for the style too: a heading is there before it, and everything is small then."""
        self.page.wait_for_load_state("load", timeout=WITHIN_MS)

    def cut_off(self) -> list[str]:
        """Return the texts that do not fit the screen."""
        self._looks_as_it_will()
        found: list[str] = self.page.evaluate(_CUT)
        is_wide = self.page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
        return [*found, "the page itself"] if is_wide else found

    def too_small(self) -> list[str]:
        """Return what is to be pressed and is smaller than 44 pixels."""
        self._looks_as_it_will()
        found: list[str] = self.page.evaluate(_SMALL)
        return found

    def barriers(self, within: str = "html") -> list[str]:
        """Return what axe-core finds in the part of the page that the selector ``within`` names."""
        self._looks_as_it_will()
        program = _AXE.read_bytes()
        assert hashlib.sha256(program).hexdigest() == _AXE_SHA_256
        # Playwright evaluates it itself: the policy of the page stays as it is.
        self.page.evaluate(f"() => {{ {program.decode()} }}")
        found = self.page.evaluate(
            "([within, rules]) => axe.run(within, {runOnly: {type: 'tag', values: rules}})", [within, _RULES.split()]
        )
        return [
            f"{each['id']}: {node['html']} ({node['failureSummary']})"
            for each in found["violations"]
            for node in each["nodes"]
        ]


@contextmanager
def watched(
    browser: Browser, viewport: ViewportSize = DESK, scheme: Scheme = "light", *, script: bool = True
) -> Iterator[Watched]:
    """Open a page for a reader in Japan whose browser prefers English."""
    context = browser.new_context(
        viewport=viewport, color_scheme=scheme, locale="en-US", timezone_id="Asia/Tokyo", java_script_enabled=script
    )
    page = context.new_page()
    page.set_default_timeout(WITHIN_MS)
    seen = Watched(page)

    def asked(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            seen.asked.append(request.url)

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(message.text)

    page.on("request", asked)
    page.on("console", told)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield seen
    context.close()
