"""The embedded PostgreSQL: a real server from the wheel's binaries, supervised as a child process."""

from shared.db.embedded.cluster import ADMINISTRATOR
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.server import EmbeddedPostgres

__all__ = ["ADMINISTRATOR", "EmbeddedPostgres", "EmbeddedPostgresFailed"]
