"""One word for one thing, and one way to write it, wherever users read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
READ_BY_USERS = sorted(
    file
    for folder in ("simulator", "services", "shared", "onshi", "docs")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".py", ".md", ".html", ".json"}
    # Decisions are dated; what others wrote stays as it is.
    and not {"decisions", "assets", "__pycache__"} & set(file.parts)
) + sorted(ROOT.glob("README*.md"))

OTHERWISE = {
    # 外来語 with the long vowel, as 内閣告示第二号「外来語の表記」 and the real service's own papers write them.
    "サーバー": r"サーバ(?!ー)",
    "ユーザー": r"ユーザ(?!ー)",
    "パラメーター": r"パラメータ(?!ー)",
    "ヘッダー": r"ヘッダ(?!ー)",
    "フォルダー": r"フォルダ(?!ー)",
    "ブラウザー": r"ブラウザ(?!ー)",
    "カードリーダー": r"カードリーダ(?!ー)",
    "メモリー": r"メモリ(?!ー)",
    "シミュレーター": r"シミュレータ(?!ー)",
    "ください": r"下さい",
    "すべて": r"全て",
    "できる": r"出来",
    "既に": r"すでに",
    "例えば": r"たとえば",
    "または": r"又は",
    "catalogue": r"\bcatalog\b(?!_)",
    "cancelled": r"\bcanceled\b",
    "behaviour": r"\bbehavior\b",
    "desk": r"\bfront ?desk\b",
}


@pytest.mark.parametrize("word", OTHERWISE)
def test_a_word_is_written_in_one_way(word: str) -> None:
    other = re.compile(OTHERWISE[word])
    found = [f"{file.relative_to(ROOT)}: {hit[0]}" for file in READ_BY_USERS for hit in other.finditer(read(file))]

    assert not found


_READ: dict[Path, str] = {}


def read(file: Path) -> str:
    if file not in _READ:
        _READ[file] = file.read_text(encoding="utf-8")
    return _READ[file]
