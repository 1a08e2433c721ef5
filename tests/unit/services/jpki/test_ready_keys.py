import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.ready_keys import MOST, ReadyKeys

KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it guards nothing


class Maker:
    """Makes keys at once, and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> rsa.RSAPrivateKey:
        self.made += 1
        return KEY


async def until_ready(keys: ReadyKeys, count: int) -> None:
    async with asyncio.timeout(10):
        while len(keys._ready) < count:  # noqa: ASYNC110 - they are made in a thread
            await asyncio.sleep(0)


async def test_nothing_is_made_before_a_card_is() -> None:
    maker = Maker()

    async with ReadyKeys(maker).kept():
        await asyncio.sleep(0)

    assert maker.made == 0


async def test_a_key_is_ready_for_a_card_that_was_made() -> None:
    maker = Maker()
    keys = ReadyKeys(maker)

    async with keys.kept():
        keys.expect()
        await until_ready(keys, 1)
        await keys.take()

    assert maker.made == 1


async def test_of_many_cards_few_keys_wait_and_each_that_is_taken_is_followed_by_another() -> None:
    maker = Maker()
    keys = ReadyKeys(maker)

    async with keys.kept():
        for _ in range(MOST + 2):
            keys.expect()
        await until_ready(keys, MOST)
        await keys.take()
        await until_ready(keys, MOST)

    assert maker.made == MOST + 1


async def test_who_comes_unexpected_waits_for_a_key_of_their_own() -> None:
    maker = Maker()

    assert await ReadyKeys(maker).take() is KEY
    assert maker.made == 1


async def test_a_key_that_cannot_be_made_is_an_error_of_whoever_takes_it() -> None:
    def fail() -> rsa.RSAPrivateKey:
        raise RuntimeError("no entropy")

    with pytest.raises(RuntimeError, match="no entropy"):
        await ReadyKeys(fail).take()
