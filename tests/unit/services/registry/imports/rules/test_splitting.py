"""However the bytes of a file arrive, its lines come out in their order, and none is held that is too long."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.imports.rules.splitting import LINES_A_PART, LONGEST_LINE_BYTES, Part, Splitter


def split(chunks: list[bytes]) -> list[Part]:
    splitter = Splitter()
    return [part for chunk in chunks for part in splitter.feed(chunk)] + list(splitter.end())


def chunks_of(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@given(st.lists(st.binary(max_size=20), max_size=600), st.integers(min_value=1, max_value=4000))
def test_the_parts_put_together_are_the_file(texts: list[bytes], size: int) -> None:
    lines = [text.replace(b"\n", b"") for text in texts]
    parts = split(list(chunks_of(b"\n".join(lines) + b"\n", size)))
    found = [line for part in parts for line in part.content.split(b"\n")]
    assert found == (lines or [b""])
    assert [part.first_line for part in parts] == [1 + LINES_A_PART * place for place in range(len(parts))]
    filled = {number for number, line in enumerate(lines, start=1) if line.strip()}
    assert {number for part in parts for number, _ in part.numbered()} == filled
    assert sum(part.filled for part in parts) == len(filled)


def test_a_last_line_without_an_end_is_a_line() -> None:
    assert split([b"a\nb"]) == [Part(1, b"a\nb", 2)]


def test_nothing_is_no_line() -> None:
    assert split([b""]) == []


@pytest.mark.parametrize("size", [1000, 70_000, 10_000_000])
def test_a_line_that_is_too_long_is_named_and_let_go(size: int) -> None:
    content = b"a\n" + b"x" * (LONGEST_LINE_BYTES + 1) + b"\nb\n" + b"y" * LONGEST_LINE_BYTES + b"\n"
    parts = split(list(chunks_of(content, size)))
    assert [number for part in parts for number in part.too_long] == [2]
    assert [(number, len(line)) for part in parts for number, line in part.numbered()] == [
        (1, 1),
        (3, 1),
        (4, LONGEST_LINE_BYTES),
    ]
    assert sum(part.filled for part in parts) == 4


def test_a_line_that_is_too_long_may_be_the_last() -> None:
    parts = split([b"a\n", *[b"x" * 100_000] * 11])
    assert [(part.content, part.filled, part.too_long) for part in parts] == [(b"a\n", 2, (2,))]
