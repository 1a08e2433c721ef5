"""A check's one read and one write without PostgreSQL: each says what it was asked, in the order of ``steps``."""

import asyncio
from dataclasses import dataclass, field

from services.eligibility.checks.rules.acts import (
    CardFacts,
    CardQuestion,
    DisclosureRecord,
    IdentifierFacts,
    IdentifierQuestion,
)
from services.eligibility.checks.store.check_log import TakenKey
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse


@dataclass
class FakeReads:
    """Answers every question with the same facts."""

    steps: list[str]
    card: CardFacts
    identifiers: IdentifierFacts
    opened: bool = False

    async def by_card(self, _question: CardQuestion) -> CardFacts:
        self.steps.append("read")
        return self.card

    async def by_identifier(self, _question: IdentifierQuestion) -> IdentifierFacts:
        self.steps.append("read")
        return self.identifiers

    async def is_opened(self, _purpose: PurposeOfUse, _institution_code: InstitutionCode | None) -> bool:
        self.steps.append("read whether it is opened")
        return self.opened


@dataclass
class FakeLog:
    """Keeps records; none is durable before ``may_commit`` is set."""

    steps: list[str]
    may_commit: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    records: list[DisclosureRecord] = field(default_factory=list)

    async def store(self, record: DisclosureRecord, _key: TakenKey | None = None) -> None:
        self.steps.append(f"write {record.outcome}")
        self.begun.set()
        await self.may_commit.wait()
        self.records.append(record)
        self.steps.append("durable")
