"""The digits between keypad and phone."""

import os
from uuid import UUID

from services.reader.visits.rules.sealing import browser_digest, open_pin, seal_pin

VISIT, ANOTHER = UUID(int=1), UUID(int=2)


def test_the_browser_that_typed_them_opens_the_digits() -> None:
    sealed = seal_pin("0123", "a-cookie", VISIT, os.urandom)

    assert b"0123" not in sealed
    assert open_pin(sealed, "a-cookie", VISIT) == "0123"


def test_nobody_else_opens_them() -> None:
    sealed = seal_pin("0123", "a-cookie", VISIT, os.urandom)

    assert open_pin(sealed, "another-cookie", VISIT) is None
    assert open_pin(sealed, "a-cookie", ANOTHER) is None


def test_what_the_database_has_of_the_cookie_opens_nothing() -> None:
    sealed = seal_pin("0123", "a-cookie", VISIT, os.urandom)

    assert open_pin(sealed, browser_digest("a-cookie").hex(), VISIT) is None
