"""What every way that may fit nobody does once it has its turn: read, judge, keep the record, count a miss."""

from collections.abc import Awaitable, Callable

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import Act, Asked, Question, is_miss
from services.eligibility.checks.rules.pipeline import judge, record_of
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.miss_turns import Turn


async def answer_in_turn(
    asker: str,
    act: Act,
    asked: Asked,
    ports: CheckPorts,
    key: TakenKey | None,
    read: Callable[[Turn], Awaitable[Question]],
) -> CheckAnswer:
    """Answer what ``read`` finds; raises what it raises, TooManyMisses, KeyTaken, Overloaded, DatabaseUnavailable."""
    # No more are under way than may still fit nobody.
    async with ports.misses.turns.turn(asker) as turn:
        question = await read(turn)
        outcome = judge(question, act)
        record = record_of(act, asked, outcome)
        # The write alone says whose an Idempotency-Key is.
        await ports.log.store(record, key)
        if is_miss(record):
            turn.missed()
    return await ports.answers.answer(act, question, outcome)
