"""Client secrets are guessed slowly, by the client and not by the address, and nobody else is slowed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx

from tests.service.registry.caller import INSURER_SECRET, OPERATOR_SECRET, RegistryCaller, problem

WRONG = "wrong"


@asynccontextmanager
async def admin_of(operator: RegistryCaller) -> AsyncIterator[asyncpg.Connection]:
    admin = await asyncpg.connect(operator.database.admin_url)
    try:
        yield admin
    finally:
        await admin.close()


async def guess(operator: RegistryCaller, client_id: str, secret: str = WRONG) -> httpx.Response:
    return await operator.token(client_id, secret)


def is_slowed(answer: httpx.Response) -> bool:
    return problem(answer) == (429, "too-many-guesses") and 0 < int(answer.headers["retry-after"]) <= 60


async def later(operator: RegistryCaller, seconds: int) -> None:
    """Let all guesses have happened earlier."""
    statement = "UPDATE registry.secret_guesses SET guessed_at = guessed_at - make_interval(secs => $1)"
    async with admin_of(operator) as admin:
        await admin.execute(statement, seconds)


async def test_guesses_at_a_secret_are_slowed_right_or_wrong(operator: RegistryCaller) -> None:
    await operator.client("municipality")
    wrong = [await guess(operator, "the-municipality") for _ in range(10)]
    beyond = [await guess(operator, "the-municipality", secret) for secret in ("wrong", INSURER_SECRET)]
    of_another = await guess(operator, "operator", OPERATOR_SECRET)
    await later(operator, 60)
    after = await guess(operator, "the-municipality", INSURER_SECRET)

    assert {answer.status_code for answer in wrong} == {401}
    assert all(is_slowed(answer) for answer in beyond)
    assert of_another.status_code == 200
    assert after.status_code == 200


async def test_right_secrets_are_never_slowed_by_themselves(operator: RegistryCaller) -> None:
    answers = [await guess(operator, "operator", OPERATOR_SECRET) for _ in range(15)]
    assert {answer.status_code for answer in answers} == {200}


async def test_a_client_that_there_is_not_is_slowed_as_one_that_there_is(operator: RegistryCaller) -> None:
    answers = [await guess(operator, "nobody") for _ in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2


async def test_guesses_at_the_same_moment_see_each_other(operator: RegistryCaller) -> None:
    await operator.client("municipality")
    secrets = [f"guess-{number}" for number in range(40)] + [INSURER_SECRET]
    answers = await asyncio.gather(*(guess(operator, "the-municipality", secret) for secret in secrets))

    assert [answer.status_code for answer in answers].count(401) <= 10
    assert all(is_slowed(answer) for answer in answers if answer.status_code == 429)
    assert [answer.status_code for answer in answers].count(429) >= 30


async def test_what_is_kept_of_guesses_is_bounded(operator: RegistryCaller) -> None:
    for _ in range(3):
        for _ in range(12):
            await guess(operator, "operator")
        await later(operator, 61)
    await guess(operator, "operator")
    async with admin_of(operator) as admin:
        assert await admin.fetchval("SELECT count(*) FROM registry.secret_guesses") == 1
