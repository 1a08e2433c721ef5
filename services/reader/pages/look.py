"""The pages of the card reader."""

from pathlib import Path

from services.reader.pages.words import LIST_WORDS
from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages

PAGES = Pages(Path(__file__).parent / "templates", LIST_WORDS, Part.READER)
