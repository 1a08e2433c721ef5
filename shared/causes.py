"""What the operating system or PostgreSQL says when something cannot be had, and what can be done about it.

PostgreSQL's words were noted from version 18 as it failed for each of these causes, in English (LC_ALL=C).
"""

import errno
import os
import re
from collections.abc import Mapping

_SYSTEM: Mapping[int, str] = {
    errno.ENOSPC: "the disk is full: free some space, or choose a folder on another disk",
    errno.EDQUOT: "the quota of this user's files is used up: free some space, or choose a folder on another disk",
    errno.EFBIG: "files may not grow as large as needed: raise the limit (ulimit -f)",
    errno.EROFS: "it is on a file system that can only be read: choose another folder",
    errno.EACCES: "this user may not write there or pass through a folder above it: change its mode or choose another",
    errno.EPERM: "this user may not do that there: choose another folder, or start as the user to whom it belongs",
    errno.ENOTDIR: "something on its path is a file, not a folder: choose another folder",
    errno.EEXIST: "there is a file of that name: choose another folder",
    errno.ENAMETOOLONG: "its path is too long: choose a shorter one",
    errno.ELOOP: "the symbolic links on its path lead in a circle: choose another folder",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n)",
    errno.ENOMEM: "there is not enough memory: stop something else, or give this machine or container more",
    errno.EADDRINUSE: "in use by another program, perhaps another onshi: stop it, or choose another port (0: any free)",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}
"""Sentences by errno."""
_POSTGRES: tuple[tuple[str, str], ...] = (
    (
        r"shared memory segment \"/PostgreSQL.*No space left",
        "shared memory (/dev/shm) is too small: give this machine or container more (docker run --shm-size=256m)",
    ),
    (
        r"could not (map anonymous|create) shared memory",
        "there is not enough memory for PostgreSQL: stop something else, or give this machine or container more",
    ),
    (
        r"could not look up effective user ID",
        "this user has no name on this machine, and PostgreSQL asks for one: make an entry in /etc/passwd",
    ),
    (
        r"not compatible with this version|database files are incompatible",
        "its files are damaged or of another version of PostgreSQL: put a backup back, or dump them with that version",
    ),
    (
        r"lock file \"postmaster.pid\" already exists|pre-existing shared memory block",
        "another PostgreSQL runs on it, or one that was killed has not ended yet: stop it",
    ),
    (
        r"has wrong ownership",
        "it belongs to another user than the one that PostgreSQL runs as: give it to that one (chown -R)",
    ),
    (
        r"has invalid permissions",
        "others than its owner may look into it, which PostgreSQL does not allow: chmod 0700",
    ),
    (
        r"valid checkpoint|server configuration file.*No such|could not open file \".*No such|invalid page|checksum",
        "its files are incomplete or damaged: put a backup back, or choose another folder",
    ),
)
"""Sentences by what PostgreSQL says, the first that fits; more exact than the system's error in the same words."""
_WORTH_SAYING = re.compile(r"\b(error|FATAL|PANIC): |^postgres: |^initdb: (?!removing)")
_SIGNALS = {9: "something killed it, perhaps the system because memory ran out", 31: "a system call is forbidden here"}


def system_cause(error: OSError) -> str:
    """Return what to do about ``error``, or what the system says."""
    return _SYSTEM.get(error.errno or 0) or error.strerror or type(error).__name__


def postgres_cause(words: str, exit_code: int | None = None) -> str:
    """Return what to do about what PostgreSQL said last, followed by its own words; never empty."""
    # Of several, the first is the cause: what follows is cleaning.
    said = next((line.strip() for line in words.splitlines() if _WORTH_SAYING.search(line)), "")
    cause = _known_cause(words)
    if said:
        return f"{cause} (PostgreSQL: {said})" if cause else f"PostgreSQL says: {said}"
    if exit_code is not None and -exit_code in _SIGNALS:
        return _SIGNALS[-exit_code]
    return f"PostgreSQL ended without a word (exit code {exit_code})"


def _known_cause(words: str) -> str | None:
    for pattern, sentence in _POSTGRES:
        if re.search(pattern, words):
            return sentence
    for number, sentence in _SYSTEM.items():
        if os.strerror(number) in words:
            return sentence
    return None
