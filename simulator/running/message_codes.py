"""A vendor's own table of error codes in messages, looked at before anything starts."""

from pathlib import Path

from services.eligibility.faces.oqs.codes import TableInvalid, codes_with
from simulator.start_failed import StartFailed


def refuse_wrong_codes(file: Path | None) -> None:
    """Refuse a table that cannot be used; raises StartFailed, which names every wrong line."""
    try:
        codes_with(file)
    except TableInvalid as invalid:
        raise StartFailed(str(invalid)) from None
    except OSError as error:
        raise StartFailed(f"{file}: {error.strerror}") from None
