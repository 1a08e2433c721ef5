"""What a check touches in its world."""

from dataclasses import dataclass
from typing import Protocol

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.acts import (
    Act,
    CardFacts,
    CardQuestion,
    DisclosureRecord,
    IdentifierFacts,
    IdentifierQuestion,
    Outcome,
    Question,
)
from services.eligibility.checks.rules.pipeline import answer_of
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.checks.store.trusted_roots import TrustedRoots
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse
from shared.pki.nonce import NonceMint
from shared.worlds.world import World


class Reads(Protocol):
    """The one read of a check (store/reads.py)."""

    async def by_card(self, question: CardQuestion) -> CardFacts:
        """Read what is known of a card; raises Overloaded, DatabaseUnavailable."""

    async def by_identifier(self, question: IdentifierQuestion) -> IdentifierFacts:
        """Read what fits the identifiers; raises Overloaded, DatabaseUnavailable."""

    async def is_opened(self, purpose: PurposeOfUse, institution_code: InstitutionCode | None) -> bool:
        """Tell whether an operator has opened ``purpose`` to the institution now; raises DatabaseUnavailable."""


class Log(Protocol):
    """The one write of a check (store/check_log.py)."""

    async def store(self, record: DisclosureRecord, key: TakenKey | None = None) -> None:
        """Return when the record is durable; raises NonceUsed, KeyTaken, Overloaded or DatabaseUnavailable."""


class Answers(Protocol):
    """The answer to a check, once its record is durable."""

    async def answer(self, act: Act, question: Question, outcome: Outcome) -> CheckAnswer:
        """Return what is sent of the outcome of ``question``."""


class AsJudged:
    """Answers what was judged, and nothing else."""

    async def answer(self, act: Act, question: Question, outcome: Outcome) -> CheckAnswer:
        """Return the outcome as an answer."""
        return answer_of(act, question.asked, outcome)


AS_JUDGED = AsJudged()


@dataclass(frozen=True, slots=True)
class CheckPorts:
    """What a check touches in its world."""

    world: World
    nonces: NonceMint
    roots: TrustedRoots
    reads: Reads
    log: Log
    misses: MissBudgets
    answers: Answers = AS_JUDGED
