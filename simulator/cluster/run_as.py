"""As whom the cluster runs: ourselves, or, as PostgreSQL refuses to run as root, somebody else.

Under root that is ``nobody``, who may not enter where root's Python lies; then root itself, in a user namespace where
it is shown as ``nobody`` (user_namespaces(7)): PostgreSQL sees no root, and files stay as they are.
"""

import os
import pwd
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.identity import ServerUser, server_user


@dataclass(frozen=True, slots=True)
class RunAs:
    """One way; by default as ourselves."""

    user: ServerUser = field(default_factory=ServerUser)
    before: tuple[str, ...] = ()
    """What stands before a command."""

    def command(self, words: Sequence[str]) -> list[str]:
        """Return the command line that runs ``words`` so."""
        return [*self.before, *words]

    @property
    def options(self) -> dict[str, Any]:
        """Options of a child process."""
        return self.user.options

    def give(self, what: Path) -> None:
        """Let it be whose the programs are."""
        self.user.give(what)


def ways_to_run(folder: Path) -> Iterator[RunAs]:
    """Yield the ways there are, the preferred first; ``folder`` is where data will lie."""
    if os.geteuid() != 0:
        yield RunAs()
        return
    try:
        other = server_user(folder)
    except EmbeddedPostgresFailed:
        return
    yield RunAs(other)
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    if unshare is not None and setpriv is not None:
        shown = pwd.getpwnam("nobody")
        mapped = (f"--map-user={shown.pw_uid}", f"--map-group={shown.pw_gid}")
        # The kernel forgets with the namespace that a process wants to end with its parent.
        yield RunAs(before=(unshare, "--user", *mapped, "--", setpriv, "--pdeathsig", "TERM", "--"))
