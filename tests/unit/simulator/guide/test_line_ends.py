"""Line ends within Japanese text."""

import pytest

from simulator.guide.line_ends import has_japanese, has_no_space, in_one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("資格\n確認", "資格確認"),
        ("同意した。\n次に", "同意した。次に"),
        ("onshi\nの午後", "onshi の午後"),
        ("two\nwords", "two words"),
        ("カードリー\n  ダー", "カードリーダー"),
    ],
)
def test_only_a_language_with_spaces_gets_one(text: str, line: str) -> None:
    assert in_one_line(text) == line


def test_japanese_is_told_by_its_letters() -> None:
    assert [has_japanese(text) for text in ("資格", "onshi の", "nonce-used", "ＡＢＣ")] == [True, True, False, True]


def test_a_line_of_japanese_goes_on_without_a_space() -> None:
    assert has_no_space("資格", "確認")
    assert not has_no_space("資格", "onshi")
    assert not has_no_space("", "確認")
