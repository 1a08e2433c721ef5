"""Finding words in both languages."""

import pytest

from shared.web.pages.languages import Language
from simulator.guide.documents import Document
from simulator.guide.search import Section, find, sections_of

PAGES = {
    "check": "# A check\n\nTokens are needed.\n\n## Refused\n\n`nonce-used` comes with Retry-After.\n",
    "reader": (
        "# カードリーダー\n\n顔が一致しない場合は暗証番号を使用します。\n\n```sh\n# 見出しではない\n```\n\n"
        "## 資格確認\n\n方法はＡＢＣです。行の途\n中でも。\n"
    ),
    "other": "# 確認\n\n資料の確認。カードで。\n",
}


def sections() -> list[Section]:
    return [each for name, text in PAGES.items() for each in sections_of(Document(name, Language.JAPANESE, text))]


def found(query: str) -> list[tuple[str, str]]:
    return [(hit.section.name, hit.section.anchor) for hit in find(query, sections(), 10)]


def test_a_document_is_cut_at_its_headings_and_not_in_its_listings() -> None:
    assert [(each.name, each.anchor, each.heading) for each in sections()] == [
        ("check", "", "A check"),
        ("check", "refused", "Refused"),
        ("reader", "", "カードリーダー"),
        ("reader", "資格確認", "資格確認"),
        ("other", "", "確認"),
    ]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("nonce-used", ("check", "refused")),
        ("NONCE", ("check", "refused")),
        ("token", ("check", "")),
        ("retry-after nonce", ("check", "refused")),
        ("資格確認", ("reader", "資格確認")),
        ("資格確認の方法", ("reader", "資格確認")),
        ("顔が一致しない", ("reader", "")),
        ("暗証番号", ("reader", "")),
        ("abc", ("reader", "資格確認")),
        ("ａｂｃ", ("reader", "資格確認")),
        ("途中", ("reader", "資格確認")),
    ],
)
def test_what_is_asked_for_is_found_first(query: str, best: tuple[str, str]) -> None:
    assert found(query)[0] == best


@pytest.mark.parametrize("query", ["", "  ", "・", "kens", "nonce insurer", "被保険者", "once-used"])
def test_nothing_is_found_where_a_word_is_missing(query: str) -> None:
    assert found(query) == []


def test_pairs_of_letters_stand_for_a_long_word_that_is_written_otherwise() -> None:
    # 資格, 確認 and 方法 are there, 格確 too; 認方 is not.
    assert found("資格確認方法")[0] == ("reader", "資格確認")


def test_a_hit_shows_the_words_around() -> None:
    hit = find("nonce-used", sections(), 1)[0]

    assert (hit.before, hit.found) == ("", "nonce-used")
    assert "Retry-After" in hit.after


def test_no_more_are_returned_than_asked_for() -> None:
    assert len(find("確認", sections(), 1)) == 1
