"""The command line starts quickly: what a command needs is imported when it runs."""

import subprocess
import sys

from onshi.__main__ import program_environment

SLOW = {"asyncpg", "cryptography", "fastapi", "httpx", "msgspec", "pydantic", "sqlalchemy", "structlog"}
LISTING = "import sys, simulator.__main__; print(*{name.partition('.')[0] for name in sys.modules})"


def imported(code: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-P", "-c", code], env=program_environment({}), capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_all_commands_together_import_nothing_that_is_slow() -> None:
    assert not imported(LISTING) & SLOW


def test_what_is_slow_would_be_seen() -> None:
    assert imported(f"import {', '.join(SLOW)}; {LISTING}") >= SLOW
