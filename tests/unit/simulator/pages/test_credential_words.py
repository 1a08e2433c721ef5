"""Every role that a client may have is called by a word on the page of credentials."""

import pytest

from shared.domain.roles import Role
from simulator.pages.words.credentials import CREDENTIAL_WORDS


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_its_words(role: Role) -> None:
    if role is not Role.PATIENT:
        japanese, english = CREDENTIAL_WORDS[f"role_{role.value}"]
        assert english.isascii()
        assert not japanese.isascii()
