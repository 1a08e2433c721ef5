"""The log of the program's processes: ours at the level that was asked for, libraries' from warnings on."""

import logging

from shared.log import configure

_TALKATIVE = ("alembic", "httpx", "httpcore")
"""They tell of every call or step at the level that is the default."""


def configure_logs(level: str) -> None:
    """Log as JSON lines to standard error."""
    configure(level)
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
