"""Receiving a file: cut into parts that are kept as they arrive; it is worked once all of it is there."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final
from uuid import UUID

from services.registry.imports.rules.opening_lines import opened
from services.registry.imports.rules.splitting import Part, Splitter
from services.registry.imports.store.imports import (
    Import,
    State,
    begin_import,
    count,
    find_silent,
    read_import,
    set_columns,
    set_state,
)
from services.registry.imports.store.parts import add_parts, stop_receiving
from services.registry.imports.store.rejections import Rejection, write_rejections
from services.registry.recording import Author
from shared.errors import (
    DATABASE_FAILURES,
    BodyUnreadable,
    ImportRunning,
    RequestTooSlow,
    Violation,
)

IMPORTING: Final = "importing"
"""The work beside requests."""
_KEPT_AT_ONCE_BYTES: Final = 1024 * 1024


async def receive(author: Author, begun: Import, chunks: AsyncIterator[bytes], too_long: Violation) -> Import:
    """Keep a file and let it be worked; nothing of it is recorded unless all of it came.

    Raises ImportRunning (another of the same insurer is under way), BodyUnreadable (there is nothing in it).
    """
    world = author.world
    await _give_up_silent(author)
    async with world.database.transaction() as connection:
        if not await begin_import(connection, begun):
            raise ImportRunning
    try:
        await _keep(author, begun, chunks, too_long)
        async with world.database.transaction() as connection:
            await set_state(connection, begun.import_id, State.RUNNING, None)
            received = await read_import(connection, begun.import_id)
    except BaseException:
        # Whatever ended it, the client too: what came is of no use alone. Else it is given up when it is silent.
        with suppress(*DATABASE_FAILURES):
            await _stop(author, begun.import_id)
        raise
    world.background.need(IMPORTING, at_once=True)
    return received or replace(begun, state=State.RUNNING)


async def _keep(author: Author, begun: Import, chunks: AsyncIterator[bytes], too_long: Violation) -> None:
    splitter, place, filled = Splitter(), 0, 0
    waiting: list[Part] = []

    async def take(parts: Iterable[Part], *, is_all: bool = False) -> None:
        nonlocal place, filled, waiting
        for part in parts:
            # The first is opened, whatever it holds.
            waiting.append(await _opened(author, begun, part) if not (place or waiting) else part)
        if is_all or sum(len(part.content) for part in waiting) >= _KEPT_AT_ONCE_BYTES:
            await _keep_parts(author, begun.import_id, place, waiting, too_long)
            filled += sum(part.filled for part in waiting)
            place, waiting = place + len(waiting), []

    async for chunk in chunks:
        await take(splitter.feed(chunk))
    await take(splitter.end(), is_all=True)
    if not filled:
        raise BodyUnreadable(detail="The file has no lines.", detail_ja="ファイルに行がありません。")


async def _opened(author: Author, begun: Import, first: Part) -> Part:
    part, form = opened(first, begun.form)
    if form.columns:
        async with author.world.database.transaction() as connection:
            await set_columns(connection, begun.import_id, form.columns)
    return part


async def _keep_parts(
    author: Author, import_id: UUID, first_place: int, parts: Sequence[Part], too_long: Violation
) -> None:
    rejections = [Rejection(line, 0, too_long) for part in parts for line in part.too_long]
    async with author.world.database.transaction() as connection:
        if not await add_parts(connection, import_id, first_place, parts):
            raise RequestTooSlow
        if rejections:
            await write_rejections(connection, import_id, rejections)
            await count(connection, import_id, accepted=0, unchanged=0, rejected=len(rejections))


async def _stop(author: Author, import_id: UUID) -> None:
    async with author.world.database.transaction() as connection:
        await stop_receiving(connection, import_id, author.world.clock.now())


async def _give_up_silent(author: Author) -> None:
    async with author.world.database.transaction() as connection:
        silent = await find_silent(connection)
    for import_id in silent:
        await _stop(author, import_id)
