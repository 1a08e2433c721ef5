"""The embedded PostgreSQL: a real server from the wheel's binaries, supervised as a child process."""

from shared.db.embedded.cluster import ADMINISTRATOR
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.orphan import leave_no_server
from shared.db.embedded.server import EmbeddedPostgres
from shared.db.embedded.sockets import PORT

__all__ = ["ADMINISTRATOR", "PORT", "EmbeddedPostgres", "EmbeddedPostgresFailed", "leave_no_server"]
