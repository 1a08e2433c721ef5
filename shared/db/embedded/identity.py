"""Whom the server runs as: ourselves, or, as PostgreSQL refuses to run as root, another user.

Under root that is the one to whom the cluster belongs, or ``nobody`` for a new one.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.db.embedded.failure import EmbeddedPostgresFailed

_UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user; None is ourselves."""

    user_id: int | None = None
    group_id: int | None = None

    @property
    def options(self) -> dict[str, Any]:
        """Options of a child process that runs as this user."""
        if self.user_id is None:
            return {}
        return {"user": self.user_id, "group": self.group_id, "extra_groups": []}

    def give(self, what: Path | int) -> None:
        """Make a path or a descriptor this user's."""
        if self.user_id is not None and self.group_id is not None:
            os.chown(what, self.user_id, self.group_id)


def server_user(data: Path) -> ServerUser:
    """Return whom a server on the data directory ``data`` runs as; raises EmbeddedPostgresFailed."""
    if os.geteuid() != 0:
        return ServerUser()
    if (data / "PG_VERSION").exists():
        owner = data.stat()
        if owner.st_uid == 0:
            raise EmbeddedPostgresFailed(
                f"{data} belongs to root, and PostgreSQL does not run as root: give it to another user "
                f"(chown -R {_UNPRIVILEGED} {data})"
            )
        return ServerUser(owner.st_uid, owner.st_gid)
    try:
        entry = pwd.getpwnam(_UNPRIVILEGED)
    except KeyError:
        raise EmbeddedPostgresFailed(
            f"PostgreSQL does not run as root, and this machine has no user {_UNPRIVILEGED!r} for it: make one, start "
            "onshi as an ordinary user, or set ONSHI_DATABASE_URL"
        ) from None
    return ServerUser(entry.pw_uid, entry.pw_gid)
