"""The folder that keeps a world."""

import json
import shutil
from pathlib import Path

import pytest

from simulator.worlds.data_folder import DataFolder, FolderInUse, opened_folder
from simulator.worlds.folder_files import UnusableFolder


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
        del older["portal_nonce_key"], older["portal_cookie_key"]
        file.write_text(json.dumps(older))

        mended = folder.secrets()

        assert (mended.nonce_key, mended.admin_password) == (before.nonce_key, before.admin_password)
        assert (len(mended.portal_nonce_key), len(mended.portal_cookie_key)) == (64, 64)
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


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a kept world, as far as its files show."""
    with opened_folder(tmp_path / "world") as folder:
        folder.secrets()
        folder.make_token_key()
        folder.make_checkpoint_key()
        folder.first_start.begin()
        (folder.path / "postgres" / "PG_VERSION").write_text("18\n")
        folder.world_file.write_text("{}")
        folder.first_start.finish()
        return folder.path


def test_a_kept_folder_as_it_was_made_can_be_used(kept: Path) -> None:
    DataFolder(kept).check(is_embedded=True)


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("secrets.json", b"", "secrets.json is empty"),
        ("secrets.json", b"{", "secrets.json is damaged"),
        ("secrets.json", None, "secrets.json is missing"),
        ("secrets.json", b'{"admin_password": "x", "role_passwords": {}, "nonce_key": "y"}', "nonce_key"),
        ("token-key.pem", b"", "token-key.pem is damaged"),
        ("token-key.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is damaged"),
        ("checkpoint-key.pem", b"x", "checkpoint-key.pem is damaged"),
        ("world.json", None, "world.json is not"),
        ("postgres/PG_VERSION", None, "whose database should be in"),
    ],
)
def test_a_file_that_is_damaged_or_missing_gets_a_sentence_and_nothing_is_written(
    kept: Path, file: str, content: bytes | None, sentence: str
) -> None:
    if content is None:
        (kept / file).unlink()
    else:
        (kept / file).write_bytes(content)
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}

    with pytest.raises(UnusableFolder, match=sentence):
        DataFolder(kept).check(is_embedded=True)

    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


def test_a_key_of_another_kind_is_not_taken(kept: Path) -> None:
    shutil.copy(kept / "checkpoint-key.pem", kept / "token-key.pem")

    with pytest.raises(UnusableFolder, match="another kind of key than P-256"):
        DataFolder(kept).check(is_embedded=True)


def test_all_that_is_wrong_is_said_at_once(kept: Path) -> None:
    for file in ("secrets.json", "token-key.pem", "checkpoint-key.pem"):
        (kept / file).write_bytes(b"?")
    (kept / "postgres" / "PG_VERSION").unlink()

    with pytest.raises(UnusableFolder) as raised:
        DataFolder(kept).check(is_embedded=True)

    named = ("secrets.json", "token-key.pem", "checkpoint-key.pem", "/postgres")
    assert [file for file in named if file not in str(raised.value)] == []


def test_a_database_elsewhere_needs_none_in_the_folder(kept: Path) -> None:
    shutil.rmtree(kept / "postgres")

    DataFolder(kept).check(is_embedded=False)


def test_a_folder_of_before_there_was_another_service_gets_its_password(tmp_path: Path) -> None:
    with opened_folder(tmp_path) as folder:
        before = folder.secrets()
        older = json.loads(folder.secrets_file.read_bytes())
        del older["role_passwords"]["jpki"]
        folder.secrets_file.write_text(json.dumps(older))

        mended = folder.secrets()

    assert mended.role_passwords["registry"] == before.role_passwords["registry"]
    assert len(mended.role_passwords["jpki"]) == 32


def test_a_lock_of_somebody_elses_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("not ours")

    with opened_folder(tmp_path):
        pass

    assert (tmp_path / "lock").read_text() == "not ours"


def test_a_file_on_the_path_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnusableFolder, match="is a file, not a folder"), opened_folder(tmp_path / "file" / "world"):
        pass


def test_links_in_a_circle_get_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(UnusableFolder, match="circle"), opened_folder(tmp_path / "a" / "world"):
        pass
