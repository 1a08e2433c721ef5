"""Whoever can ask about a patient is told in the patient's language."""

from services.consent.patients.rules.askers import ROLE_TERMS
from services.portal.pages.words.history import HISTORY_WORDS


def test_every_role_is_told_in_both_languages_and_as_the_api_tells_it() -> None:
    told = {name.removeprefix("role_"): words for name, words in HISTORY_WORDS.items() if name.startswith("role_")}

    assert {role: japanese for role, (japanese, _) in told.items()} == {
        str(role): term for role, term in ROLE_TERMS.items()
    }
    assert [english for _, english in told.values() if not english.isascii()] == []
