"""Each condition has its sentence. PostgreSQL's words are those that version 18.4 said when it was made to fail so."""

import errno
import os

import pytest

from shared.causes import postgres_cause, system_cause

SAID = {
    "the disk is full": (
        'FATAL:  could not write to file "pg_wal/xlogtemp.12615": No space left on device\nchild process exited with '
        'exit code 1\ninitdb: removing contents of data directory "/proc/self/cwd"'
    ),
    "raise the limit (ulimit -f)": 'FATAL:  could not write to file "pg_wal/xlogtemp.12649": File too large',
    "shared memory (/dev/shm) is too small": (
        'FATAL:  could not resize shared memory segment "/PostgreSQL.1749820456" to 1048576 bytes: No space left on '
        "device\nPANIC:  cannot abort transaction 1, it was already committed\nAborted"
    ),
    "not enough memory for PostgreSQL": "FATAL:  could not map anonymous shared memory: Cannot allocate memory",
    "this user has no name on this machine": ("initdb: could not look up effective user ID 12345: user does not exist"),
    "a file system that can only be read": 'FATAL:  could not create lock file "postmaster.pid": Read-only file system',
    "may not write there": (
        'postgres: could not access the server configuration file "/proc/self/cwd/postgresql.conf": Permission denied'
    ),
    "of another version of PostgreSQL": (
        "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by "
        "PostgreSQL version 16, which is not compatible with this version 18.4."
    ),
    "another PostgreSQL runs on it": (
        'FATAL:  lock file "postmaster.pid" already exists\nHINT:  Is another postmaster (PID 12750) running in data '
        'directory "/proc/self/cwd"?'
    ),
    "chmod 0700": (
        'FATAL:  data directory "/proc/self/cwd" has invalid permissions\nDETAIL:  Permissions should be u=rwx (0700)'
    ),
    "chown -R": 'FATAL:  data directory "/proc/self/cwd" has wrong ownership\nHINT:  The server must be started by the',
    "incomplete or damaged": (
        'postgres: could not access the server configuration file "/proc/self/cwd/postgresql.conf": No such file or '
        "directory"
    ),
}
SYSTEM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "quota",
    errno.EROFS: "can only be read",
    errno.EACCES: "may not write there",
    errno.EPERM: "may not do that",
    errno.ENOTDIR: "is a file, not a folder",
    errno.ENAMETOOLONG: "too long",
    errno.EADDRINUSE: "in use by another program",
    errno.EADDRNOTAVAIL: "no such address",
}


@pytest.mark.parametrize(("sentence", "words"), SAID.items(), ids=list(SAID))
def test_what_postgresql_says_has_a_sentence_and_its_own_words_follow(sentence: str, words: str) -> None:
    cause = postgres_cause(words, 1)

    assert sentence in cause
    assert words.splitlines()[0] in cause
    assert "removing contents" not in cause


def test_words_without_a_sentence_are_shown_as_they_are() -> None:
    cause = postgres_cause("2026 LOG:  starting\nFATAL:  something new\nHINT:  try again", 1)

    assert cause == "PostgreSQL says: FATAL:  something new"


def test_an_end_without_a_word_is_said_so() -> None:
    assert postgres_cause("", 3) == "PostgreSQL ended without a word (exit code 3)"
    assert "memory ran out" in postgres_cause("", -9)


@pytest.mark.parametrize(("number", "sentence"), SYSTEM.items(), ids=[errno.errorcode[number] for number in SYSTEM])
def test_what_the_system_says_has_a_sentence(number: int, sentence: str) -> None:
    assert sentence in system_cause(OSError(number, os.strerror(number)))


def test_an_error_without_a_number_keeps_its_name() -> None:
    assert system_cause(TimeoutError()) == "TimeoutError"
