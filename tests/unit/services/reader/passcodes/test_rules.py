"""Passcodes of the staff: six digits."""

import os
import re

from services.reader.passcodes.rules import digest_of, new_passcode


def test_a_passcode_has_six_digits_whatever_is_drawn() -> None:
    assert new_passcode(bytes) == "000000"
    assert all(re.fullmatch("[0-9]{6}", new_passcode(os.urandom)) for _ in range(100))


def test_a_passcode_is_one_institutions() -> None:
    assert digest_of("123456", "9910000018") != digest_of("123456", "9910000026")
    assert b"123456" not in digest_of("123456", "9910000018")
