"""Finding words in the guide, in Japanese and English. Pure.

Japanese has no spaces between words. A query is cut where the kind of letter changes: 資格確認の方法 is 資格確認 and
方法, and what is only in hiragana counts where there is nothing else. A word of more than two letters that stands
nowhere is looked for by its pairs of letters, so 資格確認方法 finds what speaks of both. A word of Latin letters is
looked for where a word begins. A section must have all words; it counts by how often and where.
The whole is some 0.7 MB: looking through all of it takes milliseconds, so there is no index to keep.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.guide.anchors import Anchors
from simulator.guide.documents import Document
from simulator.guide.line_ends import in_one_line

_LATIN = r"[a-z0-9_]+(?:[-.:/][a-z0-9_]+)*"
_WORD = re.compile(rf"{_LATIN}|[ァ-ヺー]+|[ぁ-ゖ]+|[^\W\da-z_ぁ-ゖァ-ヺー]+")
_HIRAGANA = re.compile(r"[ぁ-ゖ]+")
_PLURAL = re.compile(r"(?<=[a-rt-z]{3})s$")
_FENCE = re.compile(r"^\s*```")
_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_RULE = re.compile(r"^\|[-:| ]+\|$")
_MARKS = re.compile(r"\]\([^)]*\)|[`*\[\]|]|<!--.*?-->|<a id=[^>]*></a>|<br>")
_IN_TITLE, _IN_HEADING, _MOST_COUNTED = 30.0, 12.0, 8
_AROUND = 70
_PAIR, _OF_PAIRS = 2, 0.75


@dataclass(frozen=True, slots=True)
class Section:
    """The text below one heading of a document."""

    name: str
    anchor: str
    title: str
    """Of the document."""
    heading: str
    text: str
    """Without marks, letters and digits in one width (NFKC)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that has what was asked for, and the words around it."""

    section: Section
    before: str
    found: str
    after: str


def sections_of(document: Document) -> Iterator[Section]:
    """Return the sections of ``document``, in its order; listings belong to their section."""
    anchors, title = Anchors(), document.title
    heading, anchor, lines, is_listing = title, "", list[str](), False
    for line in document.text.splitlines():
        is_listing ^= _FENCE.match(line) is not None
        if _RULE.match(line):
            continue
        match = None if is_listing else _HEADING.match(line)
        if match is None:
            lines.append(line)
            continue
        if any(lines):
            yield _section(document.name, anchor, title, heading, lines)
        heading, lines = _plain(match[2]), []
        given = anchors.anchor_of(heading)
        anchor = "" if match[1] == "#" else given
    yield _section(document.name, anchor, title, heading, lines)


def find(query: str, sections: Iterable[Section], most: int) -> list[Hit]:
    """Return at most ``most`` sections that have all words of ``query``, the best first."""
    words = _words(query)
    if not words:
        return []
    scored = [(score, section) for section in sections if (score := _score(words, section)) > 0]
    # A stable sort: of equals the first page of the list comes first.
    best = sorted(scored, key=lambda each: -each[0])[:most]
    return [_hit(words, section) for _, section in best]


def _section(name: str, anchor: str, title: str, heading: str, lines: list[str]) -> Section:
    return Section(name, anchor, title, heading, in_one_line(_one_width(_plain("\n".join(lines)))))


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip()


def _one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _words(query: str) -> Mapping[str, tuple[str, ...]]:
    """Return each word of the query with the pairs of letters that stand for it, none for Latin letters."""
    words = [_PLURAL.sub("", word) for word in _WORD.findall(_one_width(query).lower())]
    telling = [word for word in words if not _HIRAGANA.fullmatch(word)]
    return {word: _pairs(word) for word in telling or words}


def _pairs(word: str) -> tuple[str, ...]:
    if word.isascii() or len(word) <= _PAIR:
        return ()
    return tuple(word[start : start + _PAIR] for start in range(len(word) - 1))


def _score(words: Mapping[str, tuple[str, ...]], section: Section) -> float:
    """Return how well the section answers; 0 where a word of the query is missing."""
    places = section.title.lower(), section.heading.lower(), section.text.lower()
    total = 0.0
    for word, pairs in words.items():
        of_word = _weight(word, places) or _of_pairs(pairs, places)
        if of_word == 0:
            return 0.0
        total += of_word
    return total


def _of_pairs(pairs: tuple[str, ...], places: tuple[str, str, str]) -> float:
    """Return less than the word itself would count, and 0 where more than a quarter of its pairs are missing."""
    weights = [_weight(pair, places) for pair in pairs]
    is_meant = weights and sum(weight > 0 for weight in weights) >= _OF_PAIRS * len(pairs)
    return sum(weights) / len(pairs) / 4 if is_meant else 0.0


def _weight(word: str, places: tuple[str, str, str]) -> float:
    title, heading, text = (_count(word, place) for place in places)
    return _IN_TITLE * (title > 0) + _IN_HEADING * (heading > 0) + min(text, _MOST_COUNTED)


def _count(word: str, text: str) -> int:
    if not word.isascii() or word not in text:
        return text.count(word)
    return len(re.findall(rf"(?<![a-z0-9]){re.escape(word)}", text))


def _hit(words: Mapping[str, tuple[str, ...]], section: Section) -> Hit:
    text, lowered = section.text, section.text.lower()
    looked_for = [*words, *(pair for pairs in words.values() for pair in pairs)]
    start, word = next(((at, word) for word in looked_for if (at := lowered.find(word)) >= 0), (0, ""))
    end = start + len(word)
    before = ("…" if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
    after = text[end : end + 2 * _AROUND] + ("…" if end + 2 * _AROUND < len(text) else "")
    return Hit(section, before, text[start:end], after)
