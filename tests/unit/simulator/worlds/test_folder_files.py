"""Files of a data folder."""

from pathlib import Path

import msgspec
import pytest

from simulator.worlds.folder_files import UnusableFolder, read_strictly, remove_unfinished, write_privately


class Form(msgspec.Struct, forbid_unknown_fields=True):
    number: int
    word: str


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x00\xff", "is damaged"),
        (b'{"number": 1, "word"', "is damaged"),
        (b'{"more":' * 100_000, "is "),
        (b"[]", "is not as onshi writes it"),
        (b'{"number": 1}', "missing required field `word`"),
        (b'{"number": "a-secret", "word": "x"}', "is not as onshi writes it"),
        (b'{"number": 1, "word": "x", "more": 1}', "of a newer onshi"),
    ],
    ids=lambda value: value[:20].decode(errors="replace") if isinstance(value, bytes) else "",
)
def test_a_file_that_cannot_be_used_gets_a_sentence_without_its_content(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)

    with pytest.raises(UnusableFolder, match=sentence) as raised:
        read_strictly(file, Form)

    assert str(file) in str(raised.value)
    assert "a-secret" not in str(raised.value)
    assert file.read_bytes() == content


def test_a_folder_in_its_place_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableFolder, match="cannot be read"):
        read_strictly(tmp_path, Form)


def test_what_was_being_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".secrets.json-a1b2c3d4", ".token-key.pem-_1b2c3d4"):
        (tmp_path / name).write_text("half a key")
    others = {".secrets.json", ".other.json-a1b2c3d4", "secrets.json-a1b2c3d4", ".secrets.json-a1b2c3d4.bak"}
    for name in others:
        (tmp_path / name).write_text("somebody's")

    remove_unfinished(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == others


def test_a_file_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnusableFolder, match="is a file, not a folder"):
        write_privately(tmp_path / "file" / "inner", b"x")
