"""How bodies are received in front of the framework."""

from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive

from services.eligibility.faces.entrance import read_body
from shared.errors import BodyTooLarge, BodyUnreadable


def receiving(parts: Iterator[Message]) -> Receive:
    async def receive() -> Message:
        return next(parts)

    return receive


def blanks(chunks: int) -> Iterator[Message]:
    for left in reversed(range(chunks)):
        yield {"type": "http.request", "body": b" " * 1_000_000, "more_body": left > 0}


async def test_ten_megabytes_of_blanks_are_not_read_to_their_end() -> None:
    parts = blanks(10)

    with pytest.raises(BodyTooLarge):
        await read_body(receiving(parts), 4_000_000)

    assert len(list(parts)) == 5


async def test_a_body_comes_in_parts() -> None:
    assert await read_body(receiving(blanks(3)), 4_000_000) == b" " * 3_000_000


async def test_a_client_that_leaves_has_sent_nothing() -> None:
    with pytest.raises(BodyUnreadable):
        await read_body(receiving(iter([{"type": "http.disconnect"}])), 10)
