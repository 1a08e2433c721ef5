"""The pictures of the pages for the READMEs: taken by `make screenshots`, each with the outline of its page beside it.

The outline is what a reader sees named on the page: headings, fields, links. No pixels, as fonts differ between
machines; no buttons, articles and rows, as a clock or a check of another test changes them.
``python -m tests.browser.pictures`` takes them anew.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import LAUNCH
from tests.browser.portal_visitor import ENGLISH, JAPANESE, Words, signed_in
from tests.browser.watching import watched
from tests.flows.program import SEED_AND_DAY, Simulator, simulator_in, world_folder

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LANGUAGES = ("ja", "en")
_OUTLINE = """() => [...document.querySelectorAll('h1, h2, label, nav a, a.button')]
  .filter(it => it.getClientRects().length > 0 && !it.closest('article, table'))
  .map(it => `${it.tagName.toLowerCase()} ${it.innerText.trim().replace(/\\s+/g, ' ')}`)"""


@dataclass(frozen=True)
class Picture:
    """A page, and how one gets there."""

    name: str
    show: Callable[[Page, Simulator, str], None]


def _front(page: Page, simulator: Simulator, language: str) -> None:
    page.goto(f"{simulator.base_url}/?lang={language}")


def _reader(page: Page, simulator: Simulator, language: str) -> None:
    page.goto(f"{simulator.base_url}/reader/clinic-reader?lang={language}")


def _portal(page: Page, simulator: Simulator, language: str) -> None:
    words: Words = ENGLISH if language == "en" else JAPANESE
    page.goto(f"{simulator.base_url}/portal/?lang={language}")
    signed_in(page, f"{simulator.base_url}/portal/", words=words)


def _console(page: Page, simulator: Simulator, language: str) -> None:
    page.goto(f"{simulator.control_url}/?lang={language}&search=employee-with-limit")


PICTURES = (
    Picture("front", _front),
    Picture("reader", _reader),
    Picture("portal", _portal),
    Picture("console", _console),
)


def outline_of(page: Page) -> list[str]:
    """Return what is named on the page, from top to bottom."""
    outline: list[str] = page.evaluate(_OUTLINE)
    return outline


def shown(browser: Browser, simulator: Simulator, picture: Picture, language: str, file: Path | None) -> list[str]:
    """Go to the page; take the picture where ``file`` says so; return the outline."""
    with watched(browser, {"width": 1000, "height": 720}) as reader:
        picture.show(reader.page, simulator, language)
        if file is not None:
            reader.page.screenshot(path=file)
        return outline_of(reader.page)


def file_of(picture: Picture, language: str) -> Path:
    """Return where a picture is kept."""
    return FOLDER / f"{picture.name}.{language}.png"


def kept_outlines() -> dict[str, list[str]]:
    """Return the outlines as they were when the pictures were taken."""
    outlines: dict[str, list[str]] = json.loads((FOLDER / "outlines.json").read_text())
    return outlines


def main() -> None:
    """Take all pictures, of the world that the documents' examples are of."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    outlines: dict[str, Any] = {}
    with (
        world_folder() as folder,
        simulator_in(folder, *SEED_AND_DAY, "--workers", "1") as simulator,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**LAUNCH)
        for picture in PICTURES:
            for language in LANGUAGES:
                file = file_of(picture, language)
                outlines[file.stem] = shown(browser, simulator, picture, language, file)
        browser.close()
    (FOLDER / "outlines.json").write_text(json.dumps(outlines, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
