"""The folder that keeps a world."""

import json
from pathlib import Path

import pytest

from services.program.data_folder import FolderInUse, opened_folder


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    with opened_folder(tmp_path / "world") as folder:
        first, second = folder.secrets(), folder.secrets()
        folder.make_token_key()

        assert first == second
        assert len(first.nonce_key) == 64
        assert (folder.path / "secrets.json").stat().st_mode & 0o777 == 0o600
        assert folder.token_key_file.stat().st_mode & 0o777 == 0o600
        assert folder.token_key_file.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_folder_of_an_earlier_version_gets_the_secret_that_it_lacks(tmp_path: Path) -> None:
    with opened_folder(tmp_path) as folder:
        file = folder.path / "secrets.json"
        before = folder.secrets()
        older = json.loads(file.read_bytes())
        del older["portal_nonce_key"]
        file.write_text(json.dumps(older))

        mended = folder.secrets()

        assert (mended.nonce_key, mended.admin_password) == (before.nonce_key, before.admin_password)
        assert len(mended.portal_nonce_key) == 64
        assert folder.secrets() == mended


def test_secrets_hide_themselves() -> None:
    with opened_folder(None) as folder:
        kept = folder.secrets()

        assert kept.admin_password not in repr(kept)
        assert kept.nonce_key not in repr(kept)


def test_a_second_holder_is_refused(tmp_path: Path) -> None:
    with opened_folder(tmp_path), pytest.raises(FolderInUse, match="another `onshi up`"), opened_folder(tmp_path):
        pass


def test_a_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with opened_folder(tmp_path):
            pass


def test_a_temporary_folder_is_gone_at_the_end() -> None:
    with opened_folder(None) as folder:
        folder.secrets()
        path = folder.path

    assert not path.exists()
