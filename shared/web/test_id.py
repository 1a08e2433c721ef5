"""``X-Onshi-Test``: to which test a request belongs. Every operation takes it; tests are kept apart by it."""

from starlette.types import Scope

from shared.domain.my_number import may_be_my_number_as_reference, my_number_at
from shared.errors import MyNumberNotAccepted, RequestInvalid, Violation

HEADER = "X-Onshi-Test"
TEST_KEY = "onshi.test"
"""The scope's key of the test, where the request names one."""
LONGEST = 200
_NAME = HEADER.lower().encode()
_POINTER = "/header/x-onshi-test"
_REPEATED = Violation(_POINTER, "repeated", "May be given only once.", "1回のみ指定できます。")
_INVALID = Violation(
    _POINTER, "invalid", f"1 to {LONGEST} printable ASCII characters.", f"1〜{LONGEST}文字の英数記号です。"
)


def note_test(scope: Scope) -> None:
    """Put the test of a request into its scope, where it names one; raises RequestInvalid, MyNumberNotAccepted."""
    found = [value for name, value in scope["headers"] if name == _NAME]
    if found:
        scope[TEST_KEY] = _read(found)


def is_test_id(text: str) -> bool:
    """Tell whether requests can name ``text`` as their test."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable() and text == text.strip()


def _read(lines: list[bytes]) -> str:
    if len(lines) > 1:
        raise RequestInvalid([_REPEATED])
    text = lines[0].decode("latin-1").strip(" \t")
    if not is_test_id(text):
        raise RequestInvalid([_INVALID])
    if may_be_my_number_as_reference(text):
        raise MyNumberNotAccepted([my_number_at(_POINTER)])
    return text
