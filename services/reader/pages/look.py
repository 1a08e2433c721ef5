"""The pages of the card reader."""

from pathlib import Path

from services.reader.pages.words.guidance import GUIDANCE_WORDS
from services.reader.pages.words.readers import CLINIC_WORDS, READERS_WORDS
from services.reader.pages.words.steps import ALERT_WORDS, STEP_WORDS
from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages

_FOLDER = Path(__file__).parent
STYLE = _FOLDER / "assets" / "reader.css"
PAGES = Pages(
    _FOLDER / "templates",
    {**READERS_WORDS, **CLINIC_WORDS, **STEP_WORDS, **ALERT_WORDS, **GUIDANCE_WORDS},
    Part.READER,
)
