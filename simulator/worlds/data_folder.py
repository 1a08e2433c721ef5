"""The folder in which `onshi up` keeps a world: its database, keys and passwords, and what the world was made from."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from onshi.temporary_folder import TemporaryFolder
from shared.causes import system_cause
from simulator.worlds.first_start import FirstStart
from simulator.worlds.folder_files import UnusableFolder, remove_unfinished, write_privately
from simulator.worlds.folder_secrets import Secrets, check_secrets, kept_secrets
from simulator.worlds.signing_keys import check_keys, make_checkpoint_key, make_token_key

_LEAST_FREE = 4 * 2**20
"""Bytes; PostgreSQL writes its log in steps of 16 MB, so less is as good as nothing."""


class FolderInUse(UnusableFolder):
    """Another `onshi up` serves from this folder."""


class DataFolder:
    """One such folder, held by this process alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first_start = FirstStart(path)

    @property
    def world_file(self) -> Path:
        """What the world was made from (world_record.py); there once the world is kept."""
        return self.path / "world.json"

    @property
    def people_file(self) -> Path:
        """Who was put into the world (people_record.py)."""
        return self.path / "people.json"

    @property
    def token_key_file(self) -> Path:
        """PEM of the key that signs access tokens."""
        return self.path / "token-key.pem"

    @property
    def fixtures_file(self) -> Path | None:
        """The vendor's patients as they were last given; None when none were."""
        file = self.path / "fixtures.csv"
        return file if file.exists() else None

    def keep_fixtures(self, content: bytes | None) -> None:
        """Keep a fixtures file, to show the same people at the next start; or none."""
        if content is None:
            (self.path / "fixtures.csv").unlink(missing_ok=True)
        else:
            write_privately(self.path / "fixtures.csv", content)

    @property
    def checkpoint_key_file(self) -> Path:
        """PEM of the key that signs checkpoints of the record; whoever has it can forge them."""
        return self.path / "checkpoint-key.pem"

    @property
    def secrets_file(self) -> Path:
        """The passwords and keys of ``secrets``."""
        return self.path / "secrets.json"

    def secrets(self) -> Secrets:
        """Return the secrets, made at the first call; raises UnusableFolder."""
        return kept_secrets(self.secrets_file)

    def make_token_key(self) -> None:
        """Make the token key unless it is there."""
        make_token_key(self.token_key_file)

    def make_checkpoint_key(self) -> None:
        """Make the checkpoint key unless it is there."""
        make_checkpoint_key(self.checkpoint_key_file)

    def check(self, *, is_embedded: bool) -> None:
        """See that a start can use what is there, before anything is written; raises UnusableFolder with all reasons.

        ``is_embedded`` says that the database is in the folder too.
        """
        is_kept = self.world_file.exists()
        wrong = check_keys(self.token_key_file, self.checkpoint_key_file)
        for look in (self._check_secrets, *([self.first_start.check_database] if is_embedded else [])):
            try:
                look(is_kept=is_kept)
            except UnusableFolder as error:
                wrong.append(str(error))
        if is_kept and is_embedded and not self.secrets_file.exists():
            wrong.append(
                f"{self.secrets_file} is missing, without which nobody gets into its database: put a backup back"
            )
        if wrong:
            raise UnusableFolder("; ".join(wrong))

    def _check_secrets(self, *, is_kept: bool) -> None:
        if is_kept and not self.secrets_file.exists():
            raise UnusableFolder(f"{self.secrets_file} is missing, and with it the world's keys: put a backup back")
        check_secrets(self.secrets_file)

    def hint(self) -> str:
        """Return what to add to whatever went wrong in a start: nothing, or that the disk is full."""
        try:
            if shutil.disk_usage(self.path).free > _LEAST_FREE:
                return ""
        except OSError as error:
            return f"; {self.path}: {system_cause(error)}"
        return f"; the disk of {self.path} is full: free some space, or choose a folder on another disk"

    @property
    def announcement(self) -> Path:
        """What says where the world is served, and that everything is there; see ``announce``."""
        return self.path / "running.json"

    def announce(self, members: Mapping[str, object]) -> None:
        """Say in ``running.json`` where the world is served; for scripts that wait for it."""
        write_privately(self.announcement, json.dumps(members).encode())

    def withdraw(self) -> None:
        """Take the announcement back."""
        with contextlib.suppress(OSError):
            self.announcement.unlink(missing_ok=True)


@contextlib.contextmanager
def opened_folder(path: Path | None) -> Iterator[DataFolder]:
    """Hold the folder at ``path``, or a temporary one that goes at the end; raises FolderInUse, UnusableFolder."""
    if path is not None:
        with _locked(_made(path)) as held:
            remove_unfinished(held)
            yield DataFolder(held)
        return
    try:
        temporary = TemporaryFolder("")
    except OSError as error:
        raise UnusableFolder(f"no temporary folder can be made (TMPDIR): {system_cause(error)}") from error
    with temporary, _locked(temporary.path.resolve()) as held:
        yield DataFolder(held)


def _made(path: Path) -> Path:
    try:
        whole = path.resolve()
        whole.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(f"--data {path}: {system_cause(error)}") from error
    except RuntimeError as error:
        # What pathlib says of links in a circle.
        raise UnusableFolder(f"--data {path}: its symbolic links lead in a circle") from error
    return whole


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[Path]:
    """Hold the lock on a folder; the file is not removed afterwards, as another may wait with it open already."""
    try:
        descriptor = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UnusableFolder(f"--data {path}: {system_cause(error)}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise FolderInUse(f"another `onshi up` serves from {path}; stop it, or choose another --data") from error
    try:
        yield path
    finally:
        os.close(descriptor)
