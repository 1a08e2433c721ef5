"""The files that an agent writes: an answer, a ZIP with one in it, and what says why there is none. Pure."""

import io
import zipfile
from typing import Final

from simulator.agent.names import RequestName

UNREADABLE: Final = ("OQSX8001E", "要求ファイルを電文（XML）として読み取れません。")
TOO_BIG: Final = ("OQSX8002E", "要求ファイルが大きすぎます（上限4MiB）。")
_REFUSED: Final = "OQSX8003E"
_OF_PROBLEMS: Final = {"message-unreadable": UNREADABLE[0], "body-too-large": TOO_BIG[0]}
_SOME_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can hold: an answer is the same file whenever it is packed."""


def packed(name: RequestName, content: bytes, ending: str, *, in_zip: bool) -> tuple[str, bytes]:
    """Return an answer's file: its name and its content."""
    inner = f"{name.answer_stem}.{ending}"
    if not (in_zip and name.is_bulk_result):
        return inner, content
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(inner, _SOME_DAY), content, zipfile.ZIP_DEFLATED)
    return f"{name.answer_stem}.zip", whole.getvalue()


def code_of(problem: str) -> str:
    """Return the code, invented as all of ours, of a message that the service refused for ``problem``."""
    return _OF_PROBLEMS.get(problem, _REFUSED)


def err_content(code: str, words: str, encoding: str) -> bytes:
    """Return the content of an ``.err`` file: code, tab, Japanese words, in one line."""
    return f"{code}\t{' '.join(words.split())}\n".encode(encoding, "replace")
