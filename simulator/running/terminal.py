"""Writing to terminals and pipes whose encoding has no Japanese: ascii, cp1252, euc_jp, Windows code pages."""

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO


def replace_what_cannot_be_written() -> None:
    """Make standard output and error show ``?`` for a character that they cannot write, instead of failing."""
    # Where the caller closed it there is none.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as we live
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def json_for(stream: TextIO, document: Any) -> str:
    """Return ``document`` as JSON to print: a program that reads it must get it whole, so as escapes if need be."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    with contextlib.suppress(UnicodeEncodeError):
        text.encode(stream.encoding or "ascii")
        return text
    return json.dumps(document, indent=2)
