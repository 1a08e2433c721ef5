"""The pictures in the READMEs show the pages as they are: what is named on a page is what was, when it was taken."""

import pytest
from playwright.sync_api import Browser

from tests.browser.pictures import FOLDER, LANGUAGES, PICTURES, Picture, file_of, kept_outlines, shown
from tests.flows.program import Simulator

_MOST_BYTES = 200_000
_PNG = b"\x89PNG"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", PICTURES, ids=[each.name for each in PICTURES])
def test_a_picture_shows_the_page_as_it_is(
    simulator: Simulator, browser: Browser, picture: Picture, language: str
) -> None:
    file = file_of(picture, language)

    assert shown(browser, simulator, picture, language, None) == kept_outlines()[file.stem], "run make screenshots"


def test_pictures_are_small_and_all_are_kept() -> None:
    files = {file_of(picture, language) for picture in PICTURES for language in LANGUAGES}

    assert set(FOLDER.glob("*.png")) == files
    assert [file.name for file in files if not file.read_bytes().startswith(_PNG)] == []
    assert [file.name for file in files if file.stat().st_size > _MOST_BYTES] == []
