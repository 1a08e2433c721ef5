"""Files of a data folder: written whole and for their owner alone, read strictly."""

import os
import re
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

from shared.causes import system_cause

_OWNER_ONLY = 0o600
_UNFINISHED = re.compile(
    r"\.(world|secrets|running|people|first-start)\.json-\w{8}|\.(token|checkpoint)-key\.pem-\w{8}"
)
Form = TypeVar("Form")


class UnusableFolder(Exception):
    """The folder cannot be used as it is; the message says why and what to do. Nothing in it was changed."""


def write_privately(file: Path, content: bytes) -> None:
    """Write ``file`` whole or not at all, readable by its owner only; raises UnusableFolder."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        unfinished = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(descriptor)
            unfinished.chmod(_OWNER_ONLY)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UnusableFolder(f"{file} cannot be written: {system_cause(error)}") from error


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed program was writing with ``write_privately``: it may hold keys."""
    for file in folder.glob(".*-*"):
        if _UNFINISHED.fullmatch(file.name) and not file.is_symlink():
            file.unlink(missing_ok=True)


def read_strictly(file: Path, form: type[Form]) -> Form:
    """Return what stands in a JSON file, without a member too many or too few; raises UnusableFolder.

    No value is quoted in the message: it may be a secret.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnusableFolder(f"{file} cannot be read: {system_cause(error)}") from error
    try:
        return msgspec.json.decode(content, type=form)
    except msgspec.ValidationError as error:
        newer = "it seems to be of a newer onshi: use that one, or " if "unknown field" in str(error) else ""
        raise UnusableFolder(f"{file} is not as onshi writes it ({error}): {newer}put a backup back") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = "empty" if not content.strip() else "damaged (no JSON)"
        raise UnusableFolder(f"{file} is {what}: put a backup back, or choose another folder") from error
