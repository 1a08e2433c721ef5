"""The record of questions about who somebody is: who asked, which way, what came of it; never what was described."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.published_tables import published_misses
from services.registry.recording import Author, Recording
from services.registry.tables import person_questions
from shared.published.eligibility.miss_budget import MissBudget, asker_of
from shared.published.eligibility.misses import MANY_AT_ONCE


class Way(StrEnum):
    """Which way somebody was asked about."""

    CARD_REGISTRATION = "card_registration"
    """初回登録."""
    CARD_RESERVATION = "card_reservation"
    """予約登録."""
    PERSON_MATCH = "person_match"
    """4情報突合."""
    CARD_LOOKUP = "card_lookup"
    """Whether a card is registered."""


class QuestionOutcome(StrEnum):
    """What came of it."""

    FOUND = "found"
    NONE = "none"
    """Nobody on record fits, or J-LIS knows of nobody."""
    SEVERAL = "several"
    DISAGREES = "disagrees"
    """Whom the caller named or described is not whose card it is."""
    LINKED_OTHERWISE = "linked_otherwise"
    """Four attributes fit a person who has registered another card: they do not suffice there."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a client, and the institution that it stands for."""

    author: Author
    institution_code: str | None
    budget: MissBudget | None
    """None: an operator's, who is not stopped."""

    @property
    def name(self) -> str:
        """Under which name their misses count."""
        return asker_of(self.author.client_id, self.institution_code)


@dataclass(frozen=True, slots=True)
class BulkBudget:
    """How often who asks about many at once may be wrong."""

    misses: MissBudget


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what came of it."""

    way: Way
    outcome: QuestionOutcome
    institution_code: str | None
    person_id: UUID | None
    """Whom it was about, where that is known."""

    @property
    def is_miss(self) -> bool:
        """Whether the caller was wrong about somebody. Looking a card up asks about no one; all four fit several."""
        if self.way is Way.PERSON_MATCH:
            return self.outcome is QuestionOutcome.NONE
        return self.way is not Way.CARD_LOOKUP and self.outcome is not QuestionOutcome.FOUND


async def lock_asker(connection: AsyncConnection, name: str) -> None:
    """Wait for others who record a miss of this asker, until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"onshi misses of {name}", 0))))


async def record_miss(connection: AsyncConnection, name: str, recording: Recording) -> None:
    """Publish that the asker was wrong about somebody."""
    await connection.execute(
        insert(published_misses).values(question_id=recording.new_id(), asker=name, missed_at=recording.at)
    )


async def record_misses_of_many(connection: AsyncConnection, name: str, number: int, recording: Recording) -> None:
    """Publish how often the asker was wrong, of many who were asked about at once."""
    rows = [
        {"question_id": recording.new_id(), "asker": f"{MANY_AT_ONCE}{name}", "missed_at": recording.at}
        for _ in range(number)
    ]
    if rows:
        await connection.execute(insert(published_misses), rows)


async def record_questions(connection: AsyncConnection, questions: Sequence[Question], recording: Recording) -> None:
    """Keep questions."""
    rows = [
        {
            "question_id": recording.new_id(),
            "asked_at": recording.at,
            "asked_by": recording.author.client_id,
            "institution_code": question.institution_code,
            "way": question.way.value,
            "outcome": question.outcome.value,
            "person_id": question.person_id,
        }
        for question in questions
    ]
    if rows:
        await connection.execute(insert(person_questions), rows)
