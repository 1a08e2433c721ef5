"""The pages of the portal."""

from pathlib import Path

from services.portal.pages.words.care import CARE_WORDS
from services.portal.pages.words.consents import CONSENT_WORDS
from services.portal.pages.words.frame import FRAME_WORDS
from services.portal.pages.words.history import HISTORY_WORDS
from services.portal.pages.words.insurance import INSURANCE_WORDS
from services.portal.pages.words.kinds import KIND_WORDS
from services.portal.pages.words.registration import REGISTRATION_WORDS
from services.portal.pages.words.sign_in import SIGN_IN_WORDS
from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages

PAGES = Pages(
    Path(__file__).parent / "templates",
    {
        **FRAME_WORDS,
        **SIGN_IN_WORDS,
        **INSURANCE_WORDS,
        **KIND_WORDS,
        **CARE_WORDS,
        **HISTORY_WORDS,
        **CONSENT_WORDS,
        **REGISTRATION_WORDS,
    },
    Part.PORTAL,
)
