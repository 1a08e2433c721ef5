"""The folder of the server's socket.

Its path is short, as a socket's has room for about 100 bytes, and plain, as a list of such folders knows commas and
quotes.
"""

from pathlib import Path

from onshi.temporary_folder import PREFIX, TemporaryFolder
from shared.causes import system_cause
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.identity import ServerUser
from shared.places import is_safe, lets_everybody_in, places

PORT = 5432
"""A part of the socket's name, whatever PGPORT says."""
_ROOM = 103  # of sun_path on macOS; Linux has four more
_WITHIN = len(f"/{PREFIX}pg-12345678/.s.PGSQL.{PORT}")
_MOST = _ROOM - _WITHIN


def socket_folder(user: ServerUser) -> TemporaryFolder:
    """Make it in the first place that fits; raises EmbeddedPostgresFailed."""
    refused = "none fits"
    for place in places():
        if not is_plain(place) or not is_safe(place) or (user.user_id is not None and not lets_everybody_in(place)):
            continue
        try:
            folder = TemporaryFolder("pg", place)
            user.give(folder.path)
        except OSError as error:
            refused = f"{place}: {system_cause(error)}"
            continue
        return folder
    raise EmbeddedPostgresFailed(
        f"no folder was found for PostgreSQL's socket ({refused}): set TMPDIR to a folder that everybody may enter, "
        f"with a path of at most {_MOST} characters without blanks, commas and quotes"
    )


def is_plain(place: Path) -> bool:
    """Tell whether a socket's path in ``place`` is short enough, and needs no quotes anywhere."""
    text = str(place)
    return len(text) <= _MOST and text.isascii() and text.isprintable() and not set(text) & set(" ,\"'\\%?#")
